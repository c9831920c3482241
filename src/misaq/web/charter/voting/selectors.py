"""What the voting board and the pages of decisions show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from misaq.charter import Reason, explain_reason
from misaq.web.charter.drafting.redlines import Redline, redline_words
from misaq.web.charter.drafting.selectors import proposal_name, redlines_of
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.models import Ballot, Division, Drafting, Seat
from misaq.web.charter.voting.counting import reasons_now, tally_of
from misaq.web.shell.words import direction_of

Names = Mapping[str, Any]


@dataclass(frozen=True)
class TallyRow:
    """Votes of the body, or of one community in it."""

    name: Any
    yes: int
    no: int
    abstain: int
    absent: int
    vacant: int
    members: int


def tally_rows(division: Division, names: Names) -> list[TallyRow]:
    """The whole body first, then each community by its name; names : id of a community to its name by language."""
    tally = tally_of(division)
    rows = [_row(_("All members"), tally.overall)]
    rows += [_row(names.get(group, group), ballots) for group, ballots in tally.groups.items()]
    return rows


def _row(name: Any, ballots: Any) -> TallyRow:
    absent = ballots.members - ballots.vacant - ballots.turnout
    return TallyRow(
        name, ballots.yes, ballots.no, ballots.abstain, absent, ballots.vacant, ballots.members
    )


@dataclass(frozen=True)
class Need:
    """One test of the rule as it stands: how far it is from being reached."""

    code: str
    params: Mapping[str, Any]
    name: Any
    passed: bool
    lacking: int


def needs_of(division: Division, names: Names) -> list[Need]:
    """What is needed, live: each test of the rule, overall and per community."""
    return [_need(reason, names) for reason in reasons_now(division)]


def _need(reason: Reason, names: Names) -> Need:
    because = explain_reason(reason)
    if because.code == "decision.test.nobody":  # while it is open this only means: not yet
        return Need("", {}, names.get(reason.group, reason.group), reason.passed, 0)
    lacking = max(0, (reason.needed or 0) - reason.got)
    name = names.get(reason.group, reason.group) if reason.group else ""
    return Need(because.code, because.params, name, reason.passed, lacking)


def verdict_rows(division: Division, names: Names) -> list[dict[str, Any]]:
    """The reasons of a closed division, for a template."""
    return [
        {**reason, "name": names.get(reason["group"], reason["group"]) if reason["group"] else ""}
        for reason in division.verdict.get("reasons", [])
    ]


def roll_call(division: Division, names: Names) -> list[dict[str, Any]]:
    """How each seat voted, by number: for delegates while it is open, for everybody once it is closed, where the
    roll is public.
    """
    choices = dict(Ballot.objects.filter(division=division).values_list("seat__number", "choice"))
    words = {**dict(Ballot.Choice.choices), "vacant": _("Vacant"), "absent": _("Did not vote")}
    rows = []
    for seat in division.seats:
        vote = choices.get(seat["number"], "vacant" if seat["vacant"] else "absent")
        community = names.get(seat["community"], seat["community"]) if seat["community"] else ""
        rows.append({**seat, "community": community, "vote": vote, "word": words[vote]})
    return rows


def own_ballot(division: Division, seat: Seat | None) -> Ballot | None:
    """How a seat has voted so far."""
    if seat is None:
        return None
    return Ballot.objects.filter(division=division, seat=seat).first()


@dataclass(frozen=True)
class WholeText:
    """The whole text in one language. paragraphs : its lines that have words."""

    language: str
    direction: str
    paragraphs: list[str]


def whole_texts(texts: Mapping[str, Mapping[str, str]], first: str) -> list[WholeText]:
    """The frozen whole, the reader's own language first."""
    return [
        WholeText(
            code,
            direction_of(code),
            [line for text in texts[code].values() for line in text.split("\n") if line.strip()],
        )
        for code in sorted(texts, key=lambda code: code != first)
    ]


def division_redlines(division: Division, language: str) -> list[Redline]:
    """What a clause's division is about, word by word."""
    if division.proposal is None or division.version is None:
        return []
    return redlines_of(division.drafting, division.proposal, division.version, language)


def division_name(division: Division, language: str) -> str:
    """What a page calls a division."""
    if division.question == Division.Question.WHOLE:
        return _("The whole text")
    if division.question == Division.Question.RATIFICATION:
        return _("The ratification")
    proposal, version = division.proposal, division.version
    if proposal is None or version is None:
        return ""
    text = text_of(division.drafting)
    return proposal_name(text, proposal, version, language)


def changed_since(division: Division, seen: str, language: str) -> list[Redline]:
    """What differs between the text on somebody's page and the text that is voted on, word by word."""
    if division.proposal is None:
        return []
    versions = division.proposal.versions.all()
    old = next((v for v in versions if v.sha256 == seen), None)
    new = division.version
    if division.state == Division.State.HALTED:
        old = old or new
        new = division.proposal.versions.order_by("-n").first()
        if new is not None and old is not None and new.pk == old.pk:
            return _base_changes(division, language)
    if old is None or new is None:
        return []
    return [
        line
        for code in _codes(division.drafting, language)
        if (line := redline_words(code, old.texts.get(code, ""), new.texts.get(code, ""))).changes
    ]


def _base_changes(division: Division, language: str) -> list[Redline]:
    """How the clause itself was changed by what was adopted meanwhile."""
    proposal, version = division.proposal, division.version
    if proposal is None or version is None:
        return []
    now = text_of(division.drafting).by_id.get(proposal.provision)
    texts = now.texts if now else {}
    return [
        line
        for code in _codes(division.drafting, language)
        if (line := redline_words(code, version.before.get(code, ""), texts.get(code, ""))).changes
    ]


def _codes(drafting: Drafting, language: str) -> Sequence[str]:
    return sorted(drafting.languages, key=lambda code: code != language)
