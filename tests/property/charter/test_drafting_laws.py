"""Laws of drafting: what does not overlap commutes, another word is another hash, more votes for never hurt."""

from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import (
    RULES,
    Ballots,
    Base,
    Decision,
    Operation,
    Proposal,
    Rule,
    Tally,
    Voting,
    draft_text,
    evaluate_rule,
    find_overlaps,
    flat_rule,
    follow_decisions,
    hash_operations,
    rebase_proposal,
)
from misaq.charter import (
    Test as RuleTest,
)

WORDS = {
    "en": ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"],
    "ur": ["الف", "بے", "جیم", "دال", "ہے", "واؤ"],
}
HEADS = {"en": "Article {n}. Heading {n}", "ur": "دفعہ {n}۔ عنوان {n}"}
CLAUSES, LENGTH = 3, len(WORDS["en"])
BASE = Base(
    "law",
    {
        language: {
            "law.txt": "\n".join(
                [
                    line
                    for n in (1, 2)
                    for line in [
                        HEADS[language].format(n=n),
                        *(f"({c}) {' '.join(words)}" for c in range(1, CLAUSES + 1)),
                        "",
                    ]
                ]
            )
        }
        for language, words in WORDS.items()
    },
)


@st.composite
def changes(draw: st.DrawFn, name: str, order: int) -> Proposal:
    """A proposal of one to three operations: words of some clauses, or a new clause at the end of an article."""
    places = draw(
        st.lists(
            st.tuples(st.integers(1, 2), st.integers(1, CLAUSES), st.integers(0, LENGTH - 2)),
            min_size=1,
            max_size=3,
            unique_by=lambda place: place[:2],
        )
    )
    kinds = st.sampled_from(["substitute_words", "omit_words", "insert_words", "omit_provision"])
    made: dict[str, list[Operation]] = {"en": [], "ur": []}
    for i, (article, clause, at) in enumerate(places, start=1):
        kind = draw(kinds)
        for language, words in WORDS.items():
            quoted = " ".join(words[at : at + 2])
            text = f"{name}{i} {name}" if kind in {"substitute_words", "insert_words"} else ""
            made[language].append(
                Operation(
                    f"{name}.{i}",
                    1,
                    kind,
                    f"art-{article}.cl-{clause}",
                    words="" if kind == "omit_provision" else quoted,
                    text=text,
                    where="after" if kind == "insert_words" else "instead",
                )
            )
    if draw(st.booleans()):
        article = draw(st.integers(1, 2))
        for language, texts in made.items():
            texts.append(
                Operation(
                    f"{name}.new",
                    1,
                    "insert_provision",
                    f"art-{article}.cl-{3 + order}",
                    text=f"({3 + order}) {WORDS[language][0]} {name}",
                    parent=f"art-{article}",
                    after=f"art-{article}.cl-{CLAUSES}",
                )
            )
    return Proposal(name, BASE.sha256, {k: tuple(v) for k, v in made.items()}, order=order)


def adopted(proposals: Sequence[Proposal]) -> Base:
    """The text when proposals are adopted one after another, each carried over to what stands."""
    base, waiting = BASE, list(proposals)
    while waiting:
        first, *rest = waiting
        waiting = [rebase_proposal(base, other, [first]).proposal for other in rest]
        base = base.adopt(first)
    return base


@settings(max_examples=40, deadline=None)
@given(changes("p", 1), changes("q", 2), changes("r", 3))
def test_independent_proposals_commute(one: Proposal, two: Proposal, three: Proposal) -> None:
    together = [one, two, three]
    while find_overlaps(BASE, together):
        together.pop()
    texts = {adopted(order).sha256 for order in permutations(together)}
    assert len(texts) == 1
    if len(together) > 1:
        rebased = rebase_proposal(BASE, together[0], together[1:])
        assert rebased.votes_stay
        # each one alone in the text, and in the text with the others: the same words come and go
        alone = draft_text(BASE, together[0]).reach
        beside = draft_text(adopted(together[1:]), rebased.proposal).reach
        assert alone == beside


@settings(max_examples=40, deadline=None)
@given(changes("p", 1), changes("q", 2))
def test_what_overlaps_is_never_carried_over_silently(one: Proposal, two: Proposal) -> None:
    overlaps = find_overlaps(BASE, [one, two])
    rebased = rebase_proposal(BASE, two, [one])
    assert rebased.votes_stay is (not overlaps)
    assert (two.sha256 in rebased.proposal.voted_as) is rebased.votes_stay
    both_ways = rebase_proposal(BASE, one, [two])
    assert both_ways.votes_stay is rebased.votes_stay
    if not overlaps:  # brute force: no word of a clause that either touches is written by both
        clauses = [{o.provision for o in p.operations["en"]} for p in (one, two)]
        assert not clauses[0] & clauses[1]


@given(changes("p", 1), st.data())
def test_another_word_is_another_hash_and_nothing_else_is(
    one: Proposal, data: st.DataObject
) -> None:
    language = data.draw(st.sampled_from(["en", "ur"]))
    place = data.draw(st.integers(0, len(one.operations[language]) - 1))
    name = data.draw(st.sampled_from(["words", "text", "provision", "note", "n", "id"]))
    operation = one.operations[language][place]
    value = 9 if name == "n" else getattr(operation, name) + " more"
    listed = list(one.operations[language])
    listed[place] = replace(operation, **{name: value})
    other = replace(one, operations={**one.operations, language: tuple(listed)})
    binding = name in {"words", "text", "provision"}
    assert (other.sha256 != one.sha256) is binding
    assert (hash_operations(other.operations) != one.operations_sha256) is binding
    assert replace(one, title={"en": "x"}, author="y", order=7).sha256 == one.sha256
    assert replace(one, base="sha256:0").sha256 != one.sha256


def ballots() -> st.SearchStrategy[Ballots]:
    counts = st.integers(0, 12)
    return st.builds(
        lambda yes, no, abstain, absent, vacant: Ballots(
            yes, no, abstain, yes + no + abstain + absent + vacant, vacant
        ),
        counts,
        counts,
        counts,
        counts,
        st.integers(0, 3),
    )


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    groups = draw(st.dictionaries(st.sampled_from("abcd"), ballots(), min_size=1, max_size=4))
    others = draw(ballots())
    names = [field.name for field in fields(Ballots)]
    total = {n: sum(getattr(b, n) for b in (*groups.values(), others)) for n in names}
    return Tally(Ballots(**total), groups)


def rules() -> st.SearchStrategy[Rule]:
    test = st.builds(
        RuleTest,
        over=st.sampled_from(["overall", "each"]),
        measure=st.just("yes"),
        base=st.sampled_from(["cast", "present", "seated", "all_members"]),
        compare=st.sampled_from([">", ">="]),
        value=st.fractions(min_value=0, max_value=1, max_denominator=7),
        empty=st.just("fails"),
        across=st.sampled_from([Fraction(1), Fraction(1, 2)]),
    )
    own = st.builds(
        lambda tests: flat_rule("own", tuple(tests)), st.lists(test, min_size=1, max_size=3)
    )
    return st.one_of(own, st.sampled_from(sorted(RULES.values(), key=lambda rule: rule.name)))


@given(rules(), tallies(), st.data())
def test_one_more_vote_for_never_turns_passed_into_failed(
    rule: Rule, tally: Tally, data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from(sorted(tally.groups)))
    was = tally.groups[group]
    source = data.draw(st.sampled_from(["no", "abstain", "absent"]))
    if source != "absent" and not getattr(was, source):
        return
    if source == "absent" and was.members - was.vacant == was.turnout:
        return

    def more(each: Ballots) -> Ballots:
        left = {source: getattr(each, source) - 1} if source != "absent" else {}
        return replace(each, yes=each.yes + 1, **left)

    after = Tally(more(tally.overall), {**tally.groups, group: more(was)})
    if evaluate_rule(rule, tally).outcome == "passed":
        assert evaluate_rule(rule, after).outcome == "passed"


@given(rules(), tallies(), st.permutations("abcd"))
def test_other_names_for_the_groups_change_nothing(
    rule: Rule, tally: Tally, names: Sequence[str]
) -> None:
    renamed = dict(zip("abcd", names, strict=True))
    other = Tally(tally.overall, {renamed[g]: b for g, b in reversed(tally.groups.items())})
    one, two = evaluate_rule(rule, tally), evaluate_rule(rule, other)
    assert one.outcome == two.outcome
    assert sorted((renamed.get(r.group, ""), r.got, r.needed or 0) for r in one.reasons) == sorted(
        (r.group, r.got, r.needed or 0) for r in two.reasons
    )


@settings(max_examples=25, deadline=None)
@given(changes("p", 1), changes("q", 2), st.permutations(["p", "q"]), st.booleans())
def test_minutes_give_the_same_text_whatever_order_non_overlapping_clauses_are_taken_in(
    one: Proposal, two: Proposal, order: Sequence[str], reverse: bool
) -> None:
    made = {"p": one, "q": two}
    vote = Tally(Ballots(60, 40, 0, 100))
    decisions = [
        Decision(f"d-{n}", "clause", n, votings=(Voting(made[n].sha256, RULES["majority"], vote),))
        for n in order
    ]
    listed = [two, one] if reverse else [one, two]
    proceedings = follow_decisions(BASE, listed, decisions)
    outcomes = [ruling.outcome for ruling in proceedings.rulings]
    if find_overlaps(BASE, [one, two]):
        assert outcomes == ["passed", "refused"]
        assert [p.id for p in proceedings.base.adopted] == [order[0]]
    else:
        assert outcomes == ["passed", "passed"]
        assert proceedings.base.sha256 == adopted([one, two]).sha256
