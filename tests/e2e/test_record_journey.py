"""One case from the first word to the public page and back, in a real browser, in both languages, by keyboard alone.

A documenter, two reviewers, an authority, a reviewer of another side, a mother and a stranger each have their own
browser. Between pages of the working area they go by links and buttons; only signing in, the mother's link and the
stranger's first page are opened by address. No day is moved: a right of reply that was answered needs no waiting.
Everything here is invented.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.by_keyboard import Hands
from tests.e2e.serving import Served, served, visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PASSPHRASE = "five invented words for tests"
PEOPLE = {
    "staff-writer": ("documenter", True),
    "staff-first": ("reviewer", True),
    "staff-second": ("reviewer", True),
    "staff-across": ("reviewer", True),
    "staff-council": ("authority", True),
}
# Two organisations of two sides, one that answers, three custodians of whom two open; one more link a person; and a
# case recorded before, of somebody whose name is like that which the journey writes, in either script.
RECORD = f"""
from misaq.record import make_identity
from misaq.web.accounts.models import Account
from misaq.web.record.cases.opening import NewAct, NewCase, NewMention, NewSource, case_open
from misaq.web.record.keys.services import (
    colleague_let_in, keys_unlock, member_key_make, membership_begin)
from misaq.web.record.models import Organisation
from misaq.web.record.sealed.services import group_begin
group_begin([(f"keeper-{{n}}", make_identity().recipient, None) for n in range(3)], threshold=2)
houses = {{
    "valley": ("Valley Aid (invented)", "وادی امداد (فرضی)", "documenter", ("writer", "first", "second")),
    "ridge": ("Ridge Watch (invented)", "رج واچ (فرضی)", "documenter", ("across",)),
    "council": ("Upper Council (invented)", "بالائی کونسل (فرضی)", "authority", ("council",)),
}}
for slug, (name_en, name_ur, kind, members) in houses.items():
    house = Organisation.objects.create(
        slug=slug, name_en=name_en, name_ur=name_ur, kind=kind, side=slug)
    keys = None
    for name in members:
        account = Account.objects.get(username=f"staff-{{name}}")
        membership_begin(house, account)
        member_key_make(account, "{PASSPHRASE}")
        house.refresh_from_db()
        if keys:
            colleague_let_in(house, account, keys, by=first)
        else:
            first, keys = account, keys_unlock(account, "{PASSPHRASE}")
            if slug == "valley":
                house.takes_submissions = True
                house.save()
                case_open(house, NewCase(
                    summary="A person was led away from a bus stop.", summary_language="en",
                    when="2030-11", acts=(NewAct("DOL", victim=0),),
                    source=NewSource("testimony", payload="Invented."),
                    mentions=(NewMention("victim", {{"name": "Shazeen Talhar"}}),)), keys, by=account)
for name in people:
    told[name]["again"] = one_time_login_issue(Account.objects.get(username=name))
"""
WORDS = {
    "en": {
        "name": "Shazin Talhar",
        "father": "Marbek Talhar",
        "witness": "Zaruq Velmoor",
        "summary": "A person was taken from a shop and has not been seen since.",
        "narrative": "They came after the evening meal and took him into a car.",
        "told": "People were stopped on the bridge road and told to pay or stay. (invented)",
        "outside": "People were held on a road until money was given.",
        "said": "I saw him taken from the shop.",
        "also": "From my window I saw two men lead him to a car.",
        "subject": "A person taken from a shop in May 2031",
        "content": "Where is this person? Who took part, and by whose order?",
        "answer": "Our people took this person in. We did not say so then.",
        "in_whose_name": "The council, by its decision of 3 May",
        "apology": "It was wrong. We are sorry.",
        "promise": "The council opens its list of places",
        "two_coded": "Two people coded it apart from each other, and agree.",
        "waits": "Their words are being looked at",
        "house": "Upper Council",
    },
    "ur": {
        "name": "شازین تلہار",
        "father": "ماربیک تلہار",
        "witness": "زاروق ویلمور",
        "summary": "ایک شخص کو دکان سے لے جایا گیا اور اس کے بعد وہ نہیں دیکھا گیا۔",
        "narrative": "وہ رات کے کھانے کے بعد آئے اور اسے گاڑی میں لے گئے۔",
        "told": "پل والی سڑک پر لوگوں کو روکا گیا اور کہا گیا کہ پیسے دو یا یہیں رہو۔ (فرضی)",
        "outside": "لوگوں کو سڑک پر روکا گیا جب تک پیسے نہ دیے گئے۔",
        "said": "میں نے دیکھا کہ اسے دکان سے لے گئے۔",
        "also": "میں نے کھڑکی سے دیکھا کہ دو آدمی اسے گاڑی تک لے گئے۔",
        "subject": "مئی 2031 میں دکان سے لے جایا گیا ایک شخص",
        "content": "یہ شخص کہاں ہے؟ کون شریک تھا اور کس کے حکم سے؟",
        "answer": "ہمارے لوگ اس شخص کو لے گئے تھے۔ تب ہم نے یہ نہیں کہا۔",
        "in_whose_name": "کونسل، اپنے 3 مئی کے فیصلے سے",
        "apology": "یہ غلط تھا۔ ہم معافی مانگتے ہیں۔",
        "promise": "کونسل جگہوں کی اپنی فہرست کھولے گی",
        "two_coded": "دو افراد نے الگ الگ اسے پرکھا، اور متفق ہیں۔",
        "waits": "ان کے الفاظ دیکھے جا رہے",
        "house": "بالائی کونسل",
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("journey"), PEOPLE, RECORD) as running:
        yield running


@dataclass
class Journey:
    """A case on its way, and the browser of each who has a part in it."""

    chromium: Browser
    site: Served
    language: str
    open_until_the_end: ExitStack
    ref: str = ""
    family_link: str = ""
    _hands: dict[str, Hands] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """What is typed and read in this language."""
        return WORDS[self.language]

    def of(self, name: str) -> Hands:
        """Somebody at their own browser."""
        if name not in self._hands:
            seen = self.open_until_the_end.enter_context(
                visit(self.chromium, self.site, self.language)
            )
            self._hands[name] = Hands(seen)
        return self._hands[name]

    def working(self, name: str, *, unlocks: bool = True) -> Hands:
        """Somebody of staff at the record's desk: signed in with two factors, the record unlocked."""
        if name in self._hands:
            hands = self._hands[name]
            hands.open(".role > summary")
            hands.follow(".role a[href$='/desk/record/']")
            return hands
        hands, person = self.of(name), self.site.people[name]
        secret = person["secret" if self.language == "en" else "again"]
        hands.seen.go(f"accounts/once/{secret}/")
        hands.follow("main .btn")
        hands.type("input[name=code]", self.site.codes(name)[self.language == "ur"])
        hands.follow("main .btn")
        hands.follow("main a[href$='/desk/record/']")
        if unlocks:
            hands.follow("main a[href$='/key/unlock/']")
            if name == "staff-writer":
                hands.seen.look("record-unlock")
            hands.type("input[name=passphrase]", PASSPHRASE)
            hands.follow("main form .btn")
        if name != "staff-second":  # the same as the first reviewer's
            hands.seen.look(f"record-desk-{name}")
        return hands


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_case_from_the_first_word_to_the_public_page_and_back(
    chromium: Browser, site: Served, language: str
) -> None:
    with ExitStack() as stack:
        journey = Journey(chromium, site, language, stack)
        _tell(journey)
        _take_up(journey)
        _record(journey)
        _add_what_else_is_known(journey)
        _review(journey)
        _code_blind(journey)
        _ask(journey)
        _answer_and_acknowledge(journey)
        _propose(journey)
        _agree(journey)
        _read_in_public(journey)
        _allow_the_name(journey)
        _take_it_back(journey)
    _names_stay_shut(journey)


def _tell(journey: Journey) -> None:
    """Somebody tells something from outside, without an account; their name is sealed in their browser."""
    hands, words = journey.of("stranger"), journey.words
    hands.seen.go("record/cases/")
    hands.follow("main a[href$='/record/tell/']")
    hands.seen.look("record-tell")
    hands.type("textarea[name=text]", words["told"])
    hands.tick("input[name=acts][value=HOS]")
    hands.type("#id_name", words["witness"])
    # the browser has done its work for the form; it has no button of its own
    expect(hands.seen.tab.locator("#id_proof")).to_have_value(re.compile(r"^\d+$"), timeout=30_000)
    hands.press("main form .btn")
    expect(hands.seen.tab.locator("#code")).to_be_visible()
    hands.seen.look("record-told")


def _take_up(journey: Journey) -> None:
    """The documenter reads it and opens a case in quarantine."""
    hands, words = journey.working("staff-writer"), journey.words
    hands.follow("main a[href$='/desk/record/telling/']")
    hands.seen.look("record-telling")
    hands.follow("main tbody a[href*='/desk/record/telling/']")
    shown = hands.seen.tab.locator("main")
    expect(shown).to_contain_text(words["told"])
    expect(shown).not_to_contain_text(words["witness"])
    hands.seen.look("record-told-one")
    form = "form[action$='/take/']"
    hands.type(f"{form} textarea[name=summary]", words["outside"])
    hands.choose(f"{form} select[name=summary_language]", journey.language)
    hands.press(f"{form} .btn")
    hands.follow("main header a[href*='/desk/record/cases/']")
    expect(shown).to_contain_text(words["outside"])


def _record(journey: Journey) -> None:
    """The documenter records a case; the witness is sealed in the browser."""
    hands, words = journey.working("staff-writer"), journey.words
    hands.follow("main a[href$='/intake/new/']")
    hands.seen.look("record-new")
    hands.tick("input[name=act_type][value=DOL]")
    hands.type("input[name=summary]", words["summary"])
    hands.type("input[name=when]", "2031-05-17")
    hands.type("textarea[name=narrative]", words["narrative"])
    hands.type("input[name=victim-0-name]", words["name"])
    hands.type("input[name=victim-0-father]", words["father"])
    hands.choose("select[name=sealed-0-role]", "witness")
    hands.type("#id_sealed-0-name", words["witness"])
    hands.choose("select[name=source_kind]", "testimony")
    hands.type("textarea[name=words]", words["said"])
    hands.press("main button[name=act][value=save]")
    expect(hands.seen.tab.locator("main table")).to_contain_text("Shazeen Talhar")
    hands.seen.look("record-before")
    hands.press("main form:has(input[name=confirmed]) button")
    saved = hands.seen.tab.locator("main .once")
    expect(saved).to_be_visible()
    journey.ref = saved.inner_text().strip()
    hands.seen.look("record-saved")


def _add_what_else_is_known(journey: Journey) -> None:
    """A second source, who is said to have done it, and a link for the family."""
    hands, words, ref = journey.of("staff-writer"), journey.words, journey.ref
    hands.follow(f"main a[href$='/cases/{ref}/']")
    expect(hands.seen.tab.locator("main")).to_contain_text(words["name"])
    expect(hands.seen.tab.locator("main")).not_to_contain_text(words["witness"])
    hands.seen.look("record-case")
    hands.follow("main a[href$='/add/source/']")
    hands.choose("select[name=source_kind]", "family")
    hands.type("textarea[name=payload]", words["also"])
    hands.seen.look("record-add-source")
    hands.follow("main form .btn")
    hands.follow("main a[href$='/add/involvement/']")
    hands.choose_nth("select[name=act]", 1)
    hands.choose("select[name=kind]", "other_state")
    hands.choose_nth("select[name=through]", 1)
    hands.choose("select[name=involvement]", "carried_out")
    hands.choose("select[name=attribution_basis]", "observed")
    hands.seen.look("record-add-part")
    hands.follow("main form .btn")
    expect(hands.seen.tab.locator("main")).to_contain_text(words["house"])
    hands.follow(f"main a[href$='/family/{ref}/']")
    hands.choose("select[name=relationship]", "parent")
    hands.seen.look("record-family-of-case")
    hands.follow("form[action$='/invite/'] .btn")
    journey.family_link = hands.seen.tab.locator("main .once").inner_text().strip()
    hands.seen.look("record-family-link")
    hands.follow("main .btn")


def _code(hands: Hands, form: str, standard: str) -> None:
    hands.tick(f"{form} input[name=acts][value=DOL]")
    coding = {
        "child": "no",
        "actor_kind": "other_state",
        "attribution_basis": "observed",
        "fate": "whereabouts_unknown",
        "standard": standard,
    }
    for name, code in coding.items():
        hands.choose(f"{form} select[name={name}]", code)


def _review(journey: Journey) -> None:
    """A colleague who wrote none of it lets in what was told from outside, and reviews the case first."""
    hands, ref = journey.working("staff-first"), journey.ref
    hands.follow("main a[href$='/desk/record/review/']")
    hands.seen.look("record-queue")
    told = hands.seen.tab.locator("main li", has_text=journey.words["outside"])
    hands.follow(told.locator("a"))
    hands.seen.look("record-admit")
    form = "form[action$='/step/admit/']"
    hands.tick(f"{form} input[name=no_conflict]")
    hands.press(f"{form} .btn")
    hands.follow(told.locator("a"))
    expect(hands.seen.tab.locator("form[action$='/step/peer/']")).to_have_count(1)
    journey.working("staff-first").follow("main a[href$='/desk/record/review/']")
    hands.follow(f"main a[href$='/review/{ref}/']")
    hands.seen.look("record-review")
    form = "form[action$='/step/peer/']"
    _code(hands, form, "reasonable_suspicion")
    hands.tick(f"{form} input[name=no_conflict]")
    hands.press(f"{form} .btn")


def _code_blind(journey: Journey) -> None:
    """Another one codes it from its sources alone: neither name nor first coding are on the page."""
    hands, ref, words = journey.working("staff-second"), journey.ref, journey.words
    hands.follow("main a[href$='/desk/record/review/']")
    hands.follow(f"main a[href$='/review/{ref}/second/']")
    hands.seen.look("record-second-begin")
    hands.press("form[action$='/take/'] .btn")
    shown = hands.seen.tab.locator("main")
    expect(shown).to_contain_text(words["said"])
    expect(shown).to_contain_text(words["also"])
    for hidden in ("name", "narrative", "summary"):
        expect(shown).not_to_contain_text(words[hidden])
    hands.seen.look("record-second")
    form = "form:has(select[name=enough])"
    _code(hands, form, "reasonable_grounds")
    hands.choose(f"{form} select[name=enough]", "yes")
    hands.tick(f"{form} input[name=no_conflict]")
    hands.press(f"{form} .btn")
    expect(hands.seen.tab.locator(f"main a[href$='/{ref}/second/']")).to_have_count(0)


def _ask(journey: Journey) -> None:
    """The documenter asks those who are named: a right of reply."""
    hands, words, ref = journey.working("staff-writer"), journey.words, journey.ref
    hands.follow(f"main a[href$='/cases/{ref}/']")
    hands.follow(f"main a[href$='/authority/case/{ref}/']")
    hands.choose("select[name=addressee]", "council")
    hands.choose("select[name=kind]", "right_of_reply")
    hands.type("input[name=subject]", words["subject"])
    hands.type("textarea[name=content]", words["content"])
    hands.seen.look("record-ask")
    hands.press("form:has(textarea[name=content]) .btn")
    expect(hands.seen.tab.locator("main article")).to_contain_text(words["subject"])


def _answer_and_acknowledge(journey: Journey) -> None:
    """The authority reads what it is asked, answers, owns it, apologises and promises."""
    hands, words = journey.working("staff-council"), journey.words
    hands.follow("main a[href$='/desk/record/authority/']")
    hands.seen.look("record-asked")
    hands.follow(hands.seen.tab.get_by_role("link", name=words["subject"]))
    expect(hands.seen.tab.locator("main")).to_contain_text(words["content"])
    expect(hands.seen.tab.locator("main")).not_to_contain_text(words["name"])
    expect(hands.seen.tab.locator("main")).not_to_contain_text(journey.ref)
    hands.seen.look("record-request")
    form = "form[action$='/answer/']"
    hands.choose(f"{form} select[name=kind]", "acknowledged_act")
    hands.type(f"{form} textarea[name=public_text]", words["answer"])
    hands.choose(f"{form} select[name=public_language]", journey.language)
    hands.press(f"{form} .btn")
    form = "form[action$='/acknowledge/']"
    hands.tick(f"{form} input[name=answer][value=full]")
    hands.type(f"{form} input[name=authority]", words["in_whose_name"])
    hands.choose(f"{form} select[name=form]", "apology")
    hands.tick(f"{form} input[name=is_apology]")
    hands.type(f"{form} textarea[name=text]", words["apology"])
    hands.choose(f"{form} select[name=text_language]", journey.language)
    hands.type(f"{form} input[name=remedy]", words["promise"])
    hands.type_day(f"{form} input[name=remedy_due]", "2099-03-01")
    hands.press(f"{form} .btn")
    for told in ("answer", "apology", "promise"):
        expect(hands.seen.tab.locator("main")).to_contain_text(words[told])
    hands.seen.look("record-answered")


def _propose(journey: Journey) -> None:
    """A reviewer sees that the words name no private person, and proposes the page, with the name."""
    hands, words, ref = journey.working("staff-first"), journey.words, journey.ref
    hands.follow(f"main a[href$='/cases/{ref}/']")
    hands.follow(f"main a[href$='/publication/case/{ref}/']")
    shown = hands.seen.tab.locator("main")
    expect(shown).to_contain_text(words["two_coded"])
    expect(shown).to_contain_text(words["waits"])
    expect(shown).not_to_contain_text(words["apology"])
    hands.seen.look("record-publication-before")
    hands.follow(f"main a[href$='/authority/case/{ref}/']")
    hands.seen.look("record-replies")
    for place in (0, 1):  # the answer, then the acknowledgement
        hands.press(hands.seen.tab.locator("button[name=shows][value=yes]").nth(place))
    hands.follow(f"main a[href$='/publication/case/{ref}/']")
    expect(shown).to_contain_text(words["apology"])
    hands.tick("input[name=asks_name]")
    hands.press("form:has(input[name=asks_name]) .btn")
    expect(hands.seen.tab.locator("input[name=asks_name]")).to_have_count(0)
    hands.seen.look("record-proposed")


def _agree(journey: Journey) -> None:
    """A reviewer of another side sees exactly what would be public, no name, and agrees."""
    hands, words, ref = journey.working("staff-across", unlocks=False), journey.words, journey.ref
    hands.follow("main a[href$='/desk/record/publication/']")
    hands.seen.look("record-publication")
    hands.follow(f"main a[href$='/proposal/{ref}/']")
    expect(hands.seen.tab.locator("main")).to_contain_text(words["apology"])
    expect(hands.seen.tab.locator("main")).not_to_contain_text(words["name"])
    hands.seen.look("record-decide")
    hands.press("button[name=agree]")


def _read_in_public(journey: Journey) -> None:
    """Everybody reads what is known, asked, answered and acknowledged; and nobody's name."""
    hands, words, ref = journey.of("stranger"), journey.words, journey.ref
    hands.seen.go("record/cases/")
    hands.seen.look("record-cases")
    hands.follow(f"main a[href$='/record/cases/{ref}/']")
    shown = hands.seen.tab.locator("main")
    for told in ("house", "subject", "answer", "in_whose_name", "apology", "promise", "two_coded"):
        expect(shown).to_contain_text(words[told])
    for hidden in ("name", "father", "witness", "narrative", "summary", "said", "content"):
        expect(shown).not_to_contain_text(words[hidden])
    for name in PEOPLE:
        expect(shown).not_to_contain_text(name)
    hands.seen.look("record-public")


def _allow_the_name(journey: Journey) -> None:
    """The mother reads her case and says yes; a reviewer adds the name; everybody reads it."""
    hands, words, ref = journey.of("mother"), journey.words, journey.ref
    assert journey.family_link.startswith(f"{journey.site.address}/{journey.language}/")
    hands.seen.tab.goto(journey.family_link)
    hands.seen.look("record-family-enter")
    hands.follow("main .btn")
    assert hands.seen.at(f"record/my-case/{ref}/")
    hands.seen.look("record-my-case-first")
    hands.follow("main a[href$='/password/first/']")
    hands.seen.look("record-family-password")
    for name in ("password1", "password2"):
        hands.type(f"input[name={name}]", "river lamp ninety cloud")
    hands.follow("main form .btn")
    if not hands.seen.at(f"record/my-case/{ref}/"):
        hands.follow("main a[href$='/record/my-case/']")
    shown = hands.seen.tab.locator("main")
    for told in ("house", "answer", "apology", "promise"):
        expect(shown).to_contain_text(words[told])
    hands.press(
        "form:has(input[name=purpose][value=publication_of_name]) button[name=answer][value=yes]"
    )
    hands.seen.look("record-my-case")
    reviewer = journey.working("staff-first")
    reviewer.follow("main a[href$='/desk/record/publication/']")
    reviewer.follow(f"main a[href$='/publication/case/{ref}/']")
    reviewer.seen.look("record-published")
    reviewer.press("form[action$='/names/'] .btn")
    reviewer.follow(f"main a[href$='/record/cases/{ref}/']")
    expect(reviewer.seen.tab.locator("main")).to_contain_text(words["name"])
    stranger = journey.of("stranger")
    stranger.seen.tab.reload()
    expect(stranger.seen.tab.locator("main")).to_contain_text(words["name"])
    expect(stranger.seen.tab.locator("main")).not_to_contain_text(words["father"])
    stranger.seen.look("record-public-named")


def _take_it_back(journey: Journey) -> None:
    """The mother takes her yes back: the name is gone when the page that says so is there."""
    mother, stranger = journey.of("mother"), journey.of("stranger")
    mother.press(
        "form:has(input[name=purpose][value=publication_of_name]) button[name=answer][value=no]"
    )
    stranger.seen.tab.reload()
    expect(stranger.seen.tab.locator("main")).to_contain_text(journey.words["apology"])
    expect(stranger.seen.tab.locator("main")).not_to_contain_text(journey.words["name"])
    stranger.follow("main a[href$='/record/cases/']")
    expect(stranger.seen.tab.locator("main")).not_to_contain_text(journey.words["name"])


def _names_stay_shut(journey: Journey) -> None:
    """What was sealed or shut stands nowhere in the site's files, nor in what the server said."""
    folder, words = journey.site.site, journey.words
    files = [path for path in folder.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert any(path.name == "site.sqlite3" for path in files)
    for path in [*files, folder.parent / "server.log"]:
        held = path.read_bytes()
        for kind in ("witness", "father", "narrative", "told", "said", "content"):
            for spelt in (words[kind].encode(), words[kind].encode("unicode_escape")):
                assert spelt not in held, (kind, path.name)
