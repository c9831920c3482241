"""Alternates on the site: chosen by a seed that the draw fixed, published, used first."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly_draws import Hall

from misaq.assembly import (
    DropOut,
    choose_alternates,
    expected_loss,
    seed_after_draw,
    state_dropout,
)
from misaq.web.accounts.models import Account
from misaq.web.assembly.composition_rows import standing
from misaq.web.assembly.models import AlternatesRun, Invitation, Panel, SealedLottery, SeatingEvent
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.seating.selectors import log_break
from misaq.web.assembly.standby.selectors import (
    free_people,
    sealed_pool,
    sealed_quotas,
    seats_now,
    still_standing,
)
from misaq.web.assembly.standby.services import (
    alternates_ask,
    alternates_carry_out,
    alternates_recover,
)

Sign = Callable[[Account], Client]
DRAW, OPEN = "/en/desk/assembly/draws/velmara/", "/en/assembly/draws/velmara/"
PAGE, SEATS = DRAW + "alternates/", DRAW + "seats/"
STATED = {"number": "4", "way": "stated", "share": "30"}


@pytest.fixture
def drawn(ready: Hall, sign: Sign) -> tuple[Hall, Client]:
    """A panel that is drawn, and the officer's browser."""
    ready.seal()
    ready.throw()
    return ready, sign(ready.officer)


def chosen(hall: Hall, number: int = 4, share: float = 0.3) -> AlternatesRun:
    """A list of alternates, chosen without the queue."""
    chances = state_dropout(sealed_quotas(SealedLottery.objects.get()), share)
    run = alternates_ask(hall.panel, number, chances, share, by=hall.officer)
    alternates_carry_out(run)
    run.refresh_from_db()
    assert (run.state, run.failure) == ("done", [])
    return run


def leave(officer: Client, person: str, answer: str = "no") -> None:
    assert officer.post(f"{SEATS}{person}/reply/", {"answer": answer}).status_code == 302


def test_the_page_asks_shows_and_publishes(drawn: tuple[Hall, Client], client: Client) -> None:
    _hall, officer = drawn
    assert officer.get(PAGE).status_code == 200
    assert officer.post(PAGE, {"number": "4", "way": "stated"}).status_code == 422
    assert officer.post(PAGE, {"number": "4", "way": "learned"}).status_code == 422
    assert officer.post(PAGE, STATED).status_code == 302
    run = AlternatesRun.objects.get()
    page, public = officer.get(PAGE).content.decode(), client.get(OPEN + "panel/").content.decode()
    assert len(run.people) == 4
    for person in run.people:
        assert person in page
        assert person in public
    assert f"{run.without:.1f}" in page
    assert f"{run.loss:.1f}" in public
    assert officer.post(PAGE, STATED).status_code == 409, "the list holds until it is used up"


def test_anybody_can_repeat_the_choice(drawn: tuple[Hall, Client]) -> None:
    hall, _officer = drawn
    run = chosen(hall)
    sealing = SealedLottery.objects.get()
    event = SeatingEvent.objects.get(kind="alternates").body
    assert event["seed"] == seed_after_draw(sealing.commitment, sealing.draw.draw["value"])
    quotas = sealed_quotas(sealing)
    pool = sealed_pool(sealing, quotas, event["left_out"])
    drop_out = event["drop_out"]
    weights = tuple(drop_out["weights"].get(quota.label, 0.0) for quota in quotas.rows)
    chances = DropOut(drop_out["log_odds"], weights).of(pool)
    again = choose_alternates(
        pool, event["seated"], chances, event["asked"], scenarios=event["scenarios"], seed=event["seed"],
    )  # fmt: skip
    assert set(again.people) == set(event["people"]) == set(run.people)
    assert again.loss == pytest.approx(run.loss)
    loss = expected_loss(
        pool, event["seated"], run.people, chances, scenarios=event["scenarios"], seed=event["seed"]
    )
    assert loss == pytest.approx(run.loss)
    assert run.bound <= run.loss < run.without
    assert log_break(sealing) is None


def test_those_who_decline_are_replaced_from_the_list_first(
    drawn: tuple[Hall, Client], client: Client
) -> None:
    hall, officer = drawn
    run = chosen(hall)
    officer.post(SEATS, {"due": "2031-06-01"})
    sealing = SealedLottery.objects.get()
    first, second = seats_now(sealing)[:2]
    leave(officer, first)
    leave(officer, second, "silent")
    assert officer.post(f"{SEATS}{second}/stand-in/").status_code == 302
    came = [one.body for one in SeatingEvent.objects.filter(kind="replaced")]
    assert [one["person"] for one in came] == [second, first], "all vacant seats, this one first"
    seated = seats_now(sealing)
    assert len(seated) == 6
    assert standing(sealing).broken(seated) == ()
    assert all((one["stands_in"] in run.people) is (one["rule"] == "alternates") for one in came)
    assert any(one["rule"] == "alternates" for one in came)
    assert "from the alternates" in client.get(OPEN + "panel/").content.decode()
    assert log_break(sealing) is None


def test_the_list_is_left_only_when_nobody_of_it_keeps_the_quotas(
    drawn: tuple[Hall, Client],
) -> None:
    hall, officer = drawn
    run = chosen(hall)
    officer.post(SEATS, {"due": "2031-06-01"})
    woman = Invitation.objects.filter(volunteer__answers__sex="female")[0].volunteer.pseudonym
    of_list = hall.panel.volunteers.filter(pseudonym__in=run.people, answers__sex="female")
    assert of_list
    of_list.update(erased_on="2031-05-20")
    leave(officer, woman)
    assert officer.post(f"{SEATS}{woman}/stand-in/").status_code == 302
    event = SeatingEvent.objects.get(kind="replaced").body
    assert event["rule"] == "pool"
    assert event["stands_in"] not in run.people
    known = hall.panel.volunteers.get(pseudonym=event["stands_in"])
    assert known.answers["sex"] == "female"
    assert known.erased_on is None


def test_when_nobody_keeps_the_quotas_nothing_changes(drawn: tuple[Hall, Client]) -> None:
    hall, officer = drawn
    chosen(hall)
    officer.post(SEATS, {"due": "2031-06-01"})
    asked = Invitation.objects.values("volunteer")
    hall.panel.volunteers.filter(answers__sex="female").exclude(pk__in=asked).update(
        erased_on="2031-05-20"
    )
    woman = Invitation.objects.filter(volunteer__answers__sex="female")[0].volunteer.pseudonym
    leave(officer, woman)
    answer = officer.post(f"{SEATS}{woman}/stand-in/")
    assert answer.status_code == 409
    assert "sex: " in answer.content.decode()
    assert not SeatingEvent.objects.filter(kind="replaced").exists()


def test_without_a_list_the_order_of_the_draw_and_it_says_so(
    drawn: tuple[Hall, Client], client: Client
) -> None:
    _hall, officer = drawn
    officer.post(SEATS, {"due": "2031-06-01"})
    assert "No alternates are chosen." in officer.get(SEATS).content.decode()
    person = seats_now(SealedLottery.objects.get())[0]
    leave(officer, person)
    officer.post(f"{SEATS}{person}/stand-in/")
    assert SeatingEvent.objects.get(kind="replaced").body["rule"] == "order"
    public = client.get(OPEN + "panel/").content.decode()
    assert "No list of alternates was chosen" in public
    assert "next in the order of the draw" in public


def test_drop_out_is_learned_and_the_rows_are_not_kept(drawn: tuple[Hall, Client]) -> None:
    _hall, officer = drawn
    bad = SimpleUploadedFile("replies.csv", b"sex,came\nfemale,perhaps\n")
    refused = officer.post(PAGE, {"number": "3", "way": "learned", "replies": bad})
    assert refused.status_code == 422
    assert "perhaps" in refused.content.decode()
    assert not AlternatesRun.objects.exists()
    rows = ["sex,place,came"]
    rows += ["female,talhen,no"] * 12 + ["male,sovan,yes"] * 12
    file = SimpleUploadedFile("replies.csv", "\n".join(rows).encode())
    assert officer.post(PAGE, {"number": "3", "way": "learned", "replies": file}).status_code == 302
    run = AlternatesRun.objects.get()
    assert (run.n_replies, run.share) == (24, None)
    labels = [f"{q.category}={q.feature}" for q in sealed_quotas(SealedLottery.objects.get()).rows]
    weights = dict(zip(labels, run.weights, strict=True))
    assert weights["sex=female"] > 0 > weights["sex=male"]


def test_while_the_list_is_being_chosen_nobody_stands_in(drawn: tuple[Hall, Client]) -> None:
    hall, officer = drawn
    officer.post(SEATS, {"due": "2031-06-01"})
    chances = state_dropout(sealed_quotas(SealedLottery.objects.get()), 0.3)
    run = alternates_ask(hall.panel, 2, chances, 0.3, by=hall.officer)
    assert alternates_ask(hall.panel, 9, chances, 0.3, by=hall.officer) == run
    person = seats_now(SealedLottery.objects.get())[0]
    leave(officer, person)
    assert officer.post(f"{SEATS}{person}/stand-in/").status_code == 409
    AlternatesRun.objects.update(state="running")
    assert alternates_recover() == 1
    assert "did not work" in officer.get(PAGE).content.decode()
    assert officer.post(f"{SEATS}{person}/stand-in/").status_code == 302


def test_another_list_comes_when_the_first_is_used_up_without_those_gone(
    drawn: tuple[Hall, Client],
) -> None:
    hall, officer = drawn
    first = chosen(hall, 1)
    officer.post(SEATS, {"due": "2031-06-01"})
    with pytest.raises(RefusedError):
        chosen(hall, 3)
    gone = seats_now(SealedLottery.objects.get())[0]
    leave(officer, gone)
    hall.panel.volunteers.filter(pseudonym__in=first.people).update(erased_on="2031-05-20")
    second = chosen(hall, 3)
    assert not {gone, *first.people} & set(second.people)
    assert {gone, *first.people} <= set(second.left_out)
    assert still_standing(hall.panel, second) == second.people
    assert set(second.people) <= free_people(hall.panel)


def test_a_wrong_or_early_step_shows_where_to_go(ready: Hall, sign: Sign) -> None:
    officer = sign(ready.officer)
    for page in ("seats/", "alternates/", "randomness/"):
        early = officer.get(DRAW + page)
        assert early.status_code == 409, page
        assert f"{DRAW}seal/" in early.content.decode(), "what is next stands there"
    assert f'href="{DRAW}"' in officer.get("/en/desk/assembly/").content.decode()
    ready.seal()
    late = officer.get(DRAW + "seal/")
    assert late.status_code == 409
    assert f"{DRAW}randomness/" in late.content.decode()


def test_after_a_rehearsal_nobody_stands_by(ready: Hall, sign: Sign) -> None:
    ready.seal("seed:7")
    officer = sign(ready.officer)
    officer.post(DRAW + "randomness/", {"seed": "7"})
    if Panel.objects.get().state != "drawn":
        pytest.fail("the rehearsal was not drawn")
    assert officer.post(PAGE, STATED).status_code == 409
    assert not AlternatesRun.objects.exists()
