"""Laws of the model: order makes no difference, a no never allows, no rung is ever skipped."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.dates import parse_edtf
from misaq.record import (
    LADDER,
    REVIEW_STEPS,
    Consent,
    FateStatus,
    Identification,
    Review,
    check_review,
    current_fate,
    current_rung,
    is_presumed_alive,
    may_review,
    may_use,
    terms,
)

FATES = st.sampled_from(sorted(terms("fate")))
DAYS = st.dates(date(2005, 1, 1), date(2012, 12, 31))
TIMES = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: day.strftime("%Y-%m")),
    DAYS.map(lambda day: str(day.year)),
    st.just("2009/2010"),
)
T0 = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def series(draw):
    """Statuses of one person, some of them deaths without an identification."""
    found = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        named = draw(st.booleans())
        found.append(
            FateStatus(
                number, "P-1", draw(FATES), parse_edtf(draw(TIMES)), draw(DAYS), "told",
                identification=Identification(("dna",), "lab", "7", date(2010, 1, 1)) if named else None,
            )
        )  # fmt: skip
    return found


@given(series(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_series_makes_no_difference(found, at, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert current_fate(shuffled, at) == current_fate(found, at)
    assert is_presumed_alive(shuffled, at) == is_presumed_alive(found, at)


@given(series(), DAYS)
def test_nobody_is_dead_without_an_identification(found, at):
    identified = [
        one for one in found if one.status == "found_dead_identified" and one.identification
    ]
    if not is_presumed_alive(found, at):
        assert any(one.as_of.latest <= at for one in identified)
    current = current_fate(found, at)
    if current and current.status == "found_dead_identified":
        assert current in identified


@given(series(), DAYS)
def test_what_comes_later_changes_nothing_before_it(found, at):
    then = [one for one in found if one.as_of.latest <= at]
    assert current_fate(found, at) == current_fate(then, at)
    current = current_fate(found, at)
    if current:
        assert all(
            one.as_of.latest <= current.as_of.latest
            for one in then
            if one.status != "found_dead_identified" or one.identification
        )


@st.composite
def consents(draw):
    """A log of answers by the subject and three relatives, for two purposes."""
    found = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        by = draw(st.sampled_from(["m1", "mother", "brother", "uncle"]))
        at = draw(st.integers(0, 20))
        until = draw(st.none() | st.integers(0, 25))
        withdrawn = draw(st.none() | st.integers(0, 10))
        found.append(
            Consent(
                number, "m1", by, "self" if by == "m1" else "relative", draw(st.sampled_from(["search", "court"])),
                draw(st.sampled_from(["yes", "no"])), T0 + timedelta(days=at),
                until=None if until is None else (T0 + timedelta(days=until)).date(),
                withdrawn_at=None if withdrawn is None else T0 + timedelta(days=at + withdrawn),
            )
        )  # fmt: skip
    return found


MOMENTS = st.integers(0, 30).map(lambda n: T0 + timedelta(days=n))
GIVERS = st.sampled_from(["m1", "mother", "brother", "aunt"])


def one_more(found, by, answer, moment, purpose="search", **more):
    relation = "self" if by == "m1" else "relative"
    return [*found, Consent(len(found) + 1, "m1", by, relation, purpose, answer, moment, **more)]


@given(consents(), MOMENTS, MOMENTS, GIVERS)
def test_a_no_never_allows_what_was_not_allowed(found, at, moment, by):
    before = may_use(found, "search", at, subject="m1")
    after = may_use(one_more(found, by, "no", moment), "search", at, subject="m1")
    assert after <= before


@given(consents(), MOMENTS, GIVERS, MOMENTS)
def test_a_withdrawn_yes_never_allows_more_than_no_answer_and_a_yes_that_holds_forbids_nothing(
    found, at, by, moment
):
    before = may_use(found, "search", at, subject="m1")
    taken_back = one_more(found, by, "yes", moment, withdrawn_at=moment)
    assert may_use(taken_back, "search", at, subject="m1") <= before
    assert may_use(one_more(found, by, "yes", moment), "search", at, subject="m1") >= before


@given(consents(), MOMENTS)
def test_a_no_of_the_subject_holds_until_the_subject_speaks_again(found, at):
    refused = one_more(found, "m1", "no", at)
    later = one_more(refused, "mother", "yes", at + timedelta(days=1))
    assert not may_use(later, "search", at + timedelta(days=2), subject="m1") or any(
        one.given_by == "m1" and one.given_at > at for one in found
    )


@given(consents(), MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_and_other_purposes_make_no_difference(found, at, chance):
    shuffled = [one for one in found if one.purpose == "search"]
    chance.shuffle(shuffled)
    expected = may_use(found, "search", at, subject="m1")
    assert may_use(shuffled, "search", at, subject="m1") == expected


PEOPLE = st.sampled_from(["Alia", "Baz", "Noor", "Sana", "Daud", ""])
STEPS = st.sampled_from(REVIEW_STEPS)
WILD = st.tuples(
    STEPS, PEOPLE, st.sampled_from(sorted(terms("standard_of_proof"))),
    st.booleans(), st.integers(0, 3), st.booleans(), st.sampled_from(["", "a reason"]), st.integers(0, 1),
)  # fmt: skip
# attempts in which only the step and the person can be wrong: enough of them reach the top
SOUND = st.tuples(
    STEPS, PEOPLE, *map(st.just, ("reasonable_grounds", True, 2, True, "a reason", 0))
)
ATTEMPTS = st.lists(st.one_of(WILD, SOUND, SOUND), max_size=25)


def climb(attempts):
    """The log of all attempts that nothing stood in the way of."""
    log = []
    for step, person, standard, free, sources, blind, reason, differences in attempts:
        review = Review(
            len(log) + 1, "c1", step, person, date(2026, 5, 1), free, standard, sources, blind, differences, reason
        )  # fmt: skip
        faults = check_review(log, review, authors=["Alia", "Baz"])
        assert may_review(log, step, person, authors=["Alia", "Baz"]) or faults
        if not faults:
            log.append(review)
    return log


@given(ATTEMPTS)
def test_no_rung_is_skipped_and_no_author_ever_reviews(attempts):
    log = climb(attempts)
    rungs = [LADDER.index(current_rung(log[:n])) for n in range(len(log) + 1)]
    assert all(after - before <= 1 for before, after in pairwise(rungs))
    assert not {review.reviewer for review in log} & {"Alia", "Baz", ""}
    assert all(review.no_conflict for review in log)


@given(ATTEMPTS)
def test_a_verified_case_was_seen_by_three_people_of_whom_the_last_knew_nothing(attempts):
    log = climb(attempts)
    if current_rung(log) == "verified":
        last = max(n for n, review in enumerate(log) if review.step == "second")
        assert log[last].blind
        assert log[last].reviewer not in {review.reviewer for review in log[:last]}
        assert {review.step for review in log[:last]} >= {"admit", "peer"}
        assert log[last].open_differences == 0


def test_the_attempts_can_reach_the_top():
    good = ("reasonable_grounds", True, 2, True, "", 0)
    log = climb([("admit", "Noor", *good), ("peer", "Sana", *good), ("second", "Daud", *good)])
    assert current_rung(log) == "verified"
