"""The tables of the record, in the order of the work.

Three tiers. What stands in a plain column may be read by whoever may read the row. `BinaryField`s named `..._shut`
are encrypted under the organisation's key (restricted tier): the server opens them only inside the session of a
member who unlocked the record. What is sealed stands in `SealedIdentity.document` and opens only by k custodians.
"""

from misaq.web.record.models.case import Act, Actor, Case, CaseFollower, CaseWord, Involvement
from misaq.web.record.models.course import DetentionSpell, FateStatus, LegalQualification
from misaq.web.record.models.evidence import CustodyEvent, EvidenceItem, Upload
from misaq.web.record.models.history import CaseRevision, ErasureRequest
from misaq.web.record.models.intake import (
    Draft,
    ImportMapping,
    ImportRun,
    Submission,
    SubmissionMessage,
)
from misaq.web.record.models.organisation import (
    KeyWrap,
    MemberKey,
    Membership,
    Organisation,
    OrganisationKind,
)
from misaq.web.record.models.person import LinkDecision, LinkProposal, Person, PersonMention
from misaq.web.record.models.publication import (
    ActivityEntry,
    Export,
    PendingLeaf,
    PublicationRelease,
    PublishedCase,
    ReleaseKey,
)
from misaq.web.record.models.reply import Acknowledgement, Consent, Response, ResponseRequest
from misaq.web.record.models.review import Review, SecondCoding
from misaq.web.record.models.sealed import (
    Custodian,
    CustodianGroup,
    SealedIdentity,
    ShareAnswer,
    UnsealRequest,
)
from misaq.web.record.models.source import Assertion, SourceRecord, TermMapping
from misaq.web.record.models.work import Assignment, CaseLabel, Label

__all__ = [  # noqa: RUF022  in the order of the work
    "Organisation",
    "OrganisationKind",
    "Membership",
    "MemberKey",
    "KeyWrap",
    "Submission",
    "SubmissionMessage",
    "Draft",
    "ImportMapping",
    "ImportRun",
    "Case",
    "CaseWord",
    "CaseFollower",
    "CaseRevision",
    "ErasureRequest",
    "SourceRecord",
    "Assertion",
    "TermMapping",
    "Act",
    "Actor",
    "Involvement",
    "DetentionSpell",
    "FateStatus",
    "LegalQualification",
    "PersonMention",
    "Person",
    "LinkProposal",
    "LinkDecision",
    "CustodianGroup",
    "Custodian",
    "SealedIdentity",
    "UnsealRequest",
    "ShareAnswer",
    "Upload",
    "EvidenceItem",
    "CustodyEvent",
    "Review",
    "Assignment",
    "Label",
    "CaseLabel",
    "SecondCoding",
    "ResponseRequest",
    "Response",
    "Acknowledgement",
    "Consent",
    "Export",
    "PublishedCase",
    "ReleaseKey",
    "PublicationRelease",
    "ActivityEntry",
    "PendingLeaf",
]
