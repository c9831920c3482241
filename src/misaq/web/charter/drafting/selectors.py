"""What the drafting desk shows: clauses with who has them in hand and what is proposed; proposals; coverage."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from misaq.process import Results
from misaq.web.accounts.models import Account
from misaq.web.charter.contexts import ground_kinds
from misaq.web.charter.drafting.grounds import Choice, choices_in, grounds_of
from misaq.web.charter.drafting.in_hand import in_hand
from misaq.web.charter.drafting.joint_acts import may_decide
from misaq.web.charter.drafting.overlapping import LIVE
from misaq.web.charter.drafting.redlines import Redline, redline_words
from misaq.web.charter.drafting.texts import Clause, DraftText, text_of
from misaq.web.charter.drafting.writing import clause_name, latest
from misaq.web.charter.models import (
    CheckOut,
    ClauseGround,
    Comment,
    Drafting,
    JointAct,
    Proposal,
    ProposalVersion,
)


@dataclass(frozen=True)
class ClauseRow:
    """A clause in the list. n_grounds : what it rests on already. live : proposals to it that are not decided."""

    clause: Clause
    name: str
    held: CheckOut | None
    live: list[Proposal]
    n_grounds: int
    above: str = ""


def clause_rows(drafting: Drafting, language: str) -> list[ClauseRow]:
    """The clauses in the order of the text; `above` where another part begins."""
    text, held = text_of(drafting), in_hand(drafting)
    live: dict[str, list[Proposal]] = defaultdict(list)
    rows = Proposal.objects.filter(drafting=drafting, state__in=LIVE)
    for proposal in rows.select_related("by").order_by("number"):
        live[proposal.provision].append(proposal)
    grounds = grounds_of(drafting)
    found, above = [], ""
    for clause in text.clauses:
        begins = clause.above if clause.above != above else ""
        above = clause.above
        found.append(
            ClauseRow(
                clause,
                clause_name(clause, clause.id, language),
                held.get(clause.id),
                live.get(clause.id, []),
                len(grounds.get(clause.id, ())),
                begins,
            )
        )
    return found


def new_clauses(drafting: Drafting) -> list[Proposal]:
    """Proposals for clauses that are not in the text yet."""
    rows = Proposal.objects.filter(drafting=drafting, state__in=LIVE, kind=Proposal.Kind.NEW)
    return list(rows.filter(amends=None).select_related("by").order_by("number"))


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list: what it is about, its newest version."""

    proposal: Proposal
    name: str
    version: ProposalVersion
    stale: bool


def proposal_rows(
    drafting: Drafting, proposals: Sequence[Proposal], language: str
) -> list[ProposalRow]:
    """Proposals with the name of their clause and their newest version."""
    text = text_of(drafting)
    return [_proposal_row(text, proposal, language) for proposal in proposals]


def _proposal_row(text: DraftText, proposal: Proposal, language: str) -> ProposalRow:
    version = latest(proposal)
    stale = proposal.state in LIVE and version.base_sha256 != text.sha256
    return ProposalRow(proposal, proposal_name(text, proposal, version, language), version, stale)


def proposal_name(
    text: DraftText, proposal: Proposal, version: ProposalVersion, language: str
) -> str:
    """What a page calls the clause a proposal is about."""
    clause = text.by_id.get(proposal.provision)
    if clause is not None:
        return clause_name(clause, proposal.provision, language)
    words = version.texts.get(language) or next(iter(version.texts.values()), "")
    first = words.strip().partition("\n")[0]
    return first[:120] or proposal.provision


def redlines_of(
    drafting: Drafting, proposal: Proposal, version: ProposalVersion, language: str
) -> list[Redline]:
    """What a version changes, language by language, the reader's own first: against the text that it stands on.

    An amendment is shown against the words of what it amends. A decided one is shown as it was made.
    """
    after = version.texts
    before = texts_before(drafting, proposal, version)
    ordered = sorted(drafting.languages, key=lambda code: code != language)
    if proposal.kind == Proposal.Kind.MOVE:
        return [redline_words(code, before.get(code, ""), before.get(code, "")) for code in ordered]
    return [redline_words(code, before.get(code, ""), after.get(code, "")) for code in ordered]


def texts_before(
    drafting: Drafting, proposal: Proposal, version: ProposalVersion
) -> Mapping[str, str]:
    """The words of the clause that a version changes; {} for a new one."""
    if proposal.amends is not None:
        words: Mapping[str, str] = latest(proposal.amends).texts
        return words
    if proposal.kind == Proposal.Kind.NEW:
        return {}
    before: Mapping[str, str] = version.before or {}
    return before


def history_of(
    proposal: Proposal, drafting: Drafting, language: str
) -> list[tuple[ProposalVersion, list[Redline]]]:
    """Every version, the newest first, each with what it changed in the one before."""
    versions = list(proposal.versions.order_by("n"))
    found = []
    for place, version in enumerate(versions):
        changed: list[Redline] = []
        if place and version.texts:
            changed = [
                redline_words(code, versions[place - 1].texts.get(code, ""), version.texts[code])
                for code in sorted(version.texts, key=lambda code: code != language)
            ]
        found.append((version, [line for line in changed if line.changes]))
    return found[::-1]


def comments_on(
    drafting: Drafting, *, proposal: Proposal | None = None, provision: str = ""
) -> list[Comment]:
    """The comments on a proposal, or on a clause, the oldest first."""
    rows = Comment.objects.filter(drafting=drafting, proposal=proposal)
    if proposal is None:
        rows = rows.filter(provision=provision)
    return list(rows.select_related("by").order_by("pk"))


def acts_waiting(drafting: Drafting, account: Account) -> list[tuple[JointAct, bool]]:
    """Two-person acts that wait, and whether this person may decide them."""
    rows = JointAct.objects.filter(drafting=drafting, state=JointAct.State.PROPOSED)
    return [(act, may_decide(act, account)) for act in rows.order_by("pk")]


@dataclass(frozen=True)
class ShownGround:
    """A ground as a page shows it."""

    ground: ClauseGround
    kind: str
    shown: str
    text: Any
    page: str = ""
    item: str = ""
    anchor: str = ""
    href: str = ""
    verdict: str = ""


def shown_grounds(results: Results, grounds: Sequence[ClauseGround]) -> list[ShownGround]:
    """Grounds with their words and where they are shown; what is no longer published keeps its note."""
    known = {(c.kind, c.ref): c for each in choices_in(results).values() for c in each}
    names = ground_kinds()
    found = []
    for ground in grounds:
        choice = known.get((ground.kind, ground.ref), Choice(ground.kind, ground.ref, ""))
        found.append(
            ShownGround(
                ground,
                names.get(ground.kind, ground.kind),
                choice.shown or ground.ref,
                choice.text,
                choice.page,
                choice.item,
                choice.anchor,
                choice.href,
                choice.verdict,
            )
        )
    return found


@dataclass(frozen=True)
class Covered:
    """Coverage both ways. left : (name of kind, choices that no clause cites). bare : clauses without a ground."""

    cited: list[tuple[str, int, int]] = field(default_factory=list)
    left: list[tuple[str, list[Choice]]] = field(default_factory=list)
    bare: list[tuple[Clause, str]] = field(default_factory=list)
    bare_proposals: list[Proposal] = field(default_factory=list)


_LISTED = ("finding", "statement", "commitment")
_MOST_LEFT = 60


def coverage_of(drafting: Drafting, results: Results, language: str) -> Covered:
    """Findings, common ground and commitments without a clause; clauses and open proposals without a ground."""
    text, grounds = text_of(drafting), grounds_of(drafting)
    live = Proposal.objects.filter(drafting=drafting, state__in=LIVE)
    cited = {(g.kind, g.ref) for each in grounds.values() for g in each}
    cited |= set(ClauseGround.objects.filter(proposal__in=live).values_list("kind", "ref"))
    choices, names = choices_in(results), ground_kinds()
    counts, left = [], []
    for kind, name in names.items():
        everything = choices.get(kind, [])
        taken = [c for c in everything if (c.kind, c.ref) in cited]
        if everything and kind != "right":
            counts.append((name, len(taken), len(everything)))
        if kind in _LISTED:
            rest = [c for c in everything if (c.kind, c.ref) not in cited]
            left.append((name, rest[:_MOST_LEFT]))
    bare = [
        (clause, clause_name(clause, clause.id, language))
        for clause in text.clauses
        if not grounds.get(clause.id) and clause.kind not in {"preamble", "front"}
    ]
    bare_proposals = live.filter(grounds=None).exclude(kind=Proposal.Kind.OMIT)
    return Covered(counts, left, bare, list(bare_proposals.order_by("number")))


def place_choices(text: DraftText, language: str, without: str = "") -> list[tuple[str, str]]:
    """Where a clause may stand: at the beginning, or behind each other clause."""
    choices = [("", _("At the beginning"))]
    choices += [
        (clause.id, _("After %(clause)s") % {"clause": clause_name(clause, clause.id, language)})
        for clause in text.clauses
        if clause.id != without
    ]
    return choices
