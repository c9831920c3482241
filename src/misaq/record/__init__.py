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
from misaq.record.clusters import (
    LINK_KINDS,
    LinkDecision,
    LinkDecisionError,
    LinkKind,
    OneReviewerError,
    decide,
    decisions_in_force,
    find_conflicts,
    find_persons,
    join_pairs,
    undo,
)
from misaq.record.counting import ActCounts, Period, count_acts, find_periods, reply_columns
from misaq.record.disclosure import (
    PublishedCells,
    Suppression,
    SuppressionError,
    find_gaps,
    suppress,
    width,
)
from misaq.record.duplicates import Hint, NameIndex, compare_names
from misaq.record.linkage import (
    BANDS,
    Interval,
    LinkedRows,
    LinkQuality,
    PersonCount,
    estimate_persons,
    link_rows,
    measure_links,
    read_truth,
    wilson,
)
from misaq.record.linkage_features import Features, build_features
from misaq.record.linkage_fields import (
    LinkColumns,
    check_columns,
    linkage_fields,
    read_link_map,
    recognise_columns,
)
from misaq.record.mapping import check_mapping, map_list, read_date
from misaq.record.names import ParsedNames, fold_words, parse_names
from misaq.record.release import Cell, Release, prepare_release
from misaq.record.source import ListMapping, MappedList, Source, SourceRecord, check_sources
from misaq.record.vocabulary import ActType, act_types, actor_kinds

__all__ = [
    "ANSWERS",
    "BANDS",
    "LINK_KINDS",
    "NO_ANSWER_RECORDED",
    "VERIFICATIONS",
    "Act",
    "ActCounts",
    "ActType",
    "Answer",
    "Cell",
    "Features",
    "Hint",
    "Interval",
    "LinkColumns",
    "LinkDecision",
    "LinkDecisionError",
    "LinkKind",
    "LinkQuality",
    "LinkedRows",
    "ListMapping",
    "MappedList",
    "NameIndex",
    "OneReviewerError",
    "ParsedNames",
    "Period",
    "PersonCount",
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
    "build_features",
    "check_columns",
    "check_mapping",
    "check_sources",
    "compare_names",
    "count_acts",
    "decide",
    "decisions_in_force",
    "estimate_persons",
    "find_conflicts",
    "find_gaps",
    "find_periods",
    "find_persons",
    "fold_words",
    "join_pairs",
    "latest_answers",
    "link_rows",
    "linkage_fields",
    "map_list",
    "measure_links",
    "parse_names",
    "prepare_release",
    "read_date",
    "read_link_map",
    "read_truth",
    "recognise_columns",
    "reply_columns",
    "suppress",
    "undo",
    "width",
    "wilson",
]  # fmt: skip
