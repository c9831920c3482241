"""A case read for its page: every value beside the sources that say it, restricted fields opened for this one page.

The number of questions to the database does not grow with the case.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from misaq.record import ELEMENTS, Element, ElementFinding, weigh_elements
from misaq.web.record.cases.forms import ASSERTED
from misaq.web.record.cases.labels import (
    PARTICULARS,
    field_label,
    review_kind,
    standing_label,
)
from misaq.web.record.cases.particulars import last_day_of, particulars_of
from misaq.web.record.deeds import deed_words
from misaq.web.record.models import (
    Act,
    ActivityEntry,
    Assertion,
    Case,
    DetentionSpell,
    FateStatus,
    Involvement,
    LegalQualification,
    PersonMention,
    SourceRecord,
)
from misaq.web.record.unlocking import Keyring
from misaq.web.record.vocabulary import term_label, term_labels

Row = dict[str, Any]
HISTORY = 60
_LISTED = {"act_type": "act_type", "fate": "fate", "actor_kind": "actor_kind"}


@dataclass
class CasePage:
    """What the page of a case shows; every list in the order of its numbers."""

    case: Case
    narrative: str = field(default="", repr=False)
    facts: list[Row] = field(default_factory=list, repr=False)
    sources: list[Row] = field(default_factory=list, repr=False)
    people: list[Row] = field(default_factory=list, repr=False)
    acts: list[Row] = field(default_factory=list, repr=False)
    detentions: list[Row] = field(default_factory=list, repr=False)
    fates: list[Row] = field(default_factory=list)
    evidence: list[Any] = field(default_factory=list)
    requests: list[Row] = field(default_factory=list)
    acknowledgements: list[Any] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list, repr=False)
    followers: list[Any] = field(default_factory=list)
    erasure: Any = None


def case_page(case: Case, keys: Keyring) -> CasePage:
    """Read a case for its page. Raises OtherKeyError where this session has no key of its organisation."""
    return _Reader(case, keys).page()


class SourceReader:
    """Sources with their words opened and their numbers; the second coder is given this and nothing else."""

    def __init__(self, case: Case, keys: Keyring) -> None:
        self.case, self.keys = case, keys
        self.sources: list[SourceRecord] = list(case.sources.order_by("recorded_at", "pk"))
        self.numbers: dict[Any, int] = {
            source.pk: n for n, source in enumerate(self.sources, start=1)
        }

    def rows(self) -> list[Row]:
        """One row a source."""
        return [
            {
                "number": self.numbers[source.pk],
                "pk": source.pk,
                "kind": term_label("source_kind", source.source_kind),
                "connection": source.source_connection
                and term_label("source_connection", source.source_connection),
                "collected_on": source.collected_on,
                "language": source.language,
                "words": self.keys.read(
                    self.case.organisation_id,
                    source.payload_shut,
                    table="source",
                    row=source.pk,
                    field="payload",
                ),
                "copy_of": self.numbers.get(source.derived_from_id),
                "codes": source.codes,
                "reliability": source.reliability and term_label("reliability", source.reliability),
                "credibility": source.credibility and term_label("credibility", source.credibility),
            }
            for source in self.sources
        ]


class _Reader:
    def __init__(self, case: Case, keys: Keyring) -> None:
        self.case, self.keys = case, keys
        self.sources = SourceReader(case, keys)
        self.mentions: list[PersonMention] = list(
            case.mentions.select_related("sealed").order_by("role", "pk")
        )
        self.spoken: dict[Any, list[Row]] = defaultdict(list)
        self.fates: list[FateStatus] = list(case.fates.order_by("recorded_at", "pk"))
        self.names: dict[Any, str] = {}
        for assertion in Assertion.objects.filter(source__case=case).order_by("pk"):
            self.spoken[assertion.act_id].append(self._spoken(assertion))

    def page(self) -> CasePage:
        """Everything of the page."""
        case = self.case
        people = self._people()
        return CasePage(
            case=case,
            narrative=self._read(case.narrative_shut, "case", case.pk, "narrative"),
            facts=self.spoken[None],
            sources=self.sources.rows(),
            people=people,
            acts=self._acts(),
            detentions=self._detentions(),
            fates=self._fates(),
            evidence=list(case.evidence.order_by("received_at", "pk")),
            requests=self._requests(),
            acknowledgements=self._acknowledgements(),
            consents=self._consents(),
            reviews=self._reviews(),
            history=self._history(),
            followers=list(
                case.followers.filter(ended_at=None).select_related("account").order_by("began_at")
            ),
            erasure=case.erasures.filter(ended_at=None).first(),
        )

    def _read(self, value: Any, table: str, row: object, name: str) -> str:
        return self.keys.read(
            self.case.organisation_id, bytes(value), table=table, row=row, field=name
        )

    def _spoken(self, assertion: Assertion) -> Row:
        value = assertion.value or self._read(
            assertion.value_shut, "assertion", assertion.pk, "value"
        )
        listed = _LISTED.get(assertion.field)
        return {
            "field": assertion.field,
            "label": dict(ASSERTED).get(assertion.field, assertion.field),
            "value": term_label(listed, value) if listed else value,
            "is_date": assertion.field == "when",
            "source": self.sources.numbers.get(assertion.source_id),
            "locator": assertion.locator,
        }

    def _people(self) -> list[Row]:
        counted: dict[str, int] = defaultdict(int)
        rows = []
        for mention in self.mentions:
            counted[mention.role] += 1
            told = self._read(mention.particulars_shut, "mention", mention.pk, "particulars")
            particulars: Mapping[str, str] = json.loads(told) if told else {}
            place = f"{mention.get_role_display()} {counted[mention.role]}"
            name = particulars.get("name", "")
            self.names[mention.pk] = name or place
            rows.append(
                {
                    "mention": mention,
                    "place": place,
                    "particulars": [
                        (label, particulars[k])
                        for k, label in PARTICULARS.items()
                        if particulars.get(k)
                    ],
                    "sex": mention.sex and term_label("sex", mention.sex),
                    "source": self.sources.numbers.get(mention.source_id),
                }
            )
        return rows

    def _acts(self) -> list[Row]:
        acts: list[Act] = list(self.case.acts.order_by("when_min", "pk"))
        parts: dict[Any, list[Row]] = defaultdict(list)
        held = Involvement.objects.filter(act__case=self.case).select_related("actor")
        for involvement in held.order_by("pk"):
            parts[involvement.act_id].append(self._involvement(involvement))
        law: dict[Any, list[Row]] = defaultdict(list)
        named = LegalQualification.objects.filter(act__case=self.case).select_related("by")
        for qualification in named.order_by("at", "pk"):
            law[qualification.act_id].append(_qualification(qualification))
        return [
            {
                "number": number,
                "act": act,
                "kind": term_label("act_type", act.act_type),
                "methods": term_labels("method", act.methods),
                "victim": self.names.get(act.victim_id, ""),
                "stated_by": act.stated_by and term_label("actor_kind", act.stated_by),
                "says": self.spoken[act.pk],
                "involvements": parts[act.pk],
                "qualifications": law[act.pk],
            }
            for number, act in enumerate(acts, start=1)
        ]

    def _involvement(self, row: Involvement) -> Row:
        return {
            "actor": row.actor,
            "actor_kind": row.actor and term_label("actor_kind", row.actor.kind),
            "suspect": row.suspect_id,
            "part": term_label("involvement", row.involvement),
            "basis": term_label("attribution_basis", row.attribution_basis),
            "finding": row.court_finding,
            "alleged": row.is_alleged,
        }

    def _detentions(self) -> list[Row]:
        of: dict[Any, list[FateStatus]] = defaultdict(list)
        for fate in self.fates:
            of[fate.mention_id].append(fate)
        spells: Iterable[DetentionSpell] = self.case.detentions.order_by("pk")
        return [self._detention(spell, of[spell.mention_id]) for spell in spells]

    def _detention(self, spell: DetentionSpell, fates: list[FateStatus]) -> Row:
        health = self._read(spell.health_shut, "detention", spell.pk, "health")
        found = particulars_of(spell, fates, health=health, taken_where=self.case.place)
        return {
            "spell": spell,
            "who": self.names.get(spell.mention_id, ""),
            "grounds": spell.grounds and term_label("detention_basis", spell.grounds),
            "access": spell.access and term_label("detention_access", spell.access),
            "health": health,
            "particulars": [
                (term_label("particular", one.letter), one.standing, standing_label(one.standing))
                for one in found
            ],
        }

    def _fates(self) -> list[Row]:
        """The series of each person in the order in which it was recorded; the latest as of a day stands."""
        stands: dict[Any, FateStatus] = {}
        for fate in sorted(self.fates, key=lambda one: last_day_of(one.as_of)):
            stands[fate.mention_id] = fate
        return [
            {
                "fate": fate,
                "who": self.names.get(fate.mention_id, ""),
                "status": term_label("fate", fate.status),
                "identification": fate.identification
                and term_label("identification", fate.identification),
                "stands": stands[fate.mention_id] is fate,
            }
            for fate in self.fates
        ]

    def _requests(self) -> list[Row]:
        sent = self.case.requests.select_related("addressee").prefetch_related("responses")
        return [
            {
                "request": request,
                "kind": term_label("request_kind", request.kind),
                "answers": [
                    (term_label("response_kind", answer.kind), answer)
                    for answer in sorted(request.responses.all(), key=lambda a: a.answered_at)
                ],
            }
            for request in sent.order_by("sent_at", "pk")
        ]

    def _acknowledgements(self) -> list[Row]:
        rows = self.case.acknowledgements.select_related("by").order_by("on", "recorded_at")
        return [{"row": row, "answer": term_label("acknowledgement", row.answer)} for row in rows]

    def _consents(self) -> list[Row]:
        newest: dict[Any, Any] = {}
        for consent in self.case.consents.select_related("given_by").order_by("at", "pk"):
            newest[(consent.purpose, consent.given_by_id, consent.mention_id)] = consent
        return [
            {"consent": consent, "purpose": term_label("consent_purpose", consent.purpose)}
            for consent in newest.values()
        ]

    def _reviews(self) -> list[Row]:
        reviews = self.case.reviews.select_related("coder").order_by("at", "pk")
        return [
            {
                "review": review,
                "kind": review_kind(review.kind),
                "standard": review.standard_of_proof
                and term_label("standard_of_proof", review.standard_of_proof),
                "note": self._read(review.note_shut, "review", review.pk, "note"),
            }
            for review in reviews
        ]

    def _history(self) -> list[Row]:
        """The newest first: what was done and looked at, and what stood before each change."""
        changes: dict[Any, list[Row]] = defaultdict(list)
        for revision in self.case.revisions.order_by("at", "pk"):
            before = self._read(revision.before_shut, "revision", revision.pk, "before")
            stood = [(field_label(k), v) for k, v in (json.loads(before) if before else {}).items()]
            changes[revision.by_id].append({"stood": stood})
        rows = []
        for entry in reversed(activity_of(self.case)[:HISTORY]):
            waiting = changes[entry.account_id] if entry.verb == "case.changed" else []
            stood = waiting.pop(0)["stood"] if waiting else []
            rows.append({"entry": entry, "what": deed_words(entry.verb), "stood": stood})
        return rows[::-1]


def _qualification(row: LegalQualification) -> Row:
    answers = {name: row.elements.get(name, "unknown") for name in ELEMENTS}
    has_elements = any(name in row.elements for name in ELEMENTS)
    return {
        "row": row,
        "status": term_label("qualification_status", row.status),
        "elements": [
            (
                term_label("element", name),
                answer,
                term_label("tri_state", answer),
                row.elements.get(f"{name}_basis", ""),
            )
            for name, answer in answers.items()
            if has_elements
        ],
        "verdict": _verdict(answers) if has_elements else "",
    }


def _verdict(answers: Mapping[Element, Any]) -> str:
    """What follows from the four answers: nobody chooses it."""
    outcome = weigh_elements([ElementFinding(name, answers[name]) for name in ELEMENTS])
    if outcome.satisfied:
        return _("All four elements are there: article 2.")
    if outcome.article == "3":
        return _("Three elements are there, the state's part is not: article 3.")
    if outcome.not_met:
        return _("An element is not there: articles 2 and 3 do not apply.")
    return _("Open: %(n)s of the four elements not known.") % {"n": len(outcome.not_known)}


def activity_of(case: Case) -> QuerySet[ActivityEntry]:
    """What was done to a case and who looked at it, the newest first."""
    about = ActivityEntry.objects.filter(object_kind="case", object_id=case.ref)
    return about.select_related("account").order_by("-at", "-pk")
