"""What would read wrongly after an undoing: a case for each kind, in English and in Urdu."""

from collections.abc import Callable

import pytest

from misaq.charter import Undoing, Weave, undo_amendments, warning_sentence

Build = Callable[..., Weave]

ONE = "Article 1. Rivers\n(1) Rivers are common.\n\n"
SEVEN = "Article 7. Tolls\n(1) No tolls.\n"


def told(undoing: Undoing) -> set[tuple[str, str]]:
    return {(caution.kind, caution.subject) for caution in undoing.cautions}


@pytest.mark.parametrize(
    ("named", "subject"),
    [
        ("as article 4 says", "4"),
        ("under articles 2, 4 and 9", "4"),
        ("subject to articles 3 to 6", "4 (3–6)"),
        ("clause (1) of article 4 applies", "clause (1) of article 4"),
        ("see article 4(1)", "4(1)"),
        ("secondo l'articolo 4", "4"),
        ("دفعہ ۴ کے تحت", "4"),
        ("دفعات 3 تا 6 کے تابع", "4 (3–6)"),
        ("دفعہ 4 کی شق (1) کے مطابق", "دفعہ 4 کی شق (1)"),
    ],
)
def test_an_article_that_is_gone_is_still_named(history: Build, named: str, subject: str) -> None:
    end = f"Article 8. End\n(1) Power is used {named}.\n"
    weave = history(ONE + SEVEN + end, ONE + "Article 4. Council\n(1) It sits.\n\n" + SEVEN + end)
    undoing = undo_amendments(weave, [1])
    assert ("reference", subject) in told(undoing)
    assert undoing.severity == "needs_drafting"
    assert "8" in warning_sentence(undoing, undoing.cautions[0])


def test_a_range_without_the_article_and_other_numbers_are_no_reference_to_it(
    history: Build,
) -> None:
    end = "Article 8. End\nArticles 5 to 9, article 44, clause (4) and 4 members.\n"
    weave = history(ONE + SEVEN + end, ONE + "Article 4. Council\n(1) It sits.\n\n" + SEVEN + end)
    assert told(undo_amendments(weave, [1])) == set()


def test_a_clause_that_is_gone_is_still_named_by_its_article_and_by_another(history: Build) -> None:
    other = "Article 8. End\n(1) Clause (2) of article 1 stands first.\n"
    weave = history(
        ONE + other,
        "Article 1. Rivers\n(1) Rivers are common, save under clause (2).\n(2) Wells are not.\n\n"
        + other,
        "Article 1. Rivers\n(1) Rivers and lakes are common, save under clause (2).\n(2) Wells are not.\n\n"
        + other,
    )
    assert ("reference", "Clause (2) of article 1") in told(undo_amendments(weave, [1]))
    assert told(undo_amendments(weave, [2])) == set()


def test_a_schedule_by_its_ordinal_and_a_number_left_out(history: Build) -> None:
    first = "Article 1. Lands\nThe Second Schedule lists them; see جدول دوم.\n\nFIRST SCHEDULE\nNorth.\n\n"
    third = "THIRD SCHEDULE\nSouth.\n"
    weave = history(first + third, first + "SECOND SCHEDULE\nEast.\n\n" + third)
    assert told(undo_amendments(weave, [1])) == {
        ("reference", "Second Schedule"),
        ("reference", "جدول دوم"),
        ("schedule", "2"),
    }


def test_a_term_that_nothing_defines_any_more(history: Build) -> None:
    use = "Article 2. Tax\n(1) A valley council may tax. The local\ncourt decides.\n"
    defined = (
        "Article 1. Words\n(1) In this Constitution, “local court” means a court of a valley.\n\n"
    )
    weave = history(ONE.replace("1.", "9.", 1) + use, ONE.replace("1.", "9.", 1) + defined + use)
    undoing = undo_amendments(weave, [1])
    assert ("term", "local court") in told(undoing)
    assert undoing.severity == "clean"  # it is worth a look, but nothing has to be written
    elsewhere = use + "“local court” includes a bench.\n"
    weave = history(
        ONE.replace("1.", "9.", 1) + elsewhere, ONE.replace("1.", "9.", 1) + defined + elsewhere
    )
    assert told(undo_amendments(weave, [1])) == set()


def test_a_body_that_nothing_founds_any_more(history: Build) -> None:
    use = "Article 2. Judges\n(1) Judges are named by the Council of Valleys.\n"
    weave = history(
        ONE + use, ONE + "Article 1A. Council\n(1) There shall be a Council of Valleys.\n\n" + use
    )
    assert ("body", "Council of Valleys") in told(undo_amendments(weave, [1]))


def test_a_body_in_urdu(history: Build) -> None:
    first = "دفعہ 1۔ دریا\nدریا سب کے ہیں۔\n\n"
    use = "دفعہ 2۔ جج\nجج مجلس وادی نامزد کرے گی۔\n"
    founded = "دفعہ 1A۔ مجلس\nایک مجلس وادی قائم کی جائے گی۔\n\n"
    weave = history(first + use, first + founded + use)
    assert ("body", "مجلس وادی") in told(undo_amendments(weave, [1]))


def test_two_articles_of_one_label(history: Build) -> None:
    end = "Article 9. End\n(1) All.\n"
    with_four = "Article 4. Tolls\n(1) There are no tolls at any bridge of the land.\n\n"
    weave = history(
        ONE + with_four + end,
        ONE + end,
        ONE + "Article 4. Wells\n(1) Wells belong to those who dig them and their heirs.\n\n" + end,
    )
    assert ("label", "4") in told(undo_amendments(weave, [1]))
    assert told(undo_amendments(weave, [1, 2])) == set()


def test_each_warning_says_where_in_both_languages(history: Build) -> None:
    end = "Article 8. End\n(1) As article 4 says.\n"
    weave = history(ONE + end, ONE + "Article 4. Council\n(1) It sits.\n\n" + end)
    undoing = undo_amendments(weave, [1])
    (caution,) = undoing.cautions
    assert (
        warning_sentence(undoing, caution, "en") == "art-8 8 End names 4, which would not be there."
    )
    assert warning_sentence(undoing, caution, "ur") == "art-8 8 End میں 4 کا ذکر ہے، جو نہ رہے گی۔"


def test_lists_of_a_schedule_number_their_entries_anew(history: Build) -> None:
    two_lists = "First Schedule\n{}List II\n1. Roads.\n2. Water.\n"
    weave = history(
        two_lists.format("List I\n1. Mines.\n2. Harbours.\n"),
        two_lists.format("List I\n1. Mines.\n"),
    )
    assert not [each for each in told(undo_amendments(weave, [1])) if each[0] == "label"]
    weave = history(
        two_lists.format("List I\n1. Mines.\n2. Harbours.\n"),
        two_lists.format("List I\n1. Mines.\n"),
        two_lists.format("List I\n1. Mines.\n2. Ports.\n"),
    )
    assert ("label", "2") in told(undo_amendments(weave, [1]))


def test_a_clash_in_one_list_is_seen_although_another_list_loses_the_number(
    history: Build,
) -> None:
    """Undone together: list I has its harbours again beside the ports, and list II its water no more."""
    lists = "First Schedule\nList I\n1. Mines.\n{}List II\n1. Roads.\n{}"
    weave = history(
        lists.format("2. Harbours.\n", ""),
        lists.format("", ""),
        lists.format("", "2. Water.\n"),
        lists.format("2. Ports.\n", "2. Water.\n"),
    )
    assert ("label", "2") in told(undo_amendments(weave, [1, 2]))
