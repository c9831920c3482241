"""The quota editor: judged as typed, the smallest change in one click, a suggestion, kept only when asked."""

import pytest
from django.utils import translation
from tests.assembly_people import Pool, pool
from tests.record_people import quick_keys

from misaq.assembly import quota_faults, read_pool
from misaq.web.assembly.models import Feature
from misaq.web.assembly.pool.selectors import pool_columns
from misaq.web.assembly.quotas.drafts import saved_draft, suggested_draft, typed_draft
from misaq.web.assembly.quotas.judging import judge

__all__ = ["pool", "quick_keys"]


def editor(pool: Pool, check: str = "") -> str:
    return f"/en/desk/assembly/{pool.slug}/quotas/{check}"


def test_numbers_are_judged_before_anybody_has_volunteered(pool: Pool) -> None:
    assert judge(pool.panel, saved_draft(pool.panel)).verdict == "nobody"
    found = judge(pool.panel, typed_draft(pool.panel, pool.typed(women=(5, 6))))
    assert found.verdict == "sums"
    assert found.reasons == ("Sex: the smallest numbers ask for 8 seats, and there are 6.",)
    with translation.override("ur"):
        found = judge(pool.panel, typed_draft(pool.panel, pool.typed(women=(1, 1))))
    assert found.reasons[0].startswith("جنس: سب سے بڑے عدد")


def test_quotas_that_can_be_met_are_called_so(pool: Pool) -> None:
    pool.fill(12)
    found = judge(pool.panel, saved_draft(pool.panel))
    assert (found.verdict, found.n_people) == ("can", 12)
    shown = pool.desk().post(editor(pool, "check/"), pool.typed()).content.decode()
    assert "These quotas can be met." in shown
    assert "<html" not in shown


def test_too_few_of_a_group_are_counted(pool: Pool) -> None:
    pool.fill(12)  # four of each region
    found = judge(
        pool.panel, typed_draft(pool.panel, pool.typed(hills=(5, 5), north=(0, 3), south=(0, 3)))
    )
    assert found.verdict == "cannot"
    assert found.reasons == ("Region Hills: at least 5 are to sit, and 4 have volunteered.",)


def test_what_conflicts_only_together_is_explained_in_words(pool: Pool) -> None:
    for _n in range(6):
        pool.join(sex="women", region="north")
        pool.join(sex="men", region="south")
    quotas = pool.typed(women=(4, 4), men=(2, 2), north=(1, 2), south=(3, 6), hills=(0, 1))
    found = judge(pool.panel, typed_draft(pool.panel, quotas))
    assert found.verdict == "cannot"
    (reason,) = found.reasons
    assert "Women" in reason or "Men" in reason
    assert found.changes
    assert found.mended is not None
    assert judge(pool.panel, found.mended).verdict == "can"


@pytest.mark.parametrize(
    "typed", [{"women": (5, 5)}, {"north": (3, 3), "south": (3, 3), "hills": (1, 1)}]
)
def test_one_click_makes_the_smallest_change_and_keeps_nothing(
    pool: Pool, typed: dict[str, tuple[int, int]]
) -> None:
    pool.fill(12)
    before = list(Feature.objects.order_by("pk").values_list("minimum", "maximum"))
    answer = pool.desk().post(editor(pool), {**pool.typed(**typed), "do": "relax"})
    assert answer.status_code == 200
    assert answer.context["judgement"].verdict == "can"
    assert "Not kept yet" in answer.content.decode()
    assert list(Feature.objects.order_by("pk").values_list("minimum", "maximum")) == before
    quotas = answer.context["draft"].quotas()
    people, _faults = read_pool(pool_columns(pool.panel), quotas)
    assert people is not None
    assert not quota_faults(quotas, people)


def test_what_is_no_number_is_named_and_not_kept(pool: Pool) -> None:
    values = {**pool.typed(women=(5, 2)), "size": "six", "do": "save"}
    answer = pool.desk().post(editor(pool), values)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "How many sit" in text
    assert "Sex Women: at least 5 is more than at most 2." in text
    pool.panel.refresh_from_db()
    assert pool.panel.size == 6


def test_quotas_are_kept_when_asked_and_noted(pool: Pool) -> None:
    values = {**pool.typed(hills=(0, 2)), "size": "7", "do": "save"}
    answer = pool.desk().post(editor(pool), values)
    assert answer.status_code == 302
    hills = Feature.objects.get(name="hills")
    assert (hills.minimum, hills.maximum, hills.min_flex) == (0, 2, None)
    pool.panel.refresh_from_db()
    assert pool.panel.size == 7
    assert pool.panel.entries.filter(verb="quotas.saved", account=pool.officer).exists()


def test_sealed_quotas_stay(pool: Pool) -> None:
    pool.panel.state = "sealed"
    pool.panel.save()
    values = {**pool.typed(hills=(0, 2)), "do": "save"}
    assert pool.desk().post(editor(pool), values).status_code == 409
    assert Feature.objects.get(name="hills").maximum == 1
    assert pool.desk().post(editor(pool, "check/"), values).status_code == 404


@pytest.mark.parametrize("tolerance", [0, 1, 3])
def test_a_suggestion_has_the_shares_of_the_population_and_adds_up(
    pool: Pool, tolerance: int
) -> None:
    draft = typed_draft(pool.panel, {**pool.typed(), "size": "20"})
    found = suggested_draft(pool.panel, draft, tolerance)
    quotas = found.quotas()
    assert quotas is not None
    rows = {row.feature: (row.minimum, row.maximum) for row in quotas.rows}
    # 51, 49; 50, 39, 11 of a hundred in twenty seats
    seats = {"women": 10, "men": 10, "north": 10, "south": 8, "hills": 2}
    assert rows == {name: (max(n - tolerance, 1), n + tolerance) for name, n in seats.items()}
    for category in quotas.categories:
        assert sum(q.minimum for q in quotas.of(category)) <= 20
        assert sum(q.maximum for q in quotas.of(category)) >= 20
