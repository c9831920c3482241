"""The record: what sources say, the acts they report, what was answered, and what may be published.

In the order of the work: a source's list is read through its mapping into acts; answers stand beside them; acts
are counted; what could point at a few people is withheld before anything leaves the room.
"""

from misaq.record import messages as messages
from misaq.record.acknowledgement import (
    ANSWERS,
    NO_ANSWER_RECORDED,
    Answer,
    Response,
    latest_answers,
)
from misaq.record.act import VERIFICATIONS, Act, Verification
from misaq.record.counting import ActCounts, Period, count_acts, find_periods, reply_columns
from misaq.record.disclosure import (
    PublishedCells,
    Suppression,
    SuppressionError,
    find_gaps,
    suppress,
    width,
)
from misaq.record.mapping import check_mapping, map_list, read_date
from misaq.record.neutral import (
    Family,
    LoadedWord,
    check_wording,
    tally_sides,
    wording_families,
    wording_version,
)
from misaq.record.release import Cell, Release, prepare_release
from misaq.record.source import ListMapping, MappedList, Source, SourceRecord, check_sources
from misaq.record.vocabulary import ActType, act_types, actor_kinds

__all__ = [
    "ANSWERS",
    "NO_ANSWER_RECORDED",
    "VERIFICATIONS",
    "Act",
    "ActCounts",
    "ActType",
    "Answer",
    "Cell",
    "Family",
    "ListMapping",
    "LoadedWord",
    "MappedList",
    "Period",
    "PublishedCells",
    "Release",
    "Response",
    "Source",
    "SourceRecord",
    "Suppression",
    "SuppressionError",
    "Verification",
    "act_types",
    "actor_kinds",
    "check_mapping",
    "check_sources",
    "check_wording",
    "count_acts",
    "find_gaps",
    "find_periods",
    "latest_answers",
    "map_list",
    "prepare_release",
    "read_date",
    "reply_columns",
    "suppress",
    "tally_sides",
    "width",
    "wording_families",
    "wording_version",
]  # fmt: skip
