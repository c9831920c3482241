"""Finding the lottery in the background: asked for, how far it is, stopped, failed, and what came out."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from tests.assembly_people import NAME, Pool, pool
from tests.charter_people import browser
from tests.record_people import quick_keys

from misaq.assembly import RULES, check_certificate
from misaq.web.assembly.drawing.services import sealing_confirm, sealing_propose
from misaq.web.assembly.identities.services import volunteer_erase
from misaq.web.assembly.lottery_words import FORM_WORDS, RULE_WORDS, rule_aim
from misaq.web.assembly.models import LotteryRun
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.results.selectors import certificate_words
from misaq.web.assembly.running import services
from misaq.web.assembly.running.forms import AskForm
from misaq.web.assembly.running.services import (
    RunProgress,
    is_current,
    run_ask,
    run_cancel,
    run_carry_out,
    runs_recover,
)

__all__ = ["pool", "quick_keys"]


@pytest.fixture
def closed(pool: Pool) -> Pool:
    """Twelve volunteers, two of them of one home, and registration closed; a hundred panels are enough."""
    pool.fill(10)
    pool.join(home="One roof")
    pool.join(home="one ROOF")
    pool.move("closed")
    pool.panel.n_panels = 100
    pool.panel.save()
    return pool


def asked(pool: Pool) -> LotteryRun:
    return run_ask(pool.panel, by=pool.officer)


def start(pool: Pool, **sent: str) -> Any:
    """Send the form that asks for a run."""
    values = {"rule": "leximin", "form": "uniform-100", **sent}
    return pool.desk().post(f"/en/desk/assembly/{pool.slug}/runs/start/", values)


def page(pool: Pool, run: LotteryRun, **headers: str) -> str:
    answer = pool.desk().get(f"/en/desk/assembly/{pool.slug}/runs/{run.pk}/", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def columns_of(text: str) -> dict[str, list[str]]:
    header, *rows = (line.split(",") for line in text.splitlines())
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def test_a_lottery_is_found_and_its_documents_check(closed: Pool) -> None:
    run = asked(closed)
    assert "Waiting for its turn." in page(closed, run)
    run_carry_out(run)
    run.refresh_from_db()
    assert (run.state, run.failure) == ("done", [])
    assert set(run.lottery["probabilities"]) == {v.pseudonym for v in closed.panel.volunteers.all()}
    assert abs(sum(run.lottery["probabilities"].values()) - 6) < 1e-9
    document = {**run.lottery, "sealed": run.sealed}
    assert check_certificate(document, columns_of(run.pool_csv), columns_of(run.quotas_csv)) == []
    assert NAME not in run.pool_csv + str(run.lottery) + str(run.sealed)
    shown = page(closed, run)
    assert "The lottery is found." in shown
    assert "Nobody: each volunteer has a chance." in shown
    assert is_current(run)


def test_who_can_never_sit_is_named_with_the_quota(closed: Pool) -> None:
    closed.set_quotas(hills=(0, 0), north=(3, 3), south=(3, 3))
    run = asked(closed)
    run_carry_out(run)
    run.refresh_from_db()
    hills = {v.pseudonym for v in closed.panel.volunteers.all() if v.answers["region"] == "hills"}
    assert set(run.lottery["excluded"]) == hills
    shown = page(closed, run)
    assert "Region Hills at most 0" in shown
    for who in hills:
        assert who in shown


def test_an_erasure_makes_the_run_stale(closed: Pool) -> None:
    run = asked(closed)
    run_carry_out(run)
    volunteer_erase(closed.volunteer(0))
    run.refresh_from_db()
    assert not is_current(run)
    assert "have changed since" in page(closed, run)


def test_nothing_is_run_while_registration_is_open(pool: Pool) -> None:
    with pytest.raises(RefusedError):
        asked(pool)
    assert start(pool).status_code == 409


def test_one_run_at_a_time(closed: Pool) -> None:
    assert asked(closed) == asked(closed)


def test_a_waiting_run_is_stopped_at_once_and_never_begins(closed: Pool) -> None:
    run = asked(closed)
    closed.desk().post(f"/en/desk/assembly/{closed.slug}/runs/{run.pk}/cancel/")
    run_carry_out(run)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert "It was stopped." in page(closed, run)


def test_a_running_one_stops_at_its_next_step(closed: Pool) -> None:
    run = asked(closed)
    first = RunProgress.step

    def step(self: RunProgress, what: str, done: int, total: int) -> None:
        run_cancel(run, by=closed.officer)
        first(self, what, done, total)

    with patch.object(RunProgress, "step", step):
        run_carry_out(run)
    run.refresh_from_db()
    assert (run.state, run.lottery) == ("cancelled", {})


def test_progress_is_shown_as_a_part_of_the_page_too(closed: Pool) -> None:
    run = asked(closed)
    LotteryRun.objects.filter(pk=run.pk).update(
        state="running", step="step.assembly.panels", done=3, total=9
    )
    part = page(closed, run, HX_Request="true")
    assert "Making panels that meet the quotas" in part
    assert 'max="9" value="3"' in part
    assert "<html" not in part
    assert '<noscript><meta http-equiv="refresh"' in page(closed, run)


def test_quotas_that_cannot_be_met_fail_with_the_reason(closed: Pool) -> None:
    closed.set_quotas(women=(4, 4), men=(4, 4))
    run = asked(closed)
    run_carry_out(run)
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.failure[0]["code"] == "quotas_infeasible"
    assert "It did not work" in page(closed, run)


def test_a_broken_engine_leaves_no_traceback_in_the_queue(closed: Pool) -> None:
    run = asked(closed)
    with patch.object(services, "hold_lottery", side_effect=ZeroDivisionError("secret row")):
        run_carry_out(run)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "secret row" not in str(run.failure)


def test_a_server_that_stopped_leaves_no_run_for_ever(closed: Pool) -> None:
    run = asked(closed)
    LotteryRun.objects.filter(pk=run.pk).update(state="running")
    assert runs_recover() == 1
    run.refresh_from_db()
    assert run.state == "failed"
    assert "It did not work" in page(closed, run)


def test_the_button_asks_for_a_run(closed: Pool) -> None:
    answer = start(closed)
    run = closed.panel.runs.get()
    assert answer.url.endswith(f"/runs/{run.pk}/")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_rule_is_explained_and_leximin_is_chosen(closed: Pool, language: str) -> None:
    shown = closed.desk().get(f"/{language}/desk/assembly/{closed.slug}/runs/").content.decode()
    found = re.findall(
        r'<input type="radio" name="(rule|form)" value="([\w-]+)"[^>]*?( checked)?>', shown
    )
    assert [value for name, value, _on in found if name == "rule"] == list(RULES)
    assert [value for name, value, _on in found if name == "form"] == list(FORM_WORDS)
    assert {value for _name, value, on in found if on} == {"leximin", "uniform-100"}
    with translation.override(language):
        for sentence in [words[1] for words in (*RULE_WORDS.values(), *FORM_WORDS.values())]:
            assert str(sentence) in shown
        warning = "some volunteers may have nearly no chance. Choose it only where a law or an agreement demands it."
        place = shown.index(gettext(warning))
    assert shown.index('value="legacy"') < place < shown.index('name="form"')


@pytest.mark.parametrize(
    ("rule", "form", "sort", "total"),
    [
        ("maximin", "uniform-10", "uniform", 10),
        ("nash", "uniform-100", "uniform", 100),
        ("goldilocks", "tickets", "tickets", None),
        ("legacy", "uniform-1000", "uniform", 1000),
    ],
)
def test_rule_and_form_go_from_the_choice_to_the_sealed_list(
    closed: Pool, rule: str, form: str, sort: str, total: int | None
) -> None:
    start(closed, rule=rule, form=form)
    run = closed.panel.runs.get()
    assert (run.state, run.failure) == ("done", [])
    assert (run.rule, run.form) == (run.lottery["rule"], run.lottery["lottery"]) == (rule, sort)
    if total:
        assert run.n_panels == run.lottery["n_tickets"] == total
    shown = page(closed, run)
    assert str(RULE_WORDS[rule][0]) in shown
    assert str(FORM_WORDS[form][0]) in shown
    closed.panel.refresh_from_db()
    assert AskForm.of(closed.panel).initial == {"rule": rule, "form": form}
    assert closed.panel.entries.get(verb="lottery.asked").about.split()[:2] == [rule, sort]
    dice = f"dice:{len(str(run.lottery['n_tickets'])) - 1}"
    act = sealing_propose(closed.panel, run, dice, "full", by=closed.officer)
    proposed = browser(closed.colleague).get(f"/en/desk/assembly/draws/{closed.slug}/")
    assert str(rule_aim(rule)) in proposed.content.decode()
    sealed = sealing_confirm(closed.panel, act.proposed_at.isoformat(), by=closed.colleague)
    assert (sealed.lottery["rule"], sealed.lottery["lottery"]) == (rule, sort)
    assert (sealed.run.rule, sealed.run.form, sealed.run.n_panels) == (rule, sort, run.n_panels)
    public = Client().get(f"/en/assembly/draws/{closed.slug}/").content.decode()
    assert str(rule_aim(rule)) in public


def test_another_rule_waits_until_the_run_is_over(closed: Pool) -> None:
    asked(closed)
    answer = start(closed, rule="nash")
    assert answer.status_code == 409
    assert "Another run is not finished." in answer.content.decode()
    assert closed.panel.runs.count() == 1
    closed.panel.refresh_from_db()
    assert closed.panel.rule == "leximin"


@pytest.mark.parametrize("sent", [{"rule": "mine"}, {"form": "uniform-7"}, {"rule": ""}])
def test_what_is_no_rule_or_form_starts_nothing(closed: Pool, sent: dict[str, str]) -> None:
    assert start(closed, **sent).status_code == 422
    assert not closed.panel.runs.exists()


def test_who_is_on_no_panel_is_told_before_and_after_the_seal(closed: Pool) -> None:
    run = asked(closed)
    run_carry_out(run)
    run.refresh_from_db()
    assert "on none of these panels" not in page(closed, run)
    who = next(iter(run.lottery["probabilities"]))
    run.lottery["probabilities"][who] = 0.0
    run.lottery["min_probability"] = 0.0
    run.save()
    shown = page(closed, run)
    assert "volunteer whom the quotas would let in is on none of these panels" in shown
    assert "Nobody: each volunteer has a chance." not in shown
    assert "no other lottery gives the least likely volunteer more" not in shown
    words = certificate_words(run.lottery)
    assert (words["n_missed"], words["near"], words["best_possible"]) == (1, False, False)
