"""The pool's own codes are read by the names that the process gives them."""

from tests.web.conftest import document

from misaq.process import Results
from misaq.web.assembly.contexts import feature_groups


def test_a_region_is_called_by_its_name_in_both_languages() -> None:
    name = {"en": "Dry Plain", "ur": "خشک میدان"}
    feature = {
        "category": "region",
        "community": None,
        "expected": 1.5,
        "feature": "dry_plain",
        "hidden": None,
        "maximum": 2,
        "minimum": 1,
        "pool": 9,
        "population_share": None,
    }
    lottery = {"features": [feature], "size": 2, "n_people": 20}
    overview = {"names": {"dry_plain": name}, "languages": ["en", "ur"], "communities": []}
    results = Results(
        {
            "process.overview": document("process.overview", overview),
            "assembly.lottery": document("assembly.lottery", lottery),
        }
    )
    (group,) = feature_groups(results)
    assert [row["name"] for row, _ in group["rows"]] == [name]
