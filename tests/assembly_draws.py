"""A panel whose lottery is found, on its way through sealing and draw, for tests of the website.

Everything here is invented.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from misaq.assembly import (
    bundle_files,
    hold_lottery,
    new_reveal,
    pseudonym,
    publish_certificate,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
)
from misaq.assembly.pseudonyms import LETTERS
from misaq.foundation.canonical import canonical_value
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open
from misaq.web.assembly.drawing.services import (
    dice_enter,
    randomness_enter,
    sealing_confirm,
    sealing_propose,
)
from misaq.web.assembly.models import Category, ConsentText, Feature, LotteryRun, Panel, Volunteer
from misaq.web.assembly.running.services import digest_of

N_PEOPLE, SIZE, TICKETS = 40, 6, 1000
NAMES = [f"Invented Person-{i}" for i in range(N_PEOPLE)]
CODES = [f"abcdefghjk{LETTERS[i // 20]}{LETTERS[i % 20]}" for i in range(N_PEOPLE)]
QUOTAS = {
    "category": ["sex", "sex", "place", "place", "place"],
    "feature": ["female", "male", "talhen", "sovan", "gharem"],
    "min": ["3", "3", "2", "1", "0"],
    "max": ["3", "3", "3", "3", "0"],
}
LABELS = {
    "sex": {"female": ("Women", "خواتین"), "male": ("Men", "مرد")},
    "place": {"talhen": ("Talhen", "تلہین"), "sovan": ("Sovan", "سوان"), "gharem": ("Gharem", "گھاریم")},
}  # fmt: skip
PARTIES = [new_reveal(name) for name in ("East", "West")]


def answers(i: int) -> dict[str, str]:
    """What somebody answered; the last of them alone is of Gharem, for whom there is no seat."""
    place = "gharem" if i == N_PEOPLE - 1 else ("talhen", "talhen", "sovan")[i % 3]
    return {"sex": ("female", "male")[i % 2], "place": place}


def home(i: int) -> str:
    """Persons 4 and 5 share a home."""
    return "1" if i in {4, 5} else ""


@lru_cache(maxsize=2)
def found(form: str) -> dict[str, Any]:
    """The lottery of this pool, as a run keeps it."""
    quotas, _faults = read_quotas(QUOTAS, SIZE)
    assert quotas is not None
    columns = {
        "id": [pseudonym(code) for code in CODES],
        **{name: [answers(i)[name] for i in range(N_PEOPLE)] for name in LABELS},
        "household": [home(i) for i in range(N_PEOPLE)],
    }
    pool, faults = read_pool(columns, quotas)
    assert pool is not None, faults
    lottery = (
        hold_lottery(pool, tickets=TICKETS)
        if form == "tickets"
        else hold_lottery(pool, form="uniform", panels=TICKETS)
    )
    proof = publish_certificate(lottery)
    sealed = publish_panels(lottery, proof)
    values = publish_lottery(lottery, sealed["commitment"], proof, threshold=5)
    files = bundle_files({**values, "sealed": sealed}, columns, QUOTAS)
    return {
        "lottery": canonical_value(values),
        "sealed": canonical_value(sealed),
        "pool_csv": files["pool.csv"].decode(),
        "quotas_csv": files["quotas.csv"].decode(),
    }


@dataclass
class Hall:
    """A panel and the people who work on its draw."""

    panel: Panel
    run: LotteryRun
    officer: Account
    second: Account
    facilitator: Account

    def seal(self, source: str = "dice:3", bundle: str = "full", **more: Any) -> None:
        """Seal the list by two people."""
        act = sealing_propose(self.panel, self.run, source, bundle, by=self.officer, **more)
        sealing_confirm(self.panel, act.proposed_at.isoformat(), by=self.second)
        self.panel.refresh_from_db()

    def throw(self, digits: str = "471") -> None:
        """Two people type the dice."""
        dice_enter(self.panel, digits, by=self.officer)
        assert dice_enter(self.panel, digits, by=self.second) == "drawn"
        self.panel.refresh_from_db()

    def draw_by(self, randomness: Any) -> None:
        """Draw by a randomness that proves itself."""
        randomness_enter(self.panel, randomness, by=self.officer)
        self.panel.refresh_from_db()


def hall(
    slug: str = "velmara", *, form: str = "tickets", people: dict[str, Account] | None = None
) -> Hall:
    """A panel whose registration is closed and whose lottery is found."""
    who = people or {
        "officer": account_open("officer", (Role.LOTTERY_OFFICER,)),
        "second": account_open("second", (Role.LOTTERY_OFFICER,)),
        "facilitator": account_open("facilitator", (Role.FACILITATOR,)),
    }
    panel = Panel.objects.create(
        slug=slug, name_en="Panel of Velmara", name_ur="ویلمارا کا پینل", about_en="Invented.", about_ur="فرضی۔",
        size=SIZE, state=Panel.State.CLOSED, made_by=who["officer"],
    )  # fmt: skip
    consent = ConsentText.objects.create(panel=panel, version=1, text_en="Yes.", text_ur="ہاں۔")
    for number, (name, features) in enumerate(LABELS.items()):
        category = Category.objects.create(
            panel=panel, number=number, name=name, label_en=name.title(), label_ur="زمرہ"
        )
        for place, (feature, (en, ur)) in enumerate(features.items()):
            Feature.objects.create(
                category=category,
                number=place,
                name=feature,
                label_en=en,
                label_ur=ur,
                population=100,
            )
    for i in range(N_PEOPLE):
        Volunteer.objects.create(
            panel=panel, pseudonym=pseudonym(CODES[i]), answers=answers(i), household=home(i),
            boxed=NAMES[i].encode(), consent=consent,
        )  # fmt: skip
    run = LotteryRun.objects.create(
        panel=panel,
        state=LotteryRun.State.DONE,
        rule="leximin",
        form=form,
        asked_by=who["officer"],
        **found(form),
    )
    run.pool_sha256 = digest_of(panel)
    run.save()
    return Hall(panel, run, who["officer"], who["second"], who["facilitator"])
