"""Opening cases, one or fifty thousand: one path for the form, spreadsheets, the field and submissions."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from misaq.foundation.canonical import canonical_json
from misaq.foundation.dates import parse_edtf
from misaq.record import act_types
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.cases.saving import rows_save
from misaq.web.record.cases.words import words_save
from misaq.web.record.models import (
    Act,
    Case,
    ImportRun,
    Organisation,
    PersonMention,
    SealedIdentity,
    SourceRecord,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.models.person import SEALED_ROLES
from misaq.web.record.sealed.services import group_current, identity_seal
from misaq.web.record.unlocking import Keyring


@dataclass(frozen=True)
class NewAct:
    """An act to record.

    when : EDTF, "" for the case's own date. victim : index into the mentions, None for a group.
    """

    act_type: str
    methods: tuple[str, ...] = ()
    when: str = ""
    place: str = ""
    is_child: bool | None = None
    victim: int | None = None
    group_min: int | None = None
    group_max: int | None = None


@dataclass(frozen=True)
class NewMention:
    """A person as the source mentions them.

    particulars : {name, father, mother, birth, id_number, phone, origin, occupation}, empty ones left out.
    sealed : a `record.sealed` document made in the browser; takes the place of particulars for sealed roles.
    """

    role: str
    particulars: Mapping[str, str] = field(default_factory=dict, repr=False)
    sealed: SealedIdentity | None = None
    sex: str = ""
    age_min: int | None = None
    age_max: int | None = None
    status_claimed: str = ""


@dataclass(frozen=True)
class NewSource:
    """What one source said: payload word for word, codes as the source has them."""

    source_kind: str
    payload: str = field(default="", repr=False)
    source_connection: str = ""
    collected_on: str = ""
    language: str = ""
    codes: Mapping[str, Any] = field(default_factory=dict)
    reliability: str = ""
    credibility: str = ""
    row_number: int | None = None
    derived_from: SourceRecord | None = None


@dataclass(frozen=True)
class NewCase:
    """A case to open: checked before, by whoever read the form or the row."""

    summary: str
    summary_language: str
    source: NewSource
    acts: tuple[NewAct, ...]
    mentions: tuple[NewMention, ...] = ()
    when: str = ""
    community: str = ""
    place: str = ""
    district: str = ""
    narrative: str = field(default="", repr=False)
    stage: str = Stage.ALLEGATION


def case_open(organisation: Organisation, new: NewCase, keys: Keyring, *, by: Account) -> Case:
    """Open one case. Raises OtherKeyError while the record is locked."""
    with transaction.atomic():
        case = cases_open(organisation, [new], keys, by=by)[0]
        note("case.opened", by=by, about=case)
        return case


@transaction.atomic
def cases_open(
    organisation: Organisation,
    new: Sequence[NewCase],
    keys: Keyring,
    *,
    by: Account,
    run: ImportRun | None = None,
) -> list[Case]:
    """Open many cases in one transaction, with sources, people, acts and the words that find them."""
    rows = _Rows(organisation, keys, by, run)
    for one in new:
        rows.add(one)
    rows.save()
    return rows.cases


def mention_row(
    organisation: Organisation,
    case: Case,
    source: SourceRecord | None,
    new: NewMention,
    keys: Keyring,
) -> PersonMention:
    """A mention, not yet saved: sealed for sealed roles, shut under the organisation's key for the others."""
    mention = PersonMention(
        case=case,
        source=source,
        role=new.role,
        sex=new.sex,
        age_min=new.age_min,
        age_max=new.age_max,
        status_claimed=new.status_claimed,
    )
    told = {name: text for name, text in new.particulars.items() if text}
    text = canonical_json(told).decode() if told else ""
    if new.role in SEALED_ROLES:
        mention.sealed = new.sealed or (
            identity_seal(group_current(), text, about=new.role, case=case) if text else None
        )
    else:
        mention.particulars_shut = keys.shut(
            organisation, text, table="mention", row=mention.pk, field="particulars"
        )
    return mention


def source_row(
    case: Case, new: NewSource, keys: Keyring, *, by: Account, run: ImportRun | None = None
) -> SourceRecord:
    """What a source said as a row of a case, not yet saved; its words shut under the organisation's key."""
    source = SourceRecord(
        id=uuid4(),
        organisation=case.organisation,
        case=case,
        import_run=run,
        row_number=new.row_number,
        source_kind=new.source_kind,
        source_connection=new.source_connection,
        collected_on=new.collected_on,
        language=new.language,
        codes=dict(new.codes),
        derived_from=new.derived_from,
        reliability=new.reliability,
        credibility=new.credibility,
        recorded_by=by,
    )
    source.payload_shut = keys.shut(
        case.organisation, new.payload, table="source", row=source.pk, field="payload"
    )
    source.payload_mark = payload_mark(keys, case.organisation, new.payload)
    return source


def payload_mark(keys: Keyring, organisation: Organisation, payload: str) -> str:
    """The keyed hash by which a word-for-word copy is found; without the key it says nothing."""
    if not payload:
        return ""
    key = keys.key(organisation).key.reveal()
    return hmac.digest(key, b"misaq.record.payload 1" + payload.encode(), hashlib.sha256).hex()


def days_of(when: str) -> tuple[date | None, date | None]:
    """The first and last day that an EDTF date can mean; (None, None) for none."""
    if not when:
        return None, None
    parsed = parse_edtf(when)
    return parsed.earliest, parsed.latest


class _Rows:
    """Collects the rows of many cases and saves them table by table."""

    def __init__(
        self, organisation: Organisation, keys: Keyring, by: Account, run: ImportRun | None
    ) -> None:
        self.organisation, self.keys, self.by, self.run = organisation, keys, by, run
        self.cases: list[Case] = []
        self.sources: list[SourceRecord] = []
        self.mentions: list[PersonMention] = []
        self.late: list[tuple[Case, SourceRecord, NewMention]] = []
        self.acts: list[Act] = []
        self.sensitive = {code for code, term in act_types().items() if term.sensitive}

    def add(self, new: NewCase) -> None:
        """Make the rows of one case."""
        case = self._case(new)
        source = source_row(case, new.source, self.keys, by=self.by, run=self.run)
        mentions: list[UUID | None] = []
        for mention in new.mentions:
            if mention.role in SEALED_ROLES and mention.sealed is None:
                self.late.append((case, source, mention))  # a seal points to a saved case
                mentions.append(None)
                continue
            row = mention_row(self.organisation, case, source, mention, self.keys)
            self.mentions.append(row)
            mentions.append(row.pk)
        self.acts += [self._act(act, case, mentions) for act in new.acts]
        self.cases.append(case)
        self.sources.append(source)

    def _case(self, new: NewCase) -> Case:
        first, last = days_of(new.when)
        types = list(dict.fromkeys(act.act_type for act in new.acts))
        case = Case(
            organisation=self.organisation,
            opened_by=self.by,
            stage=new.stage,
            when=new.when,
            when_min=first,
            when_max=last,
            community=new.community,
            place=new.place,
            district=new.district,
            act_types=" ".join(types)[:80],
            summary=new.summary,
            summary_language=new.summary_language,
            is_sensitive=bool(self.sensitive & set(types)) or any(act.is_child for act in new.acts),
        )
        case.narrative_shut = self.keys.shut(
            self.organisation, new.narrative, table="case", row=case.pk, field="narrative"
        )
        return case

    def _act(self, new: NewAct, case: Case, mentions: Sequence[UUID | None]) -> Act:
        when = new.when or case.when
        first, last = days_of(when)
        return Act(
            case=case,
            act_type=new.act_type,
            methods=list(new.methods),
            victim_id=None if new.victim is None else mentions[new.victim],
            group_min=new.group_min,
            group_max=new.group_max,
            when=when,
            when_min=first,
            when_max=last,
            place=new.place or case.place,
            is_child=new.is_child,
        )

    def save(self) -> None:
        """Save everything, in the order in which rows point to each other."""
        for rows in (self.cases, self.sources, self.mentions):
            rows_save(rows)
        for case, source, mention in self.late:
            mention_row(self.organisation, case, source, mention, self.keys).save()
        rows_save(self.acts)
        words_save(self.cases)
