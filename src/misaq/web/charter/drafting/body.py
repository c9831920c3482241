"""Setting up: the drafting with its base text, who runs it, who sits; opening it, and changing how it decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.charter import (
    Test,
    digest_files,
    find_rule,
    rule_of_values,
    rule_values,
    stage_tests,
)
from misaq.web.accounts.access import roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.charter.drafting.events import event_note
from misaq.web.charter.models import (
    ClauseGround,
    Division,
    Drafting,
    DraftingText,
    Seat,
    Steward,
)
from misaq.web.charter.refusals import RefusedError

QUESTIONS = ("clause", "whole", "ratification")


@dataclass(frozen=True)
class BaseText:
    """The text a drafting stands on.

    n : number of the version; None for a new charter or for the clauses in draft. title : by language.
    files : language to path to text. grounds : (provision, kind, ref, note) that its clauses rest on already.
    """

    n: int | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    grounds: tuple[tuple[str, str, str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class Fixed:
    """What is fixed before a drafting opens.

    rules : question to the name of a rule of `misaq.charter.RULES`. communities : ids of those of the process.
    """

    rules: Mapping[str, str]
    communities: tuple[str, ...] = ()
    roll_call: bool = True
    shows_proposals: bool = True
    check_out_hours: int = 24


@transaction.atomic
def drafting_set_up(
    slug: str,
    title: Mapping[str, str],
    languages: list[str],
    base: BaseText,
    fixed: Fixed,
    *,
    side: str,
    by: Account,
) -> Drafting:
    """Set a drafting up; nobody can write in it before two of opposed sides open it. Raises RefusedError.

    side : on which whoever sets it up stands.
    """
    if Drafting.objects.filter(slug=slug).exists():
        raise RefusedError(_("There is a drafting of this name. Choose another."))
    drafting = Drafting.objects.create(
        slug=slug,
        title_en=title["en"],
        title_ur=title["ur"],
        languages=languages,
        communities=list(fixed.communities),
        base_n=base.n,
        base_title=dict(base.title),
        rules={question: rule_values(find_rule(fixed.rules[question])) for question in QUESTIONS},
        roll_call=fixed.roll_call,
        shows_proposals=fixed.shows_proposals,
        check_out_hours=fixed.check_out_hours,
        made_by=by,
    )
    DraftingText.objects.bulk_create(
        DraftingText(
            drafting=drafting,
            language=language,
            files=files,
            sha256=digest_files(files),
        )
        for language in languages
        for files in [_own_files(slug, base, language)]
    )
    ClauseGround.objects.bulk_create(
        ClauseGround(drafting=drafting, provision=where, kind=kind, ref=ref, note=dict(note))
        for where, kind, ref, note in base.grounds
    )
    Steward.objects.create(drafting=drafting, account=by, side=side)
    return drafting


def _own_files(slug: str, base: BaseText, language: str) -> dict[str, str]:
    """The files of a base text; a text that is no version of the constitution is one file of the drafting's name."""
    files = dict(base.files.get(language, {}))
    if base.n is not None:
        return files
    return {f"{slug}.txt": "".join(files.values())}


@transaction.atomic
def steward_add(drafting: Drafting, username: str, side: str) -> Steward:
    """Let somebody of the secretariat run the drafting too, before it opens. Raises RefusedError."""
    drafting = _being_prepared(drafting)
    account = _account(username, Role.SECRETARIAT)
    try:
        with transaction.atomic():
            return Steward.objects.create(drafting=drafting, account=account, side=side)
    except IntegrityError:
        raise RefusedError(_("They run it already.")) from None


@dataclass(frozen=True)
class NewSeat:
    """A seat as it is entered. username : of the account that sits there, "" for a vacant seat."""

    number: int
    name: str
    community: str
    side: str
    house: str = ""
    username: str = ""


@transaction.atomic
def seat_add(drafting: Drafting, seat: NewSeat) -> Seat:
    """Enter a seat before the drafting opens. Raises RefusedError."""
    drafting = _being_prepared(drafting)
    account = _account(seat.username, Role.DELEGATE) if seat.username else None
    if account and Seat.objects.filter(drafting=drafting, account=account).exists():
        raise RefusedError(_("They have a seat already; one person votes once."))
    if Seat.objects.filter(drafting=drafting, number=seat.number).exists():
        raise RefusedError(_("There is a seat with this number."))
    return Seat.objects.create(
        drafting=drafting,
        number=seat.number,
        name=seat.name if account else "",
        community=seat.community,
        house=seat.house,
        side=seat.side,
        account=account,
    )


@transaction.atomic
def seat_remove(drafting: Drafting, number: int) -> None:
    """Take a seat out again before the drafting opens. Raises RefusedError."""
    Seat.objects.filter(drafting=_being_prepared(drafting), number=number).delete()


def obstacles_to_opening(drafting: Drafting) -> list[str]:
    """What stands in the way of opening; [] when it may be proposed."""
    found = []
    taken = Seat.objects.filter(drafting=drafting).exclude(account=None)
    if not taken.exists():
        found.append(_("Nobody sits in the body yet."))
    sides = set(Steward.objects.filter(drafting=drafting).values_list("side", flat=True))
    sides |= set(taken.values_list("side", flat=True))
    if len(sides) < 2:
        found.append(_("Everybody stands on one side: nobody could be the second of any act."))
    if any(test.over == "each" for rule in drafting.rules.values() for test in _tests(rule)):
        seats = Seat.objects.filter(drafting=drafting).values_list("community", flat=True)
        seated = set(taken.values_list("community", flat=True))
        if lacking := sorted({*seats, *drafting.communities} - seated - {""}):
            found.append(
                _(
                    "Nobody sits for %(communities)s: where each community must agree, nothing could ever pass."
                )
                % {"communities": _(", ").join(lacking)}
            )
    return found


def _tests(values: Mapping[str, Any]) -> Iterator[Test]:
    for stage in rule_of_values(values).stages:
        yield from stage_tests(stage)


def open_drafting(drafting: Drafting) -> None:
    """Open it: from now on rules and seats change only by two of opposed sides. Runs inside a joint act."""
    if drafting.state != Drafting.State.PREPARED:
        raise RefusedError(_("It is open already."))
    if obstacles := obstacles_to_opening(drafting):
        raise RefusedError(" ".join(obstacles))
    drafting.state, drafting.opened_at = Drafting.State.OPEN, timezone.now()
    drafting.save(update_fields=["state", "opened_at"])
    texts = {text.language: text.sha256 for text in drafting.texts.all()}
    event_note(
        drafting,
        "opened",
        "opened",
        {
            "title": drafting.title,
            "languages": drafting.languages,
            "base": texts,
            "rules": drafting.rules,
            "roll_call": drafting.roll_call,
            "shows_proposals": drafting.shows_proposals,
            "seats": seats_values(drafting),
        },
    )


def change_rules(drafting: Drafting, payload: Mapping[str, Any], act_id: int) -> None:
    """Change one rule; divisions that are open keep the rule they were opened with. Runs inside a joint act."""
    question = payload["question"]
    if drafting.rules[question] != payload["old"]:
        raise RefusedError(_("This rule was changed meanwhile. Load the page again."))
    drafting.rules = drafting.rules | {question: rule_values(find_rule(payload["rule"]))}
    drafting.save(update_fields=["rules"])
    event_note(
        drafting,
        "rules",
        f"rules-{act_id}",
        {"question": question, "old": payload["old"], "new": drafting.rules[question]},
    )


def change_seat(drafting: Drafting, payload: Mapping[str, Any], act_id: int) -> None:
    """Fill a seat or leave it vacant; its community and side stay. Runs inside a joint act."""
    seat = (
        Seat.objects.select_for_update().filter(drafting=drafting, number=payload["number"]).first()
    )
    if seat is None:
        raise RefusedError(_("There is no seat with this number."))
    account = _account(payload["username"], Role.DELEGATE) if payload["username"] else None
    others = Seat.objects.filter(drafting=drafting, account=account).exclude(pk=seat.pk)
    if account and others.exists():
        raise RefusedError(_("They have a seat already; one person votes once."))
    if Division.objects.filter(drafting=drafting, state=Division.State.OPEN).exists():
        raise RefusedError(_("A vote is open: who sits changes when it is closed."))
    seat.account, seat.name = account, payload["name"] if account else ""
    seat.save(update_fields=["account", "name"])
    event_note(
        drafting,
        "seat",
        f"seat-{seat.number}-{act_id}",
        {"seat": seat.number, "community": seat.community, "vacant": account is None},
    )


def seats_values(drafting: Drafting) -> list[dict[str, Any]]:
    """The body as plain values, by number: nobody's account, and a name only for the roll call."""
    return [
        {
            "number": seat.number,
            "name": seat.name if drafting.roll_call else "",
            "community": seat.community,
            "house": seat.house,
            "vacant": seat.account_id is None,
        }
        for seat in Seat.objects.filter(drafting=drafting).order_by("number")
    ]


def _being_prepared(drafting: Drafting) -> Drafting:
    row = Drafting.objects.select_for_update().get(pk=drafting.pk)
    if row.state != Drafting.State.PREPARED:
        raise RefusedError(
            _("It is open: this takes two people of opposed sides now. Propose the change.")
        )
    return row


def _account(username: str, role: Role) -> Account:
    found = Account.objects.filter(username=username, is_active=True).first()
    if found is None or role not in roles_of(found):
        raise RefusedError(
            _("There is no account of this name with the role “%(role)s”.") % {"role": role.label}
        )
    return found
