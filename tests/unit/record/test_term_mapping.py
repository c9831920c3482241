"""Another list's code keeps its own form; what it means here is decided by name, and the newest decision stands."""

from datetime import date

from misaq.record import TermMapping, check_term_mappings, map_code


def mapping(
    code="ED", codes=("DOL", "CON"), match="close", on=date(2026, 5, 1), by="Noor", name="act_type"
):
    return TermMapping("list-a", code, name, codes, match, by, on)


def test_the_newest_mapping_stands_and_the_old_one_can_still_be_asked_for():
    log = [mapping(), mapping(codes=("DOL",), match="exact", on=date(2026, 6, 1))]
    assert map_code(log, "list-a", "ED", "act_type").codes == ("DOL",)
    assert map_code(log, "list-a", "ED", "act_type", at=date(2026, 5, 20)).codes == ("DOL", "CON")
    assert map_code(log, "list-a", "ED", "act_type", at=date(2026, 4, 1)).match is None


def test_of_one_day_the_later_in_order_stands():
    log = [mapping(), mapping(codes=("UNK",), match="broad")]
    assert map_code(log, "list-a", "ED", "act_type").codes == ("UNK",)


def test_a_source_s_own_code_is_kept_letter_for_letter_mapped_or_not():
    for code in ("ED", " ed ", "گمشدہ"):
        found = map_code([mapping()], "list-a", code, "act_type")
        assert (found.source_vocabulary, found.source_code) == ("list-a", code)
    assert map_code([mapping()], "list-b", "ED", "act_type").codes == ()
    assert map_code([mapping()], "list-a", "ED", "fate").codes == ()


def test_a_mapping_to_no_term_is_a_decision_too():
    found = map_code([mapping(codes=(), match="broad")], "list-a", "ED", "act_type")
    assert (found.codes, found.match) == ((), "broad")


def test_every_fault_is_found_at_once():
    faults = check_term_mappings(
        [
            mapping(),
            mapping(name="acts"),
            mapping(codes=("XXX",), by=""),
            mapping(match="exact"),
            mapping(match="same"),
        ]
    )
    assert [fault.code for fault in faults] == [
        "term_mapping_no_list",
        "record_unknown_term",
        "term_mapping_nobody",
        "term_mapping_bad_match",
        "term_mapping_bad_match",
    ]
