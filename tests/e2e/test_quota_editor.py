"""From a volunteer's form to a lottery that is found, in a real browser, in both languages, without a mouse.

The quota editor is used with JavaScript on, where it judges while somebody types, and off, where a button does.
Everything here is invented.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.by_keyboard import Hands
from tests.e2e.serving import Served, Visit, served, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PEOPLE = {"officer": ("lottery_officer", True)}
# For each language a panel of six seats that is open, with twelve volunteers.
PANEL = """
from misaq.web.accounts.models import Account
from misaq.web.assembly.identities.services import Identity
from misaq.web.assembly.models import Feature, Panel
from misaq.web.assembly.panels.forms import CONSENT_EN, CONSENT_UR
from misaq.web.assembly.panels.questions import read_questions
from misaq.web.assembly.panels.services import key_make, panel_move, panel_set_up, questions_set
from misaq.web.assembly.registration.services import volunteer_register
by = Account.objects.get(username="officer")
asked, _faults = read_questions({
    "category": ["sex", "sex", "region", "region", "region"],
    "feature": ["women", "men", "north", "south", "hills"],
    "category_en": ["Sex", "Sex", "Region", "Region", "Region"],
    "category_ur": ["جنس", "جنس", "علاقہ", "علاقہ", "علاقہ"],
    "feature_en": ["Women", "Men", "North", "South", "Hills"],
    "feature_ur": ["خواتین", "مرد", "شمال", "جنوب", "پہاڑ"],
    "population": ["5100", "4900", "5000", "3900", "1100"],
})
for language in ("en", "ur"):
    panel = panel_set_up({
        "slug": f"wells-{language}", "name_en": "Panel on wells (invented)", "name_ur": "کنوؤں پر پینل (فرضی)",
        "about_en": "It advises on wells.", "about_ur": "یہ کنوؤں پر مشورہ دیتا ہے۔", "size": 6,
        "consent_en": CONSENT_EN, "consent_ur": CONSENT_UR}, by=by)
    questions_set(panel, asked, by=by)
    for name, low, high in (("women", 3, 3), ("men", 3, 3), ("north", 2, 3), ("south", 1, 3), ("hills", 1, 1)):
        Feature.objects.filter(category__panel=panel, name=name).update(minimum=low, maximum=high)
    Panel.objects.filter(pk=panel.pk).update(n_panels=100)
    panel.refresh_from_db()
    key_make(panel, "seven invented herons wade", by=by)
    panel.refresh_from_db()
    panel_move(panel, "open", by=by)
    panel.refresh_from_db()
    for n in range(12):
        volunteer_register(
            panel, Identity(f"Invented {n}", f"555 {n}"), f"House {n}",
            {"sex": ("women", "men")[n % 2], "region": ("north", "south", "hills")[n % 3]},
            consent=panel.consents.get(), language=language)
told["officer"]["more"] = [one_time_login_issue(by) for _n in range(5)]
"""
WORDS = {
    "en": {
        "can": "These quotas can be met.",
        "cannot": "These quotas cannot be met.",
        "too_many": "Sex: the smallest numbers ask for 8 seats, and there are 6.",
        "unsaved": "Not kept yet",
        "kept": "Kept.",
        "mend": "Some numbers cannot be read.",
        "registered": "You are registered",
        "row": "You are in the pool.",
        "found": "The lottery is found.",
    },
    "ur": {
        "can": "یہ کوٹے پورے ہو سکتے ہیں۔",
        "cannot": "یہ کوٹے پورے نہیں ہو سکتے۔",
        "too_many": "جنس: سب سے چھوٹے عدد ملا کر 8 نشستیں مانگتے ہیں، اور نشستیں 6 ہیں۔",
        "unsaved": "ابھی محفوظ نہیں",
        "kept": "محفوظ ہو گیا۔",
        "mend": "کچھ عدد پڑھے نہیں جا سکتے۔",
        "registered": "آپ کا اندراج ہو گیا",
        "row": "آپ رضاکاروں میں شامل ہیں۔",
        "found": "قرعہ تیار ہے۔",
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("lottery"), PEOPLE, PANEL) as running:
        yield running


def signed_in(seen: Visit, login: int) -> Hands:
    """The officer, with two factors, at the panel of this language."""
    hands, person = Hands(seen), seen.served.people["officer"]
    secret = [person["secret"], *person["more"]][login]  # type: ignore[misc]
    seen.go(f"accounts/once/{secret}/")
    hands.follow("main .btn")
    hands.type("input[name=code]", seen.served.codes("officer")[login])
    hands.follow("main .btn")
    hands.follow("main a[href$='/desk/assembly/']")
    hands.follow(f"main a[href$='/wells-{seen.language}/']")
    return hands


def retype(hands: Hands, label: str, number: str) -> None:
    """Put another number into a field of the editor."""
    field = hands.reach(f"input[aria-label='{label}']")
    hands.seen.tab.keyboard.press("Control+a")
    hands.seen.tab.keyboard.type(number)
    assert field.input_value() == number


LABELS = {
    "en": ("Sex Women: At least", "Sex Women: At most"),
    "ur": ("جنس خواتین: کم از کم", "جنس خواتین: زیادہ سے زیادہ"),
}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_quotas_are_judged_and_mended_by_keyboard(
    chromium: Browser, site: Served, language: str, javascript: bool
) -> None:
    words, (at_least, at_most) = WORDS[language], LABELS[language]
    login = 2 * (language == "ur") + (not javascript)
    with visit(chromium, site, language, javascript=javascript, expected="422") as seen:
        hands = signed_in(seen, login)
        hands.follow(".tabs a[href$='/quotas/']")
        shown = seen.tab.locator("#judgement")
        expect(shown).to_contain_text(words["can"])
        if javascript:
            seen.tab.evaluate("window.sameDocument = true")
        retype(hands, at_most, "5")
        retype(hands, at_least, "5")
        if not javascript:
            hands.press("main button[value=check].plain")
        expect(shown).to_contain_text(words["cannot"])
        expect(shown).to_contain_text(words["too_many"])
        if javascript:
            assert seen.tab.evaluate("window.sameDocument"), "the page was loaded again"
        look(seen, "quota-editor-cannot", javascript)
        hands.press("#judgement button[value=relax]")
        expect(shown).to_contain_text(words["can"])
        expect(seen.tab.locator("main")).to_contain_text(words["unsaved"])
        hands.press("main button[value=save]")
        expect(seen.tab.locator("main")).to_contain_text(words["kept"])
        retype(hands, at_least, "many")
        if not javascript:
            hands.press("main button[value=check].plain")
        expect(shown).to_contain_text(words["mend"])
        hands.press("main button[value=suggest]")
        expect(shown).not_to_contain_text(words["mend"])


def look(seen: Visit, name: str, javascript: bool) -> None:
    """Axe needs a script of its own: without JavaScript the width alone is looked at."""
    if javascript:
        seen.look(name)
        return
    seen.tab.set_viewport_size({"width": 360, "height": 800})
    assert seen.tab.locator("html").bounding_box()["width"] <= 360  # type: ignore[index]
    seen.tab.set_viewport_size({"width": 1280, "height": 900})


def test_somebody_volunteers_and_finds_their_row(
    chromium: Browser, site: Served, language: str
) -> None:
    words = WORDS[language]
    with visit(chromium, site, language) as seen:
        hands = Hands(seen)
        seen.go(f"assembly/panels/wells-{language}/")
        seen.look("assembly-panel")
        hands.follow("main a.btn")
        seen.look("assembly-register")
        for name in ("q0", "q1"):
            hands.tick(f"input[name={name}]")
        hands.type("input[name=home]", "House 99")
        hands.type("input[name=name]", "Zorvana Melketh")
        hands.type("input[name=contact]", "0000 555")
        hands.tick("input[name=consent]")
        hands.press("main button.btn")
        expect(seen.tab.locator("h1")).to_have_text(words["registered"])
        seen.look("assembly-registered")
        code = seen.tab.locator("#code b").inner_text()
        hands.follow("main a.btn")
        hands.follow("main a[href$='/mine/']")
        hands.type("input[name=code]", code)
        hands.press("main button.btn")
        expect(seen.tab.locator("main")).to_contain_text(words["row"])
        seen.look("assembly-row")


def test_the_lottery_is_found_in_the_background(
    chromium: Browser, site: Served, language: str
) -> None:
    """Last: registration is closed here."""
    words = WORDS[language]
    login = {"en": 4, "ur": 5}[language]
    with visit(chromium, site, language) as seen:
        hands = signed_in(seen, login)
        seen.look("assembly-overview")
        hands.press("main button.btn:not(.plain)")
        hands.follow(".tabs a[href$='/pool/']")
        seen.look("assembly-pool")
        hands.follow(".tabs a[href$='/runs/']")
        hands.press("main button.btn:not(.plain)")
        expect(seen.tab.locator("#run-state")).to_contain_text(words["found"], timeout=60_000)
        seen.look("assembly-run")
        hands.follow(".tabs a[href$='/log/']")
        seen.look("assembly-log")
