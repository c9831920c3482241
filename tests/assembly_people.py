"""A panel with its questions, its key and its officers, and people who volunteer, for tests of the website.

Everything here is invented.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.charter_people import browser, person

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.assembly.identities.services import Identity
from misaq.web.assembly.models import Panel, Volunteer
from misaq.web.assembly.panels.forms import CONSENT_EN, CONSENT_UR
from misaq.web.assembly.panels.questions import read_questions
from misaq.web.assembly.panels.services import (
    key_make,
    panel_move,
    panel_set_up,
    questions_set,
)
from misaq.web.assembly.quotas.drafts import typed_draft
from misaq.web.assembly.quotas.services import quotas_save
from misaq.web.assembly.registration.selectors import by_code
from misaq.web.assembly.registration.services import Codes, volunteer_register

PASSPHRASE = "seven invented herons wade"
NAME, CONTACT, HOME = "Zorvana Melketh", "0000-555-017", "House 7, Lane 3, Talven"
QUESTIONS = {
    "category": ["sex", "sex", "region", "region", "region"],
    "feature": ["women", "men", "north", "south", "hills"],
    "category_en": ["Sex", "Sex", "Region", "Region", "Region"],
    "category_ur": ["جنس", "جنس", "علاقہ", "علاقہ", "علاقہ"],
    "feature_en": ["Women", "Men", "North", "South", "Hills"],
    "feature_ur": ["خواتین", "مرد", "شمال", "جنوب", "پہاڑ"],
    "population": ["5100", "4900", "5000", "3900", "1100"],
}
QUOTAS = {"women": (3, 3), "men": (3, 3), "north": (2, 3), "south": (2, 3), "hills": (1, 1)}


def csv_file(columns: dict[str, list[str]]) -> SimpleUploadedFile:
    """A list as an officer brings it."""
    rows = [",".join(columns), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    return SimpleUploadedFile("list.csv", "\n".join(rows).encode())


@dataclass
class Pool:
    """A panel with everybody around it. codes : of who has registered, by number. recovery : the recovery key."""

    panel: Panel
    officer: Account
    colleague: Account
    codes: list[Codes] = field(default_factory=list)
    recovery: str = ""

    @property
    def slug(self) -> str:
        """The panel's name in addresses."""
        return self.panel.slug

    def desk(self) -> Client:
        """The officer's browser."""
        return browser(self.officer)

    def join(self, name: str = "", home: str = "", **answers: str) -> Codes:
        """Somebody registers."""
        n = len(self.codes)
        who = Identity(name or f"{NAME} {n}", f"{CONTACT}-{n}")
        given = {"sex": ("women", "men")[n % 2], "region": ("north", "south", "hills")[n % 3]}
        codes = volunteer_register(
            self.panel,
            who,
            home or f"{HOME} {n}",
            given | answers,
            consent=self.panel.consents.latest("version"),
            language="en",
        )
        self.codes.append(codes)
        return codes

    def fill(self, n: int) -> None:
        """`n` more people register."""
        for _n in range(n):
            self.join()

    def volunteer(self, number: int = 0) -> Volunteer:
        """Who registered as this number."""
        found = by_code(self.panel, self.codes[number].code)
        assert found is not None
        return found

    def typed(self, **quotas: tuple[int, int]) -> dict[str, str]:
        """What the quota editor sends."""
        values = {"size": str(self.panel.size)}
        wanted = QUOTAS | quotas
        for category in self.panel.categories.all():
            for feature in category.features.all():
                low, high = wanted[feature.name]
                values |= {f"minimum-{feature.pk}": str(low), f"maximum-{feature.pk}": str(high)}
                values |= {f"min_flex-{feature.pk}": "", f"max_flex-{feature.pk}": ""}
        return values

    def set_quotas(self, **quotas: tuple[int, int]) -> None:
        """Keep quotas."""
        quotas_save(self.panel, typed_draft(self.panel, self.typed(**quotas)), by=self.officer)

    def move(self, to: str) -> None:
        """Open or close."""
        panel_move(self.panel, to, by=self.officer)
        self.panel.refresh_from_db()


def build_pool(slug: str = "water-panel", *, state: str = "open") -> Pool:
    """A panel of six seats, two questions; open unless said otherwise."""
    cache.clear()  # the limits on trying lie there
    officer = person(f"officer-of-{slug}", Role.LOTTERY_OFFICER)
    colleague = person(f"colleague-of-{slug}", Role.LOTTERY_OFFICER)
    values: dict[str, Any] = {
        "slug": slug,
        "name_en": "Panel on water (invented)",
        "name_ur": "پانی پر پینل (فرضی)",
        "about_en": "It advises on wells. It meets on four Saturdays.",
        "about_ur": "یہ کنوؤں پر مشورہ دیتا ہے۔ چار ہفتے کے دن بیٹھتا ہے۔",
        "size": 6,
        "consent_en": CONSENT_EN,
        "consent_ur": CONSENT_UR,
    }
    panel = panel_set_up(values, by=officer)
    found, faults = read_questions(QUESTIONS)
    assert not faults
    questions_set(panel, found, by=officer)
    pool = Pool(panel, officer, colleague)
    pool.set_quotas()
    if state != "prepared":
        pool.recovery = key_make(panel, PASSPHRASE, by=officer)
        panel.refresh_from_db()
        pool.move("open")
    return pool


@pytest.fixture
def pool(db: None, quick_keys: None) -> Pool:
    """A panel that is open for registration, without volunteers."""
    return build_pool()
