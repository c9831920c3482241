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
from misaq.record.mapping import check_mapping, map_list, read_date
from misaq.record.source import ListMapping, MappedList, Source, SourceRecord
from misaq.record.vocabulary import ActType, act_types, actor_kinds

__all__ = [
    "ANSWERS",
    "NO_ANSWER_RECORDED",
    "VERIFICATIONS",
    "Act",
    "ActType",
    "Answer",
    "ListMapping",
    "MappedList",
    "Response",
    "Source",
    "SourceRecord",
    "Verification",
    "act_types",
    "actor_kinds",
    "check_mapping",
    "latest_answers",
    "map_list",
    "read_date",
]  # fmt: skip
