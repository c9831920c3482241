"""The lottery desk: setting a panel up, its questions, key and consent, opening and closing; every page renders."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from tests.assembly_people import (
    PASSPHRASE,
    QUESTIONS,
    Pool,
    build_pool,
    csv_file,
    pool,
)
from tests.charter_people import browser, person
from tests.record_people import quick_keys

from misaq.web.accounts.roles import Role
from misaq.web.assembly.models import OfficerEntry, Panel
from misaq.web.assembly.models.volunteers import AddedOnlyError
from misaq.web.assembly.panels.forms import CONSENT_EN, CONSENT_UR
from misaq.web.assembly.panels.questions import read_questions

__all__ = ["pool", "quick_keys"]
PAGES = (
    "assembly_overview", "assembly_questions", "assembly_key", "assembly_key_recover", "assembly_consent",
    "assembly_pool", "assembly_import", "assembly_volunteers", "assembly_log", "assembly_quotas", "assembly_runs",
    "assembly_open_panel", "assembly_register", "assembly_mine", "assembly_change", "assembly_erase",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_of_a_panel_is_there_in_both_languages(pool: Pool, language: str) -> None:
    pool.fill(3)
    desk = pool.desk()
    title = pool.panel.name_ur if language == "ur" else pool.panel.name_en
    for name in PAGES:
        with translation.override(language):
            address = reverse(name, args=[pool.slug])
        answer = desk.get(address)
        assert answer.status_code == 200, name
        assert title in answer.content.decode(), name


def test_from_nothing_to_an_open_panel(db: None, quick_keys: None) -> None:
    officer = person("olga", Role.LOTTERY_OFFICER)
    desk = browser(officer)
    sent = {
        "name_en": "Panel on roads (invented)", "name_ur": "سڑکوں پر پینل (فرضی)", "slug": "roads", "size": "4",
        "about_en": "Roads.", "about_ur": "سڑکیں۔", "consent_en": CONSENT_EN, "consent_ur": CONSENT_UR,
    }  # fmt: skip
    assert desk.post("/en/desk/assembly/new/", {**sent, "slug": "new"}).status_code == 422
    assert desk.post("/en/desk/assembly/new/", sent).status_code == 302
    panel = Panel.objects.get(slug="roads")
    early = desk.post("/en/desk/assembly/roads/move/", {"to": "open"})
    assert early.status_code == 409
    assert "The questions are missing." in early.content.decode()
    brought = desk.post("/en/desk/assembly/roads/questions/", {"file": csv_file(QUESTIONS)})
    assert brought.status_code == 302
    assert [c.name for c in panel.categories.all()] == ["sex", "region"]
    words = {"passphrase": PASSPHRASE, "again": "another one of these"}
    assert desk.post("/en/desk/assembly/roads/key/", words).status_code == 422
    made = desk.post(
        "/en/desk/assembly/roads/key/", {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    )
    assert "MISAQ" in made.content.decode()
    assert desk.post("/en/desk/assembly/roads/move/", {"to": "open"}).status_code == 302
    panel.refresh_from_db()
    assert panel.state == "open"
    verbs = list(panel.entries.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["consent.worded", "panel.made", "questions.set", "key.made", "panel.open"]


def test_each_fault_of_the_questions_is_told_with_its_place() -> None:
    rows = {name: list(values) for name, values in QUESTIONS.items()}
    rows["feature"][1] = "WOMEN"
    rows["category_ur"][3] = "کچھ اور"
    rows["feature_en"][4] = ""
    rows["population"][0] = "many"
    found, faults = read_questions(rows)
    assert not found
    assert {(f.code, f.row, f.column) for f in faults} == {
        ("question_twice", 3, "feature"),
        ("question_two_wordings", 5, "category_ur"),
        ("question_blank", 6, "feature_en"),
        ("question_number_bad", 2, "population"),
    }


def test_a_file_with_faults_changes_nothing(pool: Pool, db: None) -> None:
    prepared = build_pool("prepared", state="prepared")
    rows = {**QUESTIONS, "feature": ["women", "women", *QUESTIONS["feature"][2:]]}
    answer = prepared.desk().post("/en/desk/assembly/prepared/questions/", {"file": csv_file(rows)})
    assert answer.status_code == 422
    assert "stands in row 2 already" in answer.content.decode()
    features = prepared.panel.categories.get(name="sex").features.all()
    assert [f.name for f in features] == ["women", "men"]


def test_questions_stay_once_a_panel_is_open(pool: Pool) -> None:
    address = f"/en/desk/assembly/{pool.slug}/questions/"
    answer = pool.desk().post(address, {"file": csv_file(QUESTIONS)})
    assert answer.status_code == 422
    assert "they stay as they are" in answer.content.decode()


def test_a_panel_moves_only_along_its_way(pool: Pool) -> None:
    desk, address = pool.desk(), f"/en/desk/assembly/{pool.slug}/move/"
    for to in ("prepared", "sealed", "drawn", "open", "nonsense"):
        assert desk.post(address, {"to": to}).status_code == 409, to
    for to in ("closed", "open"):
        assert desk.post(address, {"to": to}).status_code == 302, to


def test_consent_has_versions_and_who_agreed_keeps_theirs(pool: Pool) -> None:
    pool.fill(1)
    sent = {"consent_en": "Otherwise worded.", "consent_ur": "اور الفاظ میں۔"}
    pool.desk().post(f"/en/desk/assembly/{pool.slug}/consent/", sent)
    pool.fill(1)
    assert pool.volunteer(0).consent.version == 1
    assert pool.volunteer(1).consent.version == 2


def test_the_passphrase_is_changed_by_who_knows_it(pool: Pool) -> None:
    pool.join("Zorvana Melketh")
    desk, address = pool.desk(), f"/en/desk/assembly/{pool.slug}/key/"
    new = "eight other invented herons"
    wrong = {"old": "nobody knows this", "passphrase": new, "again": new}
    assert desk.post(address, wrong).status_code == 422
    assert desk.post(address, {**wrong, "old": PASSPHRASE}).status_code == 200
    look = f"/en/desk/assembly/{pool.slug}/volunteers/{pool.volunteer().pseudonym}/"
    assert desk.post(look, {"passphrase": PASSPHRASE}).status_code == 422
    assert "Zorvana Melketh" in desk.post(look, {"passphrase": new}).content.decode()


def test_a_lost_passphrase_is_replaced_by_the_recovery_key(pool: Pool) -> None:
    pool.join("Zorvana Melketh")
    desk, address = pool.desk(), f"/en/desk/assembly/{pool.slug}/key/recover/"
    look = f"/en/desk/assembly/{pool.slug}/volunteers/{pool.volunteer().pseudonym}/"
    assert address in desk.get(look).content.decode()
    new = "eight other invented herons"
    typed = pool.recovery.lower().replace("-", " ")
    sent = {"recovery": typed, "passphrase": new, "again": "another one of these"}
    assert desk.post(address, sent).status_code == 422
    answer = desk.post(address, {**sent, "again": new})
    assert answer.status_code == 200
    fresh = answer.context["recovery"]
    assert fresh in answer.content.decode()
    assert fresh != pool.recovery
    assert desk.post(look, {"passphrase": PASSPHRASE}).status_code == 422
    assert "Zorvana Melketh" in desk.post(look, {"passphrase": new}).content.decode()
    # the key that was used is over, the new one works
    assert desk.post(address, {**sent, "again": new}).status_code == 422
    assert desk.post(address, {**sent, "recovery": fresh, "again": new}).status_code == 200
    verbs = [entry.verb for entry in pool.panel.entries.order_by("pk") if "recover" in entry.verb]
    assert verbs == ["key.recovered", "key.recovery-refused", "key.recovered"]
    log = browser(pool.colleague).get(f"/en/desk/assembly/{pool.slug}/log/").content.decode()
    assert "set a new passphrase with the recovery key" in log
    assert new not in log
    assert fresh not in log


def _other_key(pool: Pool) -> str:
    return build_pool("another").recovery


def _slip(pool: Pool) -> str:
    return pool.recovery[:-1] + ("A" if pool.recovery[-1] != "A" else "B")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (_other_key, "This recovery key is not the one of this panel"),
        (_slip, "This is no recovery key, or a letter of it is wrong"),
        (lambda _pool: "خفیہ جملہ", "This is no recovery key, or a letter of it is wrong"),
    ],
)
def test_a_wrong_recovery_key_changes_nothing_and_says_what_to_do(
    pool: Pool, wrong: Callable[[Pool], str], said: str
) -> None:
    before = bytes(pool.panel.identity_key)
    new = "eight other invented herons"
    sent = {"recovery": wrong(pool), "passphrase": new, "again": new}
    desk, address = pool.desk(), f"/en/desk/assembly/{pool.slug}/key/recover/"
    answer = desk.post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "stay shut for ever" in text
    assert new not in text
    pool.panel.refresh_from_db()
    assert bytes(pool.panel.identity_key) == before
    entry = pool.panel.entries.latest("pk")
    assert (entry.verb, entry.account, entry.about) == ("key.recovery-refused", pool.officer, "")


def test_without_a_key_there_is_nothing_to_recover(db: None, quick_keys: None) -> None:
    prepared = build_pool("prepared", state="prepared")
    answer = prepared.desk().get("/en/desk/assembly/prepared/key/recover/")
    assert answer.url.endswith("/prepared/key/")


def test_the_log_is_added_to_and_never_changed(pool: Pool) -> None:
    entry = pool.panel.entries.first()
    with pytest.raises(AddedOnlyError):
        entry.delete()
    with pytest.raises(AddedOnlyError):
        entry.save()
    with pytest.raises(AddedOnlyError):
        OfficerEntry.objects.all().delete()
    with pytest.raises(AddedOnlyError):
        pool.panel.entries.update(verb="nothing.happened")
