"""Volunteering in public: the form, the code, one's own row, correcting it, erasing it, and what is not kept."""

import re

import pytest
from django.test import Client
from tests.assembly_people import CONTACT, HOME, NAME, Pool, pool
from tests.record_people import quick_keys

from misaq.assembly import pseudonym
from misaq.web.assembly.marks import folded, home_mark
from misaq.web.assembly.models import LotteryRun, SealedLottery, Volunteer

__all__ = ["pool", "quick_keys"]
CODE = re.compile(r'id="(code|key)"><b>([a-z-]{14})</b>')


def sent(**other: str) -> dict[str, str]:
    """What somebody fills in."""
    values = {"q0": "women", "q1": "north", "home": HOME, "name": NAME, "contact": CONTACT}
    return {**values, "consent": "on", "version": "1", **other}


def address(pool: Pool, page: str) -> str:
    return f"/en/assembly/panels/{pool.slug}/{page}/"


def registered(client: Client, pool: Pool, **other: str) -> dict[str, str]:
    """Register; gives {"code", "key"}."""
    answer = client.post(address(pool, "register"), sent(**other))
    assert answer.status_code == 200
    found = dict(CODE.findall(answer.content.decode()))
    assert set(found) == {"code", "key"}
    return found


def test_who_registers_is_in_the_pool_with_choices_only(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    (row,) = pool.panel.volunteers.all()
    assert row.pseudonym == pseudonym(codes["code"])
    assert row.answers == {"sex": "women", "region": "north"}
    assert row.consent.version == 1
    kept = " ".join(str(getattr(row, f.attname)) for f in Volunteer._meta.concrete_fields)
    for typed in (NAME, CONTACT, HOME, "Talven", codes["code"], codes["key"]):
        assert typed not in kept


@pytest.mark.parametrize("left_out", ["q0", "q1", "home", "name", "contact", "consent"])
def test_what_is_missing_is_named_and_nothing_is_kept(
    pool: Pool, client: Client, left_out: str
) -> None:
    values = sent()
    del values[left_out]
    answer = client.post(address(pool, "register"), values)
    assert answer.status_code == 422
    assert "Please mend this" in answer.content.decode()
    assert not pool.panel.volunteers.exists()


def test_an_answer_that_is_no_choice_is_refused(pool: Pool, client: Client) -> None:
    assert client.post(address(pool, "register"), sent(q1="everywhere")).status_code == 422


def test_nobody_agrees_to_a_text_they_have_not_read(pool: Pool, client: Client) -> None:
    pool.panel.consents.create(version=2, text_en="Another.", text_ur="اور۔")
    answer = client.post(address(pool, "register"), sent(version="1"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Another." in shown
    assert 'name="version" value="2"' in shown
    assert 'name="consent" required id="id_consent" checked' not in shown
    registered(client, pool, version="2")


def test_the_same_person_registers_once(pool: Pool, client: Client) -> None:
    registered(client, pool)
    again = client.post(
        address(pool, "register"), sent(name=NAME.upper(), contact=CONTACT.replace("-", " "))
    )
    assert again.status_code == 422
    assert "registered already" in again.content.decode()
    assert pool.panel.volunteers.count() == 1


def test_two_of_a_home_share_a_mark_and_two_panels_do_not(pool: Pool, client: Client) -> None:
    registered(client, pool)
    registered(client, pool, name="Another", home=HOME.lower().replace(",", " "))
    one, two = pool.panel.volunteers.values_list("household", flat=True)
    assert one == two != ""
    before = home_mark(pool.panel, HOME)
    pool.panel.home_secret = b"another secret"
    assert home_mark(pool.panel, HOME) != before
    pool.panel.home_secret = b""
    assert home_mark(pool.panel, HOME) == ""


def test_digits_of_any_script_are_one_address() -> None:
    assert folded("مکان ۷، گلی ٣") == folded("مکان 7 گلی 3")


def test_the_code_shows_ones_own_row(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    shown = client.post(address(pool, "mine"), {"code": codes["code"].upper().replace("-", " ")})
    text = shown.content.decode()
    assert pseudonym(codes["code"]) in text
    assert "Women" in text
    assert "You are in the pool." in text
    for wrong in ("abcd-efgh-jkmn", "nonsense"):
        assert client.post(address(pool, "mine"), {"code": wrong}).status_code == 422


def test_answers_are_corrected_with_code_and_key(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    before = pool.panel.volunteers.get().household
    wrong = client.post(address(pool, "change"), {**codes, "key": "abcd-efgh-jkmn"})
    assert wrong.status_code == 422
    form = client.post(address(pool, "change"), codes)
    assert 'value="north"' in form.content.decode()
    change = {**codes, "answering": "yes", "q0": "men", "q1": "hills", "home": ""}
    assert (
        "Your answers were corrected."
        in client.post(address(pool, "change"), change).content.decode()
    )
    row = pool.panel.volunteers.get()
    assert row.answers == {"sex": "men", "region": "hills"}
    assert row.household == before
    bad = client.post(address(pool, "change"), {**change, "key": "abcd-efgh-jkmn", "q0": "women"})
    assert bad.status_code == 422
    assert pool.panel.volunteers.get().answers["sex"] == "men"


def test_the_code_alone_erases_nobody(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    for values in ({"code": codes["code"]}, {**codes, "key": codes["code"]}):
        assert client.post(address(pool, "erase"), values).status_code == 422
    assert pool.panel.volunteers.count() == 1


def test_erasing_before_the_seal_leaves_nothing(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    assert "You are erased" in client.post(address(pool, "erase"), codes).content.decode()
    assert not pool.panel.volunteers.exists()
    assert client.post(address(pool, "mine"), codes).status_code == 422
    entry = pool.panel.entries.get(verb="volunteer.erased")
    assert entry.account is None


def test_erasing_after_the_seal_leaves_the_row_without_a_name(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    who = pseudonym(codes["code"])
    run = LotteryRun.objects.create(
        panel=pool.panel, rule="leximin", form="uniform", state="done", asked_by=pool.officer
    )
    SealedLottery.objects.create(
        panel=pool.panel, run=run, commitment="c", lottery={"probabilities": {who: 0.125}}, pool_csv="",
        quotas_csv="", sealed_by=pool.officer,
    )  # fmt: skip
    pool.panel.state = "sealed"
    pool.panel.save()
    assert "12.50%" in client.post(address(pool, "mine"), codes).content.decode()
    assert client.post(address(pool, "change"), codes).status_code == 410
    client.post(address(pool, "erase"), codes)
    row = pool.panel.volunteers.get()
    assert (row.pseudonym, bytes(row.boxed), row.key_mark, row.person_mark) == (who, b"", "", "")
    assert row.erased_on is not None
    assert row.answers == {"sex": "women", "region": "north"}
    assert client.post(address(pool, "erase"), codes).status_code == 422


def test_after_closing_nobody_comes_in_and_nothing_is_corrected(pool: Pool, client: Client) -> None:
    codes = registered(client, pool)
    pool.move("closed")
    assert client.get(address(pool, "register")).status_code == 410
    assert client.post(address(pool, "register"), sent(name="Late")).status_code == 410
    assert client.post(address(pool, "change"), codes).status_code == 410
    assert pool.panel.volunteers.count() == 1
    assert "You are erased" in client.post(address(pool, "erase"), codes).content.decode()


def test_what_is_being_prepared_is_not_there(pool: Pool, client: Client) -> None:
    pool.panel.state = "prepared"
    pool.panel.save()
    assert pool.panel.name_en not in client.get("/en/assembly/panels/").content.decode()
    for page in ("register", "mine", "change", "erase"):
        assert client.get(address(pool, page)).status_code == 404


def test_guessing_codes_ends_after_a_while(pool: Pool, client: Client) -> None:
    answers = [client.post(address(pool, "mine"), {"code": "abcd-efgh-jkmn"}) for _n in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {422}
    assert answers[30].status_code == 429
