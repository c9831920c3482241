"""Laws of commitments that hold for any of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.dates import parse_edtf
from misaq.table import Commitment, find_cycles, judge, roll_up

IDS = [f"c{i}" for i in range(7)]
DUES = st.one_of(
    st.none(),
    st.dates(date(2029, 1, 1), date(2033, 12, 31)).map(lambda d: parse_edtf(d.isoformat())),
    st.sampled_from(["2030", "2031-02", "2030~", "XXXX"]).map(parse_edtf),
)
SCORES = st.sampled_from([None, 0, 1, 2, 3])


@st.composite
def commitments(draw, *, cyclic: bool = False):
    found = []
    for place, name in enumerate(IDS):
        others = IDS if cyclic else IDS[:place]
        waits = draw(st.lists(st.sampled_from(others), unique=True, max_size=3)) if others else []
        found.append(
            Commitment(name, {}, {}, due=draw(DUES), score=draw(SCORES), depends_on=tuple(waits))
        )
    return found


@given(commitments(), st.dates(date(2029, 1, 1), date(2034, 1, 1)), st.integers(0, 900))
def test_what_is_overdue_stays_overdue_until_it_is_kept(some, day, later) -> None:
    now = judge(some, as_of=day.isoformat())
    then = judge(some, as_of=(day + timedelta(days=later)).isoformat())
    for before, after in zip(now, then, strict=True):
        assert not (before.overdue and not after.overdue)
        if before.overdue:
            assert after.days_overdue == before.days_overdue + later


@given(commitments(), st.randoms(), st.dates(date(2029, 1, 1), date(2034, 1, 1)))
def test_order_does_not_matter_and_parts_add_up(some, random, day) -> None:
    shuffled = [*some]
    random.shuffle(shuffled)
    standings = judge(some, as_of=day.isoformat())
    whole = roll_up(standings, "")
    assert roll_up(judge(shuffled, as_of=day.isoformat()), "") == whole
    parts = [roll_up(standings[:3], ""), roll_up(standings[3:], "")]
    for name in ("n", "n_scored", "n_overdue", "n_blocked", "n_not_due", "n_undated"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    late_or_kept = sum(s.commitment.kept and s.not_due is False for s in standings)
    assert whole.n == whole.n_overdue + late_or_kept + whole.n_not_due + whole.n_undated
    if whole.delivered is not None:
        assert 0 <= whole.low <= whole.delivered <= whole.high <= 1


@given(commitments(cyclic=True))
def test_cycles_are_those_of_a_plain_search(some) -> None:
    waits = {c.id: set(c.depends_on) for c in some}

    def can_reach(start: str, goal: str) -> bool:
        seen, ahead = set(), list(waits[start])
        while ahead:
            node = ahead.pop()
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                ahead.extend(waits[node])
        return False

    expected = {
        tuple(sorted(b for b in waits if b == a or (can_reach(a, b) and can_reach(b, a))))
        for a in waits
        if can_reach(a, a)
    }
    assert find_cycles(some) == sorted(expected)


@given(commitments())
def test_a_graph_that_only_looks_back_has_no_cycle(some) -> None:
    assert find_cycles(some) == []
