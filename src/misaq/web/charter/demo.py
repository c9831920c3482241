"""The demonstration's drafting in progress: ten communities, proposals in two languages, an open vote.

Everything here is invented. Never for a real process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from misaq.process import Results
from misaq.web.accounts.demo import demo_account, demo_login
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.charter.drafting.bases import base_of_choice
from misaq.web.charter.drafting.body import (
    Fixed,
    NewSeat,
    drafting_set_up,
    seat_add,
    steward_add,
)
from misaq.web.charter.drafting.grounds import find_choice, ground_add
from misaq.web.charter.drafting.in_hand import clause_take
from misaq.web.charter.drafting.joint_acts import act_propose
from misaq.web.charter.drafting.remarks import comment_write
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import Written, latest, proposal_write
from misaq.web.charter.models import Division, Drafting, JointAct, Proposal, Seat
from misaq.web.charter.voting.performing import act_agree
from misaq.web.charter.voting.services import division_close, vote_cast

SLUG, BASE = "second-reading", "base-covenant"
_RULES = {"clause": "each_community", "whole": "two_thirds", "ratification": "two_thirds"}
# name of the account, what delegates call them, community, side; "" for a vacant seat
_SEATS = (
    ("delegate", "Talven Osk", "talhen", "valley"),
    ("delegate-talhen", "Merin Dask", "talhen", "valley"),
    ("delegate-orsane", "زرمین ہلوو", "orsane", "ridge"),
    ("", "", "orsane", "ridge"),
    ("delegate-kelvar", "Ruvan Telk", "kelvar", "ridge"),
    ("delegate-vedrul", "شازین تلہار", "vedrul", "valley"),
    ("delegate-ishtol", "Pelin Oshka", "ishtol", "ridge"),
    ("delegate-gharem", "داریم اوکران", "gharem", "ridge"),
    ("delegate-nadrim", "Osmel Varn", "nadrim", "valley"),
    ("delegate-pelosh", "تویش مارک", "pelosh", "valley"),
    ("delegate-dhoven", "Ilka Dremm", "dhoven", "ridge"),
    ("delegate-sovan", "کیلن سوبر", "sovan", "valley"),
    ("", "", "", "valley"),
)


@dataclass(frozen=True)
class _Change:
    """A proposal of the demonstration: seat, clause, what is replaced by language, grounds, the author's words."""

    seat: int
    provision: str
    words: Mapping[str, tuple[str, str]]
    grounds: tuple[tuple[str, str], ...]
    note: str


_THIRD = (
    "One third of what is earned from them shall be kept by the province for its people, and the rest shall be "
    "paid to the Federal Fund"
)
_HELD = _Change(
    2,
    "art-7",
    {
        "en": ("three days", "twenty-four hours"),
        "ur": ("تین دن", "چوبیس گھنٹے"),
    },
    (("finding", "3"), ("right", "udhr-9"), ("amendment", "3")),
    "ایک دن کافی ہے: جج ہر ضلع میں ہے۔",
)
_HALF = _Change(
    4,
    "art-21",
    {
        "en": ("One third", "At least one half"),
        "ur": ("ایک تہائی حصہ", "کم از کم آدھا حصہ"),
    },
    (("finding", "14"), ("statement", "12"), ("right", "udhr-17"), ("commitment", "c04")),
    "Half is what eight communities said in the dialogue.",
)
_ALL = _Change(
    7,
    "art-21",
    {
        "en": (
            _THIRD,
            "All that is earned from them shall be kept by the province for its people",
        ),
        "ur": (
            "ان کی آمدنی کا ایک تہائی حصہ صوبہ اپنے لوگوں کے لیے رکھے گا اور باقی وفاقی فنڈ میں جمع ہو گا",
            "ان کی ساری آمدنی صوبہ اپنے لوگوں کے لیے رکھے گا",
        ),
    },
    (("finding", "14"),),
    "زمین جس کی، آمدنی اسی کی۔",
)
_PAID = _Change(
    5,
    "art-21",
    {
        "en": ("have been heard", "have been heard and paid"),
        "ur": ("کو سنے بغیر", "کو سنے اور معاوضہ دیے بغیر"),
    },
    (("finding", "14"),),
    "سننا کافی نہیں، معاوضہ بھی ملے۔",
)
_FAMILY = _Change(
    0,
    "art-7",
    {
        "en": ("as soon as is convenient", "within twenty-four hours"),
        "ur": ("جتنی جلد سہولت ہو", "چوبیس گھنٹے کے اندر"),
    },
    (("finding", "3"), ("statement", "31")),
    "Families waited for weeks.",
)
_RETURN = {
    "en": (
        "Article 26. Return\n(1) Everybody who was driven from their home may return to it or be paid for it.\n"
        "(2) Land near villages is cleared of mines first."
    ),
    "ur": (
        "دفعہ 26۔ واپسی\n(1) جسے اپنے گھر سے نکالا گیا وہ واپس آ سکتا ہے یا معاوضہ لے سکتا ہے۔\n"
        "(2) دیہات کے قریب کی زمین سے بارودی سرنگیں سب سے پہلے ہٹائی جائیں گی۔"
    ),
}


def demo_drafting(results: Results) -> Iterator[tuple[str, str, str]]:
    """Make the drafting once; gives the logins of the accounts that no role of the demonstration has yet.

    results : what the demonstration has released. name, secret of a fresh one-time login, recovery code.
    """
    roles = {"secretariat": Role.SECRETARIAT, "ridge-secretariat": Role.SECRETARIAT}
    roles |= {name: Role.DELEGATE for name, *_rest in _SEATS if name}
    accounts = {name: demo_account(name, role) for name, role in roles.items()}
    if not Drafting.objects.filter(slug=SLUG).exists():
        _make(results, accounts)
    known = {str(role) for role in Role}
    for name, role in roles.items():
        if name not in known:
            yield name, *demo_login(accounts[name], role)


def _make(results: Results, accounts: Mapping[str, Account]) -> None:
    ann, ben = accounts["secretariat"], accounts["ridge-secretariat"]
    drafting = drafting_set_up(
        SLUG,
        {"en": "The Covenant, second reading (invented)", "ur": "میثاق، دوسری خواندگی (فرضی)"},
        ["en", "ur"],
        base_of_choice(results, BASE, ["en", "ur"]),
        Fixed(_RULES, communities=_communities(results)),
        side="valley",
        by=ann,
    )
    steward_add(drafting, ben.username, "ridge")
    seats = [
        seat_add(
            drafting,
            NewSeat(number, name, community, side, username=accounts[who].username if who else ""),
        )
        for number, (who, name, community, side) in enumerate(_SEATS, 1)
    ]
    act_agree(act_propose(drafting, JointAct.Kind.OPEN, {}, by=ann), by=ben)
    drafting.refresh_from_db()
    family = _propose(results, drafting, _FAMILY, seats)
    _decide(drafting, family, ann, ben, seats)
    half = _propose(results, drafting, _HALF, seats)
    _propose(results, drafting, _ALL, seats)
    _propose(results, drafting, _PAID, seats)
    held = _propose(results, drafting, _HELD, seats)
    new = proposal_write(
        drafting, Written(Proposal.Kind.NEW, after="art-25", texts=_RETURN), seats[6]
    )
    _ground(results, new, (("finding", "17"), ("right", "udhr-13")))
    division = _put(drafting, held, ann, ben)
    for place, choice in ((0, "yes"), (2, "yes"), (4, "abstain")):
        vote_cast(division, seats[place], choice, division.text_sha256)
    clause_take(drafting, "art-18", seats[6])
    comment_write(drafting, "Who pays where nothing is earned yet?", "en", seats[1], proposal=half)
    comment_write(drafting, "پہلے سال وفاقی فنڈ دے۔", "ur", seats[5], proposal=half)
    comment_write(drafting, "پولیس کے خلاف شکایت کہاں جائے گی؟", "ur", seats[2], provision="art-18")


def _communities(results: Results) -> tuple[str, ...]:
    overview = results.results("process.overview") or {}
    return tuple(community["id"] for community in overview.get("communities", []))


def _propose(results: Results, drafting: Drafting, change: _Change, seats: list[Seat]) -> Proposal:
    text = text_of(drafting)
    texts = dict(text.by_id[change.provision].texts)
    for code, (old, new) in change.words.items():
        texts[code] = texts[code].replace(old, new)
    written = Written("change", change.provision, texts=texts, note=change.note)
    proposal = proposal_write(drafting, written, seats[change.seat])
    _ground(results, proposal, change.grounds)
    return proposal


def _ground(results: Results, proposal: Proposal, grounds: tuple[tuple[str, str], ...]) -> None:
    for kind, ref in grounds:
        if choice := find_choice(results, kind, ref):
            ground_add(proposal, choice, {})


def _put(drafting: Drafting, proposal: Proposal, ann: Account, ben: Account) -> Division:
    version = latest(proposal)
    payload = {
        "proposal": proposal.number,
        "version": version.n,
        "sha256": version.sha256,
        "hours": 72,
    }
    act_agree(act_propose(drafting, JointAct.Kind.PUT, payload, by=ann), by=ben)
    return Division.objects.get(proposal=proposal, state=Division.State.OPEN)


def _decide(
    drafting: Drafting, proposal: Proposal, ann: Account, ben: Account, seats: list[Seat]
) -> None:
    """A vote in which every seat that is taken says yes."""
    division = _put(drafting, proposal, ann, ben)
    for seat in seats:
        if seat.account_id is not None:
            vote_cast(division, seat, "yes", division.text_sha256)
    division_close(division)
