"""Laws of ranks, slates and look-alike voters: order never matters, nobody is named, small counts stay hidden."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.dialogue import (
    SLATE_RULES,
    DialogueRules,
    QuarantinedPerson,
    Statement,
    analyse_dialogue,
    build_vote_matrix,
    part_quarantined,
    publish_brigading,
    publish_scores,
    publish_slates,
)
from misaq.foundation.canonical import canonical_json

FAST = DialogueRules(threshold=5, n_resamples=3)

dialogues = st.lists(
    st.lists(st.sampled_from([-1, 0, 1, 1, None]), min_size=8, max_size=8), min_size=12, max_size=30
)


def triples_of(table):
    return [
        (f"person{i:02}", f"s{s:02}", vote)
        for i, row in enumerate(table)
        for s, vote in enumerate(row)
        if vote is not None
    ]


def documents(triples, quarantined=()):
    matrix = build_vote_matrix(*zip(*triples, strict=True))
    counted, apart = part_quarantined(matrix, quarantined)
    analysis = analyse_dialogue(counted, [], seed=7, rules=FAST)
    return (
        publish_scores(analysis),
        publish_slates(analysis, k=3),
        publish_brigading(analysis, apart, seed=7),
    )


@settings(max_examples=10, deadline=None)
@given(dialogues, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_not_one_byte_and_nobody_is_named(table, shuffler):
    triples = triples_of(table)
    if not triples:
        return
    listed = [QuarantinedPerson(name, "why") for name in sorted({t[0] for t in triples})[:2]]
    if len({t[0] for t in triples}) < 3:
        return
    first = canonical_json(documents(triples, listed))
    shuffler.shuffle(triples)
    assert canonical_json(documents(triples, listed[::-1])) == first
    assert not re.search(rb"person\d", first)


@settings(max_examples=10, deadline=None)
@given(dialogues)
def test_whom_a_slate_leaves_out_gives_no_small_count_away(table):
    triples = triples_of(table)
    if not triples:
        return
    matrix = build_vote_matrix(*zip(*triples, strict=True))
    analysis = analyse_dialogue(matrix, [], seed=7, rules=FAST)
    shown = publish_slates(analysis, k=3)
    agree = dict(zip(analysis.matrix.statements, analysis.everyone.agree[0].tolist(), strict=True))
    assert [s["rule"] for s in shown["slates"]] == list(SLATE_RULES)
    for slate in shown["slates"]:
        assert len(set(slate["statements"])) == len(slate["statements"]) <= 3
        for group in (slate["left_out"], slate["broken"]):
            if group and group["people"] is not None:
                rest = agree[group["statement"]] - group["people"]
                assert group["people"] >= 5
                assert rest == 0 or rest >= 5


@settings(max_examples=8, deadline=None)
@given(dialogues, st.integers(0, 7))
def test_a_rejected_statement_is_in_no_rank_and_no_slate(table, rejected):
    triples = triples_of(table)
    name = f"s{rejected:02}"
    if len({t[1] for t in triples} - {name}) < 2:
        return
    matrix = build_vote_matrix(*zip(*triples, strict=True))
    gone = [Statement(name, moderated=-1)]
    analysis = analyse_dialogue(matrix, gone, seed=7, rules=FAST)
    without = [t for t in triples if t[1] != name]
    people = {t[0] for t in triples}
    other = analyse_dialogue(
        build_vote_matrix(*zip(*without, strict=True), all_participants=people),
        gone,
        seed=7,
        rules=FAST,
    )
    assert publish_scores(analysis) == publish_scores(other)
    assert publish_slates(analysis, k=3) == publish_slates(other, k=3)
    assert name not in str(publish_scores(analysis))
