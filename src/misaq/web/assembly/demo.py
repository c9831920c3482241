"""The demonstration's panel: open for registration, with invented volunteers. Never for a real process."""

from misaq.foundation.seeds import generator
from misaq.web.accounts.demo import demo_account
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.assembly.identities.services import Identity
from misaq.web.assembly.models import Panel
from misaq.web.assembly.panels.forms import CONSENT_EN, CONSENT_UR
from misaq.web.assembly.panels.questions import COLUMNS, POPULATION, read_questions
from misaq.web.assembly.panels.services import (
    key_make,
    panel_move,
    panel_set_up,
    questions_set,
)
from misaq.web.assembly.quotas.drafts import saved_draft, suggested_draft
from misaq.web.assembly.quotas.services import quotas_save
from misaq.web.assembly.registration.services import volunteer_register

SLUG, PASSPHRASE = "wells-and-canals", "nine invented cranes over water"
SIZE, N_VOLUNTEERS, TOLERANCE = 20, 90, 1
# category, feature, words of both in English and Urdu, people of the population, weight among the volunteers
_ROWS = (
    ("sex", "women", "Sex", "جنس", "Women", "خواتین", 3_990_000, 36),
    ("sex", "men", "Sex", "جنس", "Men", "مرد", 4_010_000, 64),
    ("age", "18-34", "Age", "عمر", "18 to 34", "18 سے 34", 3_600_000, 30),
    ("age", "35-54", "Age", "عمر", "35 to 54", "35 سے 54", 2_800_000, 45),
    ("age", "55+", "Age", "عمر", "55 and over", "55 اور زیادہ", 1_600_000, 25),
    ("region", "north", "Region", "علاقہ", "North", "شمال", 3_500_000, 50),
    ("region", "south", "Region", "علاقہ", "South", "جنوب", 3_200_000, 40),
    ("region", "hills", "Region", "علاقہ", "Hills", "پہاڑ", 1_300_000, 10),
)  # fmt: skip
_COLUMNS = (*COLUMNS, POPULATION)


def demo_panel() -> None:
    """Make the panel once."""
    if Panel.objects.filter(slug=SLUG).exists():
        return
    officer = demo_account(str(Role.LOTTERY_OFFICER), Role.LOTTERY_OFFICER)
    panel = _set_up(officer)
    chance = generator(5, "demo.volunteers")
    weights = {
        category: {row[1]: row[7] for row in _ROWS if row[0] == category}
        for category in dict.fromkeys(row[0] for row in _ROWS)
    }
    for n in range(N_VOLUNTEERS):
        answers = {
            category: str(chance.choice(list(of), p=[w / sum(of.values()) for w in of.values()]))
            for category, of in weights.items()
        }
        volunteer_register(
            panel,
            Identity(f"Invented volunteer {n + 1}", f"invented {n + 1}"),
            f"invented house {n if n % 10 else 1}",
            answers,
            consent=panel.consents.get(),
            language=("en", "ur")[n % 2],
        )


def _set_up(officer: Account) -> Panel:
    panel = panel_set_up(
        {
            "slug": SLUG,
            "name_en": "Panel on wells and canals (invented)",
            "name_ur": "کنوؤں اور نہروں پر پینل (فرضی)",
            "about_en": "Twenty people advise on who gets water when there is too little of it. They meet on "
            "four Saturdays; the way there and a day's wage are paid. Everything here is invented.",
            "about_ur": "بیس افراد مشورہ دیتے ہیں کہ پانی کم ہو تو کسے ملے۔ وہ چار ہفتے کے دن بیٹھتے ہیں؛ آنے "
            "جانے کا خرچ اور ایک دن کی مزدوری دی جاتی ہے۔ یہاں سب کچھ فرضی ہے۔",
            "size": SIZE,
            "consent_en": CONSENT_EN,
            "consent_ur": CONSENT_UR,
        },
        by=officer,
    )
    columns = {name: [str(row[place]) for row in _ROWS] for place, name in enumerate(_COLUMNS)}
    questions, _faults = read_questions(columns)
    questions_set(panel, questions, by=officer)
    quotas_save(panel, suggested_draft(panel, saved_draft(panel), TOLERANCE), by=officer)
    key_make(panel, PASSPHRASE, by=officer)
    panel.refresh_from_db()
    panel_move(panel, Panel.State.OPEN, by=officer)
    panel.refresh_from_db()
    return panel
