"""A proposal is known by its words in every language, applies to its base, and says what it cannot do."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from misaq.charter import (
    Base,
    Certificate,
    Operation,
    Proposal,
    amend_proposal,
    check_amendment,
    check_certificates,
    check_proposal,
    draft_text,
)
from misaq.foundation.errors import FaultsError

Propose = Callable[..., Proposal]


def codes(faults: object) -> list[str]:
    return [fault.code for fault in faults]  # type: ignore[attr-defined]


def test_the_text_with_a_proposal_and_its_redline(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    text = draft_text(covenant, versions["all"])
    assert "(2) All of what is earned" in text.wording["en"]["covenant.txt"]
    assert "(4) دسواں حصہ ضلع میں رہے گا۔" in text.wording["ur"]["covenant.txt"]
    words = {
        language: [(r.words_in, r.words_out) for r in redlines]
        for language, redlines in text.redlines.items()
    }
    # "All" for "One half" and 7 words in (4) with its number; one Urdu word for one, and 7
    assert words == {"en": [(1, 2), (7, 0)], "ur": [(1, 1), (7, 0)]}
    assert text.reach == 3 + 7 + 2 + 7


def test_every_language_is_voted_on_at_once(covenant: Base, versions: dict[str, Proposal]) -> None:
    most = versions["most"]
    assert check_proposal(covenant, most) == []
    (english,) = most.operations["en"]
    (urdu,) = most.operations["ur"]
    missing = replace(most, operations={"en": (english,)})
    assert codes(check_proposal(covenant, missing)) == ["proposal_language_missing"]
    elsewhere = replace(urdu, provision="art-21.cl-1")
    differs = replace(most, operations={"en": (english,), "ur": (elsewhere,)})
    (fault,) = check_proposal(covenant, differs)
    assert (fault.code, fault.params["what"]) == ("proposal_structure_differs", "provision")
    empty = replace(most, operations={"en": (english,), "ur": (replace(urdu, text=""),)})
    assert codes(check_proposal(covenant, empty)) == ["proposal_structure_differs"]
    more = replace(most, operations={**most.operations, "fr": (english,)})
    assert codes(check_proposal(covenant, more)) == ["proposal_language_unknown"]
    assert codes(check_proposal(covenant, replace(most, operations={"en": (), "ur": ()}))) == [
        "proposal_empty"
    ]


def test_a_new_article_has_the_same_clauses_in_each_language(
    covenant: Base, propose: Propose
) -> None:
    english = "Article 30. Water\n(1) It is common.\n(2) It is measured.\n"
    same = "دفعہ 30۔ پانی\n(1) یہ سب کا ہے۔\n(2) اسے ناپا جاتا ہے۔\n"
    fewer = "دفعہ 30۔ پانی\n(1) یہ سب کا ہے اور ناپا جاتا ہے۔\n"
    place = {"after": "art-21", "file": "covenant.txt"}
    good = propose("water", ("insert_provision", "art-30", {**place, "text": (english, same)}))
    assert check_proposal(covenant, good) == []
    bad = propose("water", ("insert_provision", "art-30", {**place, "text": (english, fewer)}))
    (fault,) = check_proposal(covenant, bad)
    assert (fault.code, fault.params["provision"]) == (
        "proposal_provisions_differ",
        "art-30.cl-2",
    )


def test_words_that_are_not_there_are_told_for_each_language(
    covenant: Base, propose: Propose
) -> None:
    wrong = propose("p", ("omit_words", "art-21.cl-2", {"words": ("nine tenths", "نو دسویں")}))
    faults = check_proposal(covenant, wrong)
    assert [(f.params["lang"], f.params["proposal"]) for f in faults] == [("en", "p"), ("ur", "p")]
    with pytest.raises(FaultsError):
        draft_text(covenant, wrong)


def test_a_proposal_for_another_base_is_refused(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    onto = covenant.adopt(versions["day"])
    assert codes(check_proposal(onto, versions["most"])) == ["proposal_other_base"]
    assert onto.sha256 != covenant.sha256


def test_a_charter_from_nothing_is_a_proposal_too() -> None:
    base = Base("new", {"en": {"new.txt": ""}})
    first = Operation(
        "n.1",
        1,
        "insert_provision",
        "art-1",
        text="Article 1. Water\nIt is common.\n",
        file="new.txt",
    )
    second = Operation(
        "n.2",
        1,
        "insert_provision",
        "art-2",
        text="Article 2. Land\nIt too.\n",
        after="art-1",
        file="new.txt",
    )
    charter = Proposal("n", base.sha256, {"en": (first, second)})
    assert check_proposal(base, charter) == []
    assert draft_text(base, charter).wording["en"]["new.txt"] == (
        "Article 1. Water\nIt is common.\nArticle 2. Land\nIt too.\n"
    )


def test_a_certificate_is_for_the_words_that_were_read(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    most = versions["most"]
    certificate = Certificate("Languages board", ("en", "ur"), "2031-03-10", most.sha256)
    certified = replace(most, certified=(certificate,))
    assert check_certificates(certified) == []
    amended = amend_proposal(certified, versions["more"])
    assert amended.certified == ()  # nobody has read the new words yet
    (fault,) = check_certificates(replace(amended, certified=(certificate,)))
    assert (fault.code, fault.severity) == ("proposal_certificate_stale", "warning")


def test_an_amended_proposal_is_a_proposal_on_the_same_base(
    covenant: Base, versions: dict[str, Proposal]
) -> None:
    amended = amend_proposal(versions["most"], versions["more"])
    assert check_proposal(covenant, amended) == []
    assert (
        "(2) Three quarters of what" in draft_text(covenant, amended).wording["en"]["covenant.txt"]
    )
    assert "تین چوتھائی حصہ" in draft_text(covenant, amended).wording["ur"]["covenant.txt"]
    assert (amended.id, amended.amended_by) == ("most", ("more",))
    assert amended.sha256 != versions["most"].sha256


@pytest.mark.parametrize(
    ("kind", "fields", "left"),
    [
        ("omit_words", {"words": ("A tenth", "دسواں")}, "(4) stays in the district."),
        (
            "insert_words",
            {"words": ("stays", "رہے"), "text": ("always", "ہمیشہ"), "where": "before"},
            "(4) A tenth always stays in the district.",
        ),
        (
            "insert_words",
            {"text": ("It is audited.", "اس کی جانچ ہوتی ہے۔"), "where": "end"},
            "(4) A tenth stays in the district. It is audited.",
        ),
        (
            "substitute_provision",
            {"text": ("(4) All stays.", "(4) سب رہے گا۔")},
            "(4) All stays.",
        ),
    ],
)
def test_what_an_amendment_does_to_the_words_of_a_proposal(
    propose: Propose, versions: dict[str, Proposal], kind: str, fields: dict[str, object], left: str
) -> None:
    target = versions["all"]
    amendment = propose("am", (kind, "all.2", fields), base=target.sha256, amends="all")
    assert amend_proposal(target, amendment).operations["en"][1].text == left
    assert amend_proposal(target, amendment).operations["en"][0] == target.operations["en"][0]


def test_an_operation_can_be_amended_away_but_not_all_of_them(
    propose: Propose, versions: dict[str, Proposal]
) -> None:
    target = versions["all"]
    one = propose("am", ("omit_provision", "all.2", {}), base=target.sha256, amends="all")
    assert [o.id for o in amend_proposal(target, one).operations["ur"]] == ["all.1"]
    both = propose(
        "am",
        ("omit_provision", "all.1", {}),
        ("omit_provision", "all.2", {}),
        base=target.sha256,
        amends="all",
    )
    assert set(codes(check_amendment(target, both))) == {"amendment_leaves_nothing"}


def test_all_that_is_wrong_with_an_amendment_is_told(
    propose: Propose, versions: dict[str, Proposal]
) -> None:
    target = versions["most"]
    words = {"words": ("a million", "ایک ملین"), "text": ("x", "x")}
    wrong = propose(
        "am",
        ("substitute_words", "most.1", words),
        ("substitute_words", "most.9", words),
        ("move", "most.1", {}),
        base="sha256:" + "0" * 64,
        amends="most",
    )
    found = codes(check_amendment(target, wrong))
    assert found == [
        "amendment_target_changed",
        *["amendment_words_missing", "amendment_no_operation", "amendment_kind"] * 2,
    ]
    (fault,) = check_amendment(versions["all"], wrong)
    assert fault.code == "amendment_other_target"
    for each in check_amendment(target, wrong):
        for language in ("en", "ur"):
            assert "{" not in each.message(language).sentence()
