"""A body that drafts, for tests: two stewards of two sides, five seats of two communities, one of them vacant.

Everything here is invented.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import WITHOUT_SECOND_FACTOR, Role
from misaq.web.accounts.services import account_open
from misaq.web.charter.drafting.body import (
    BaseText,
    Fixed,
    NewSeat,
    drafting_set_up,
    seat_add,
    steward_add,
)
from misaq.web.charter.drafting.joint_acts import act_propose
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import Written, latest, proposal_write
from misaq.web.charter.models import Division, Drafting, JointAct, Proposal, Seat
from misaq.web.charter.voting.performing import act_agree
from misaq.web.charter.voting.services import division_close, vote_cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEXTS = {
    "en": (
        "Article 1. Water\n"
        "(1) Water belongs to the state.\n"
        "(2) One third of what is earned from it stays in the province.\n"
        "\n"
        "Article 2. Woods\n"
        "(1) Woods are cut only after the people who live there have been heard.\n"
        "\n"
        "Article 3. Roads\n"
        "(1) Roads are open to all.\n"
    ),
    "ur": (
        "دفعہ 1۔ پانی\n"
        "(1) پانی ریاست کی ملکیت ہے۔\n"
        "(2) اس کی آمدنی کا ایک تہائی صوبے میں رہتا ہے۔\n"
        "\n"
        "دفعہ 2۔ جنگل\n"
        "(1) وہاں کے رہنے والوں کو سنے بغیر جنگل نہیں کاٹے جائیں گے۔\n"
        "\n"
        "دفعہ 3۔ سڑکیں\n"
        "(1) سڑکیں سب کے لیے کھلی ہیں۔\n"
    ),
}
RULES = {"clause": "each_community", "whole": "two_thirds", "ratification": "two_thirds"}
COMMUNITIES = ("talhen", "talhen", "orsane", "orsane", "orsane")


def person(name: str, *roles: Role) -> Account:
    """An account with roles; with its second factor where one of them needs it."""
    account = account_open(name, roles)
    if set(roles) - WITHOUT_SECOND_FACTOR:
        TOTP.activate(account, generate_totp_secret())
    return account


def browser(account: Account) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(account, BACKEND)
    return client


@dataclass
class Body:
    """A drafting with everybody in it. ann, ben : stewards of the sides valley and ridge."""

    drafting: Drafting
    ann: Account
    ben: Account
    accounts: list[Account]
    seats: list[Seat] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.drafting.slug

    def fresh(self) -> Drafting:
        """The drafting as it is in the database now."""
        self.drafting = Drafting.objects.get(pk=self.drafting.pk)
        return self.drafting

    def words(self, provision: str, **changes: tuple[str, str]) -> dict[str, str]:
        """The clause's texts with words replaced: language to (old, new)."""
        texts = dict(text_of(self.drafting).by_id[provision].texts)
        for code, (old, new) in changes.items():
            assert old in texts[code], (old, texts[code])
            texts[code] = texts[code].replace(old, new)
        return texts

    def propose(
        self, seat: int = 0, provision: str = "art-1", *, kind: str = "change", **changes: Any
    ) -> Proposal:
        """A proposal of a seat."""
        texts = self.words(provision, **changes)
        return proposal_write(
            self.drafting, Written(kind, provision=provision, texts=texts), self.seats[seat]
        )

    def put(self, proposal: Proposal, hours: int = 48) -> Division:
        """Put a proposal to the vote: one steward proposes it, the other agrees."""
        payload = {
            "proposal": proposal.number,
            "version": latest(proposal).n,
            "sha256": latest(proposal).sha256,
            "hours": hours,
        }
        act = act_propose(self.drafting, JointAct.Kind.PUT, payload, by=self.ann)
        act_agree(act, by=self.ben)
        return Division.objects.get(proposal=proposal, state=Division.State.OPEN)

    def put_whole(self, kind: str = JointAct.Kind.WHOLE) -> Division:
        """Put the whole text, or its ratification, to the vote."""
        payload = {"sha256": text_of(self.fresh()).sha256, "hours": 48}
        act_agree(act_propose(self.drafting, kind, payload, by=self.ann), by=self.ben)
        return Division.objects.filter(drafting=self.drafting).latest("number")

    def vote(self, division: Division, choices: str) -> None:
        """Everybody votes: "yyna" gives the seats in their order yes, yes, no, abstain."""
        words = {"y": "yes", "n": "no", "a": "abstain"}
        for seat, letter in zip(self.seats, choices, strict=False):
            if letter in words:
                vote_cast(division, seat, words[letter], division.text_sha256)

    def decide(self, division: Division, choices: str = "yyyy") -> Division:
        """Everybody votes, and the vote is closed."""
        self.vote(division, choices)
        return division_close(division)

    def adopt(self, proposal: Proposal) -> Division:
        """A proposal through the vote."""
        return self.decide(self.put(proposal))


def build_body(
    slug: str = "covenant", *, opened: bool = True, base: BaseText | None = None, **fixed: Any
) -> Body:
    """A body with its drafting, open or still being prepared."""
    ann = person(f"{slug}-ann", Role.SECRETARIAT)
    ben = person(f"{slug}-ben", Role.SECRETARIAT)
    files = {code: {"text": text} for code, text in TEXTS.items()}
    drafting = drafting_set_up(
        slug,
        {"en": "The covenant (invented)", "ur": "میثاق (فرضی)"},
        ["en", "ur"],
        base or BaseText(files=files),
        Fixed(RULES, **fixed),
        side="valley",
        by=ann,
    )
    steward_add(drafting, ben.username, "ridge")
    body = Body(drafting, ann, ben, [])
    for number, community in enumerate(COMMUNITIES, 1):
        taken = number < len(COMMUNITIES)
        if taken:
            body.accounts.append(person(f"{slug}-d{number}", Role.DELEGATE))
        seat = NewSeat(
            number,
            f"Delegate {number}" if taken else "",
            community,
            "valley" if community == "talhen" else "ridge",
            username=body.accounts[-1].username if taken else "",
        )
        body.seats.append(seat_add(drafting, seat))
    if opened:
        act_agree(act_propose(drafting, JointAct.Kind.OPEN, {}, by=ann), by=ben)
        body.fresh()
    return body


@pytest.fixture
def body(db: None) -> Body:
    """An open drafting."""
    return build_body()
