"""What counts: the worked example of the docs, copies, quarantine, merging and un-merging."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from misaq.foundation.dates import parse_edtf
from misaq.record import (
    Act,
    Source,
    apply_coding_rules,
    count_acts,
    decide,
    independent_sources,
    prepare_release,
    undo,
)

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "counting.md"


def act(
    report, words="", kind="KIL", when="2009", step="allegation", community="talhen", persons=1
):
    source, row = report.split("/")
    day = parse_edtf(when) if when else None
    return Act(source, row, kind, community, day, "", "", step, None, persons, words)


def test_the_worked_example_of_the_docs_agrees():
    text = PAGE.read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()
            if re.match(r"\| \w+/\d", line)]  # fmt: skip
    assert len(rows) == 12
    log = ()
    for a, b in re.findall(r"(\w+/\d) and (\w+/\d)\s+are one person", text):
        log = decide(log, a, b, "same", decided_by=["a clerk"])
    assert len(log) == 3
    found = apply_coding_rules(
        [act(r[0], r[1], r[2], r[3], r[4]) for r in rows],
        sources=[
            Source("alpha", {}),
            Source("beta", {}, derived_from="alpha"),
            Source("gamma", {}),
        ],
        decisions=log,
    )
    said = {r[0] for r in rows if r[5] == "yes"}
    assert len(found.counted) == len(said) == 6
    assert all(len(said & set(one.reports)) == 1 for one in found.counted)
    assert found.n_left_out == {"quarantined": 1, "below_step": 0, "copy": 3, "same_act": 2}
    by_kind = Counter(one.act_type for one in found.acts)
    assert f"KIL {by_kind['KIL']}, DOL {by_kind['DOL']}, TOR {by_kind['TOR']}." in text
    killing = next(one for one in found.counted if "alpha/2" in one.reports)
    assert (killing.act.verification, killing.act.when.text) == ("verified", "2010-02-01")
    assert killing.sources == ("alpha", "gamma")


def test_ten_copies_of_one_source_count_once():
    above = ["root"] * 5 + [f"copy{i}" for i in range(5)]
    copies = [Source(f"copy{i}", {}, derived_from=above[i]) for i in range(10)]
    sources = [Source("root", {}), *copies]
    names = [source.id for source in sources]
    told = [act(f"{name}/{row}", kind="DOL", when="2010") for name in names for row in (1, 2)]
    assert len(apply_coding_rules(told, sources=sources).counted) == 2
    without_root = [one for one in told if one.source != "root"]
    assert len(apply_coding_rules(without_root, sources=sources).counted) == 2
    assert independent_sources(names, sources) == {"root"}
    verbatim = [act(f"list{i}/{i}", "the same words") for i in range(10)]
    assert len(apply_coding_rules(verbatim).counted) == 1
    assert (
        len(apply_coding_rules([act(f"one/{i}", "the same words") for i in range(10)]).counted)
        == 10
    )


def test_only_reports_at_the_stated_step_or_above_count():
    acts = [
        act("a/1"),
        act("a/2", step="reviewed"),
        act("a/3", step="verified"),
        act("a/4", step="verified"),
    ]
    for least, n in (("allegation", 3), ("reviewed", 2), ("verified", 1)):
        assert len(apply_coding_rules(acts, quarantined={"a/4"}, least=least).counted) == n


def published(acts, log=(), least="reviewed"):
    """Every number that would be published."""
    counted = apply_coding_rules(acts, decisions=log, least=least).acts
    counts = count_acts(counted, {}, communities=("talhen", "orsane"), sources=("a", "b", "flood"))
    return prepare_release(counts, threshold=5, sensitive=10).tables


def register(n=400, seed=3):
    chance = np.random.default_rng(seed)
    return [
        act(
            f"{chance.choice(['a', 'b'])}/{i}", "", str(chance.choice(["KIL", "DOL", "TOR"])),
            str(chance.choice(["2009", "2009-05", "2010", "2011-02-03"])),
            str(chance.choice(["allegation", "reviewed", "verified"])), str(chance.choice(["talhen", "orsane"])),
        )
        for i in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("step", ["allegation", "quarantined"])
def test_a_flood_of_a_thousand_false_reports_changes_no_published_number(step):
    acts = register()
    flood = [act(f"flood/{i}", f"words {i}", "KIL", "2009", step) for i in range(1000)]
    assert published(acts + flood) == published(acts)
    if step == "quarantined":
        assert published(acts + flood, least="allegation") == published(acts, least="allegation")
    checked = [act(f"flood/{i}", f"words {i}", "KIL", "2009", "reviewed") for i in range(1000)]
    assert published(acts + checked) != published(acts)  # the rule is what keeps them out


def test_merging_and_un_merging_a_thousand_random_pairs_gives_the_same_counts():
    chance = np.random.default_rng(20261126)
    acts = register()
    log = ()
    for a, b in zip(acts[:60:2], acts[1:60:2], strict=True):
        log = decide(log, a.report, b.report, "same", decided_by=["a clerk"])
    before, added = apply_coding_rules(acts, decisions=log), []
    for _ in range(1000):
        a, b = chance.choice(len(acts), 2, replace=False)
        log = decide(log, acts[a].report, acts[b].report, "same", decided_by=["a clerk"])
        added.append(log[-1].number)
    assert len(apply_coding_rules(acts, decisions=log).counted) < len(before.counted)
    for number in chance.permutation(added).tolist():
        log = undo(log, number, decided_by=["another clerk"])
    assert apply_coding_rules(acts[::-1], decisions=log) == before
    assert before.n_left_out["same_act"] > 0
