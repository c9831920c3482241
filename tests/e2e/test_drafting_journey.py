"""From a finding to a ratified clause, in a real browser, in both languages, without a mouse.

Two of the secretariat and two delegates, of two sides, each have their own browser; a stranger reads in the end. The
body, its rules and its text are set up before. The pages hold no script.
Everything here is invented.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ElementHandle, Locator, expect
from tests.e2e.by_keyboard import Hands
from tests.e2e.serving import Served, served, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PEOPLE = {
    "valley-office": ("secretariat", True),
    "ridge-office": ("secretariat", True),
    "valley-delegate": ("delegate", True),
    "ridge-delegate": ("delegate", True),
}
BY_TAB = "valley-delegate"  # goes from control to control by Tab alone
# A text in two languages, a finding, and for each language of the test a body of three seats, one of them vacant.
BODY = """
from misaq.web.accounts.models import Account
from misaq.web.charter.drafting.body import (
    BaseText, Fixed, NewSeat, drafting_set_up, seat_add, steward_add)
from misaq.web.charter.drafting.joint_acts import act_propose
from misaq.web.charter.voting.performing import act_agree
table = folder / "record"
table.mkdir(exist_ok=True)
(table / "findings.csv").write_text(
    "id,title_en,title_ur\\n14,Families lost land to mining and were not paid,"
    "خاندانوں کی زمین کان کنی میں گئی اور معاوضہ نہیں ملا\\n", "utf-8")
drafts = folder / "charter" / "drafts"
drafts.mkdir(parents=True)
for code, title in (("en", "Water"), ("ur", "پانی")):
    (drafts / f"water.{code}.md").write_text(f'---\\ntitle: "{title}"\\norder: 1\\n---\\n\\n(1) {title}.\\n', "utf-8")
write_run(run_folder(folder), out.with_name("again"))
release_load(out.with_name("again"), source_folder=folder)
texts = {
    "en": {"t": "Article 1. Minerals\\n(1) One third of what is earned from minerals stays in the province.\\n\\n"
                "Article 2. Roads\\n(1) Roads are open to all.\\n"},
    "ur": {"t": "دفعہ 1۔ معدنیات\\n(1) معدنیات کی آمدنی کا ایک تہائی صوبے میں رہتا ہے۔\\n\\n"
                "دفعہ 2۔ سڑکیں\\n(1) سڑکیں سب کے لیے کھلی ہیں۔\\n"},
}
at = {name: Account.objects.get(username=name) for name in people}
rules = {"clause": "each_community", "whole": "two_thirds", "ratification": "two_thirds"}
for language in ("en", "ur"):
    drafting = drafting_set_up(
        f"covenant-{language}", {"en": "The Covenant", "ur": "میثاق"}, ["en", "ur"],
        BaseText(files=texts), Fixed(rules), side="valley", by=at["valley-office"])
    steward_add(drafting, "ridge-office", "ridge")
    seat_add(drafting, NewSeat(1, "Talven Osk", "talhen", "valley", username="valley-delegate"))
    seat_add(drafting, NewSeat(2, "زرمین ہلوو", "orsane", "ridge", username="ridge-delegate"))
    seat_add(drafting, NewSeat(3, "", "orsane", "ridge"))
    act_agree(act_propose(drafting, "open", {}, by=at["valley-office"]), by=at["ridge-office"])
for name in people:
    told[name]["again"] = one_time_login_issue(at[name])
"""
WORDS = {
    "en": {
        "half": ("One third", "At least one half"),
        "all": ("One third of what is earned from minerals", "All that is earned from minerals"),
        "finding": "Families lost land to mining",
        "same_words": "Both change the same words",
        "passed": "It passed.",
        "fell": "fell with another's adoption",
        "ratified": "Ratified",
        "asked": "mining",
        "changed": "The text changed",
    },
    "ur": {
        "half": ("ایک تہائی", "کم از کم آدھا"),
        "all": ("ایک تہائی", "سارا حصہ"),
        "finding": "خاندانوں کی زمین کان کنی میں گئی",
        "same_words": "دونوں انہی الفاظ کو بدلتی ہیں",
        "passed": "منظور ہوئی۔",
        "fell": "دوسری کی منظوری سے ختم",
        "ratified": "توثیق",
        "asked": "کان کنی",
        "changed": "متن بدل گیا",
    },
}
OTHER = {
    "half": {"en": ("One third", "At least one half"), "ur": ("ایک تہائی", "کم از کم آدھا")},
    "all": {
        "en": ("One third of what is earned from minerals stays", "All that is earned from minerals stays"),
        "ur": ("معدنیات کی آمدنی کا ایک تہائی", "معدنیات کی ساری آمدنی"),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("drafting"), PEOPLE, BODY) as running:
        yield running


# Which pages are looked at in which language: those with fields and texts in both, the others in one of the two.
LOOKED_AT = {
    "drafting-preview": "en ur",
    "drafting-division": "en ur",
    "charter-with-grounds": "en ur",
    "drafting-proposal": "en",
    "drafting-board": "en",
    "drafting-clause": "ur",
    "drafting-grounds": "ur",
    "drafting-verdict": "ur",
    "charter-ratified": "ur",
}


class Quick(Hands):
    """Hands that go to a control at once: whether the keyboard reaches it is seen where the first delegate goes."""

    def reach(self, what: str | Locator) -> ElementHandle:
        """Go to a control."""
        wanted = self._find(what)
        wanted.focus()
        return wanted


@dataclass
class Journey:
    """A clause on its way, and the browser of each who has a part in it."""

    chromium: Browser
    site: Served
    language: str
    open_until_the_end: ExitStack
    _hands: dict[str, Hands] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The drafting of this language's test."""
        return f"covenant-{self.language}"

    @property
    def words(self) -> dict[str, object]:
        """What is read in this language."""
        return WORDS[self.language]  # type: ignore[return-value]

    def of(self, name: str) -> Hands:
        """Somebody at their own browser; of staff, signed in with two factors and at the desk of this drafting."""
        if name in self._hands:
            return self._hands[name]
        seen = self.open_until_the_end.enter_context(
            visit(self.chromium, self.site, self.language, expected="409|422")
        )
        hands = self._hands[name] = (Hands if name == BY_TAB else Quick)(seen)
        if name not in PEOPLE:
            return hands
        person = self.site.people[name]
        secret = person["secret" if self.language == "en" else "again"]
        seen.go(f"accounts/once/{secret}/")
        hands.follow("main .btn")
        hands.type("input[name=code]", self.site.codes(name)[self.language == "ur"])
        hands.follow("main .btn")
        hands.follow("main a[href$='/desk/charter/']")
        hands.follow(f"main a[href$='/{self.slug}/']")
        return hands

    def look(self, hands: Hands, name: str) -> None:
        """Look at a page in the languages in which it is looked at."""
        if self.language in LOOKED_AT[name].split():
            hands.seen.look(name)

    def at(self, name: str, tab: str = "") -> Hands:
        """Somebody at one of the pages of this drafting, by its own way between them."""
        hands = self.of(name)
        hands.follow(f".tabs a[href$='/{self.slug}/{tab}']")
        return hands


def _shows(hands: Hands, words: object) -> None:
    assert hands.seen.tab.locator("script").count() == 0  # it works with JavaScript off
    expect(hands.seen.tab.locator("main")).to_contain_text(str(words))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_from_a_finding_to_a_ratified_clause(
    chromium: Browser, site: Served, language: str
) -> None:
    with ExitStack() as stack:
        journey = Journey(chromium, site, language, stack)
        _propose(journey)
        _compete(journey)
        _put(journey)
        _decide(journey)
        _whole(journey)
        _whole(journey)  # the second time it is the ratification
        _read(journey)


def _write(journey: Journey, name: str, which: str) -> Hands:
    """A delegate changes a clause in both languages, looks at what that changes, and puts it forward."""
    hands = journey.at(name)
    hands.follow("main a[href$='/clauses/art-1/']")
    hands.follow("main a[href$='/clauses/art-1/write/'], main a[href$='/clauses/art-1/write/']")
    for code, (old, new) in OTHER[which].items():
        area = hands.reach(f"textarea[name=text_{code}]")
        text = area.input_value()
        assert old in text
        hands.seen.tab.keyboard.press("Control+A")
        hands.seen.tab.keyboard.insert_text(text.replace(old, new))
    area = hands.seen.tab.locator("textarea[name=text_ur]")
    assert area.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert "Nastaliq" in area.evaluate("e => getComputedStyle(e).fontFamily")
    hands.press("main button[value=preview]")
    preview = hands.seen.tab.locator("#preview")
    for code in OTHER[which]:
        expect(preview.locator(f"[lang={code}] ins").first).to_be_visible()
        expect(preview.locator(f"[lang={code}] del").first).to_be_visible()
    if which == "half":  # the other's is the same page
        journey.look(hands, "drafting-preview")
    hands.press("main button[value=submit]")
    return hands


def _propose(journey: Journey) -> None:
    """A delegate takes the clause in hand, writes it anew, and lets it rest on a finding."""
    hands = journey.at("valley-delegate")
    hands.follow("main a[href$='/clauses/art-1/']")
    hands.press("main form[action$='/take/'] .btn")
    journey.look(hands, "drafting-clause")
    hands = _write(journey, "valley-delegate", "half")
    assert hands.seen.at(f"desk/charter/{journey.slug}/proposals/1/")
    hands.follow("main a[href$='/proposals/1/grounds/']")
    hands.type("input[name=q]", str(journey.words["asked"]))
    hands.press("main form[role=search] .btn")
    _shows(hands, journey.words["finding"])
    hands.press("main li form .btn")
    expect(hands.seen.tab.locator("main .knots")).to_contain_text(str(journey.words["finding"]))
    journey.look(hands, "drafting-grounds")


def _compete(journey: Journey) -> None:
    """Another delegate competes; both pages say that the two cannot both stand. Nobody was locked out."""
    hands = _write(journey, "ridge-delegate", "all")
    _shows(hands, journey.words["same_words"])
    expect(hands.seen.tab.locator("#meets")).to_contain_text("P-1")
    hands.type("#comments textarea", "Both cannot stand.")
    hands.press("#comments form .btn")
    journey.look(hands, "drafting-proposal")


def _put(journey: Journey) -> None:
    """The office of one side puts the first to the vote, that of the other agrees."""
    hands = journey.at("valley-office", "board/")
    journey.look(hands, "drafting-board")
    hands.follow("main a[href$='/proposals/1/put/']")
    _shows(hands, "P-2")
    hands.press("main form .btn")
    _agree(journey)


def _agree(journey: Journey) -> None:
    """The other side's office agrees to what waits."""
    hands = journey.at("ridge-office")
    hands.follow("#acts a")
    hands.press("main form .btn")


def _vote(journey: Journey, name: str, *, look: str = "") -> None:
    hands = journey.at(name, "board/")
    hands.follow("main section:first-of-type a[href*='/divisions/']")
    hands.tick("#vote input[value=yes]")
    if look:
        journey.look(hands, look)
    hands.press("#vote .btn")
    expect(hands.seen.tab.locator("#vote .state")).to_be_visible()


def _close(journey: Journey) -> Hands:
    hands = journey.at("valley-office", "board/")
    hands.follow("main section:first-of-type a[href*='/divisions/']")
    hands.press("main form[action$='/close/'] .btn")
    _shows(hands, journey.words["passed"])
    return hands


def _decide(journey: Journey) -> None:
    """A vote with the fingerprint of another text is refused; both vote; the verdict stands; the rival falls."""
    stale = journey.at("ridge-delegate", "board/")
    stale.follow("main section:first-of-type a[href*='/divisions/']")
    stale.seen.tab.evaluate(
        "document.querySelector('#vote [name=seen]').value = 'sha256:' + '0'.repeat(64)"
    )
    stale.tick("#vote input[value=yes]")
    stale.press("#vote .btn")
    _shows(stale, journey.words["changed"])
    _vote(journey, "valley-delegate", look="drafting-division")
    _vote(journey, "ridge-delegate")
    hands = _close(journey)
    journey.look(hands, "drafting-verdict")
    rival = journey.at("ridge-delegate", "proposals/")
    _shows(rival, journey.words["fell"])


def _whole(journey: Journey) -> None:
    """The whole text, then its ratification: put by two, voted by two."""
    hands = journey.at("valley-office", "board/")
    hands.follow("main a[href$='/board/whole/']")
    hands.press("main form .btn")
    _agree(journey)
    for name in ("valley-delegate", "ridge-delegate"):
        _vote(journey, name)
    _close(journey)


def _read(journey: Journey) -> None:
    """A stranger reads the clause with the finding in its margin, and the ratified charter."""
    hands = journey.of("stranger")
    hands.seen.go("charter/drafting/")
    hands.follow(f"main a[href$='/{journey.slug}/']")
    hands.follow(f"main a[href$='/{journey.slug}/text/']")
    clause = hands.seen.tab.locator("article#art-1")
    for code, (_old, new) in OTHER["half"].items():
        expect(clause.locator(f"[lang={code}]").first).to_contain_text(new)
    expect(clause.locator("aside .knots")).to_contain_text(str(journey.words["finding"]))
    journey.look(hands, "charter-with-grounds")
    hands.follow(f"main a[href$='/{journey.slug}/ratification/']")
    _shows(hands, journey.words["ratified"])
    journey.look(hands, "charter-ratified")
