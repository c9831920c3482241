"""Proposals, minutes and rules as people write them, and every fault of their form with its place."""

from fractions import Fraction
from pathlib import Path

import pytest

from misaq.charter import RULES, Ballots, Version, check_proposal, stage_tests
from misaq.formats import Folder, load_decisions, load_proposals, load_rules

ENGLISH = "Article 1. Water\n(1) Water is common.\n(2) It is measured each year.\n"
URDU = "دفعہ 1۔ پانی\n(1) پانی سب کا ہے۔\n(2) اسے ہر سال ناپا جاتا ہے۔\n"
GOOD = """
title = { en = "Each month", ur = "ہر ماہ" }
author = "Delegation of the plain"
order = 2
submitted = 2031-03-09
base = "water"
grounds = [{ kind = "finding", ref = "14", note = { en = "Fields went dry." } }]

[[operations]]
kind = "substitute_words"
provision = "art-1.cl-2"
words = { en = "each year", ur = "ہر سال" }
text = { en = "each month", ur = "ہر ماہ" }
grounds = [{ kind = "right", ref = "25" }]

[[certified]]
by = "Languages board"
languages = ["en", "ur"]
"""
AMENDMENT = """
title = { en = "Each week", ur = "ہر ہفتے" }
order = 3
amends = "month"
[[operations]]
id = "week"
kind = "substitute_words"
provision = "month.1"
words = { en = "month", ur = "ماہ" }
text = { en = "week", ur = "ہفتے" }
"""


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    folder = tmp_path / "charter"
    (folder / "bases").mkdir(parents=True)
    (folder / "proposals").mkdir()
    (folder / "bases/water.en.txt").write_text(ENGLISH, "utf-8")
    (folder / "bases/water.ur.txt").write_text(URDU, "utf-8")
    (folder / "proposals/month.toml").write_text(GOOD, "utf-8")
    return folder


def found(charter: Path) -> list[tuple[str, str, str]]:
    _, faults = load_proposals(Folder(charter.parent))
    for fault in faults:
        for language in ("en", "ur"):
            assert "{" not in fault.message(language).what
    return [(f.code, f.file.rpartition("/")[2], f.column) for f in faults]


def test_a_proposal_in_two_languages_and_an_amendment_to_it(charter: Path) -> None:
    (charter / "proposals/week.toml").write_text(AMENDMENT, "utf-8")
    drafting, faults = load_proposals(Folder(charter.parent))
    assert not faults
    month, week = drafting.proposals
    assert (month.id, month.order, month.submitted) == ("month", 2, "2031-03-09")
    assert [o.text for o in month.operations["ur"]] == ["ہر ماہ"]
    assert month.operations["en"][0].id == "month.1"
    assert month.base == drafting.bases["water"].sha256
    assert week.base == month.sha256
    assert drafting.base_of == {"month": "water", "week": "water"}
    assert month.operation_grounds["month.1"][0].key == ("right", "udhr-25")
    assert check_proposal(drafting.bases["water"], month) == []


def test_a_dated_text_may_be_the_base(charter: Path) -> None:
    text = (
        GOOD.replace('base = "water"', 'base = "n1"')
        .replace(', ur = "ہر سال"', "")
        .replace(', ur = "ہر ماہ"', "")
    )
    (charter / "proposals/month.toml").write_text(text, "utf-8")
    versions = [Version(0, "", "1950", {"c": "x"}), Version(1, "", "1960", {"c": ENGLISH})]
    drafting, faults = load_proposals(Folder(charter.parent), versions=versions, language="en")
    assert not faults
    assert check_proposal(drafting.bases["n1"], drafting.proposals[0]) == []


def test_a_proposal_frozen_on_another_base_says_so(charter: Path) -> None:
    text = GOOD.replace('base = "water"', f'base = "water"\nbase_sha256 = "sha256:{"0" * 64}"')
    (charter / "proposals/month.toml").write_text(text, "utf-8")
    drafting, faults = load_proposals(Folder(charter.parent))
    assert not faults
    (fault,) = check_proposal(drafting.bases["water"], drafting.proposals[0])
    assert fault.code == "proposal_other_base"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('base = "water"', 'base = "wine"', ("proposal_base_unknown", "base")),
        ('base = "water"', 'amends = "nobody"', ("amendment_target_unknown", "amends")),
        ('base = "water"', 'amends = "month"', ("amendment_target_unknown", "amends")),
        ("order = 2", 'order = "second"', ("draft_field", "order")),
        ("order = 2", "ordre = 2", ("proposal_key_unknown", "ordre")),
        ('title = { en = "Each month", ur = "ہر ماہ" }', 'title = "x"', ("draft_field", "title")),
        ('kind = "substitute_words"', 'kind = "swap"', ("proposal_value", "operations.1.kind")),
        (
            'provision = "art-1.cl-2"',
            'provision = "art-1.cl-2"\nwhere = "near"',
            ("proposal_value", "operations.1.where"),
        ),
        (
            'provision = "art-1.cl-2"',
            'provision = "art-1.cl-2"\noccurrence = "all"',
            ("draft_field", "operations.1.occurrence"),
        ),
        (
            'words = { en = "each year", ur = "ہر سال" }',
            'words = "each year"',
            ("draft_field", "operations.1.words"),
        ),
        ('kind = "right"', 'kind = "rumour"', ("draft_ground_kind", "operations.1.grounds.1")),
        ('ref = "25"', 'reff = "25"', ("draft_field", "operations.1.grounds.1")),
        ('by = "Languages board"', "by = 3", ("draft_field", "certified")),
    ],
)
def test_every_fault_has_its_place(
    charter: Path, old: str, new: str, expected: tuple[str, str]
) -> None:
    assert old in GOOD
    (charter / "proposals/month.toml").write_text(GOOD.replace(old, new), "utf-8")
    assert (expected[0], "month.toml", expected[1]) in found(charter)


@pytest.mark.parametrize(
    "text", ["title = ", "[[operations]]\n" * 3, "operations = 3", "grounds = [1]", "\0"]
)
def test_a_broken_file_is_told_and_never_a_traceback(charter: Path, text: str) -> None:
    (charter / "proposals/month.toml").write_text(text, "utf-8")
    (charter / "proposals/a b.toml").write_text(GOOD, "utf-8")
    (charter / "bases/water.txt").write_text(ENGLISH, "utf-8")
    told = found(charter)
    assert {file for _, file, _ in told} >= {"month.toml", "a b.toml", "water.txt"}


RULE = """
[consent]
abstain = "against"
vacancy = "counted"
tie = "fails"
[[consent.tests]]
over = "overall"
measure = "yes"
base = "all_members"
compare = ">="
value = "3/5"
empty = "fails"
"""


def test_a_rule_of_ones_own_says_everything(charter: Path) -> None:
    (charter / "rules.toml").write_text(RULE, "utf-8")
    rules, faults = load_rules(Folder(charter.parent))
    assert not faults
    assert next(stage_tests(rules["consent"].stage())).value == Fraction(3, 5)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('base = "all_members"\n', "", "charter_open_rule"),
        ('abstain = "against"\n', "", "charter_open_rule"),
        ('value = "3/5"', "value = 0.6", "charter_open_rule"),
        ('abstain = "against"', 'abstain = "ignored"', "charter_rule_says_otherwise"),
        ('tie = "fails"', 'tie = "passes"', "charter_rule_says_otherwise"),
        ('vacancy = "counted"', 'vacancy = "not"', "charter_rule_says_otherwise"),
        ("consent", "majority", "rule_name"),
        ("[[consent.tests]]", "[consent.other]", "charter_open_rule"),
    ],
)
def test_a_rule_that_leaves_something_open_or_contradicts_itself(
    charter: Path, old: str, new: str, code: str
) -> None:
    (charter / "rules.toml").write_text(RULE.replace(old, new), "utf-8")
    _, faults = load_rules(Folder(charter.parent))
    assert [fault.code for fault in faults] == [code]
    for language in ("en", "ur"):
        assert "{" not in faults[0].message(language).what


USUAL = {"clause": "each_community", "whole": "two_thirds"}
DECISIONS = "n,id,date,kind,proposal,body,rule,text,because\n"
TALLIES = "decision,body,over,group,yes,no,abstain,members,vacant\n"


def minutes(charter: Path, decisions: str, tallies: str = "", ballots: str = "") -> None:
    (charter / "decisions.csv").write_text(DECISIONS + decisions, "utf-8")
    (charter / "tallies.csv").write_text(TALLIES + tallies, "utf-8")
    if ballots:
        (charter / "ballots.csv").write_text("decision,member,vote,community\n" + ballots, "utf-8")


def test_minutes_in_their_order_with_counted_and_named_votes(charter: Path) -> None:
    text = "sha256:" + "0" * 64
    minutes(
        charter,
        f"2,d2,2031,clause,month,,,{text},\n1,d1,2031,whole,,upper,majority,{text},\n"
        f"1,d1,2031,whole,,lower,,{text},\n3,d3,2031,withdrawal,week,,,,\n",
        "d1,upper,overall,,6,3,1,12,1\nd1,lower,overall,,60,30,10,100,\n",
        "d2,m1,yes,north\nd2,m2,no,north\nd2,m3,absent,south\n",
    )
    found, faults = load_decisions(
        Folder(charter.parent), usual=USUAL, communities=["north", "south", "hills"]
    )
    assert not faults
    assert [d.id for d in found.decisions] == ["d1", "d2", "d3"]
    whole, clause, withdrawal = found.decisions
    assert {v.body: (v.rule.name, v.tally.overall) for v in whole.votings} == {
        "upper": ("majority", Ballots(6, 3, 1, 12, 1)),
        "lower": ("two_thirds", Ballots(60, 30, 10, 100)),
    }
    assert clause.votings[0].rule is RULES["each_community"]
    # a community of the process that the ballots leave out has not voted
    assert clause.votings[0].tally.groups["hills"] == Ballots(0, 0, 0, 0)
    assert withdrawal.votings == ()


@pytest.mark.parametrize(
    ("decisions", "tallies", "ballots", "code"),
    [
        ("1,d1,2031,clause,m,,odd,,\n", "", "", "charter_unknown_rule"),
        ("1,d1,2031,clause,m,a,,,\n1,d1,2031,clause,other,b,,,\n", "", "", "decision_lines_differ"),
        ("1,d1,2031,clause,m,,,,\n", "d1,,community,a,1,0,0,1,\n", "", "tally_no_overall"),
        ("1,d1,2031,clause,m,,,,\n", "d1,,overall,a,1,0,0,1,\n", "", "tally_group"),
        ("1,d1,2031,clause,m,,,,\n", "d1,,overall,,1,0,0,1,\n", "d1,m,yes,\n", "tally_and_ballots"),
        ("1,d1,2031,clause,m,,,,\n", "", "d1,m,yes,\nd1,m,no,\n", "charter_uncounted_ballot"),
    ],
)
def test_every_fault_of_the_minutes(
    charter: Path, decisions: str, tallies: str, ballots: str, code: str
) -> None:
    minutes(charter, decisions, tallies, ballots)
    _, faults = load_decisions(Folder(charter.parent), usual=USUAL)
    assert code in [fault.code for fault in faults]
    for fault in faults:
        for language in ("en", "ur"):
            assert "{" not in fault.message(language).what


def test_a_body_without_its_tally_leaves_the_decision_without_a_vote(charter: Path) -> None:
    """Half of a ratification by two houses is none."""
    minutes(
        charter,
        "1,d1,2031,ratification,,upper,,,\n1,d1,2031,ratification,,lower,,,\n",
        "d1,upper,overall,,6,3,1,12,1\n",
    )
    found, _ = load_decisions(Folder(charter.parent), usual=USUAL)
    assert found.decisions[0].votings == ()
