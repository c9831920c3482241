from typing import Any

import pytest

from misaq.process import Results
from misaq.web.process.home import community_rows
from misaq.web.process.site import render_page
from misaq.web.process.thread import find_thread


def doc(**results: Any) -> dict[str, Any]:
    return {"parameters": {}, "results": results}


def people(
    community: str, population: float, share: float, lower: float, upper: float
) -> dict[str, Any]:
    return {
        "community": community,
        "people": 40,
        "share": share,
        "lower": lower,
        "upper": upper,
        "population_share": population,
        "showing": "shown",
    }


@pytest.fixture
def grounded(results: Results) -> Results:
    drafts = [
        {
            "slug": "police",
            "order": 1,
            "article": "18",
            "title": {"en": "Police"},
            "grounds": [{"kind": "finding", "ref": "9", "note": "x"}],
        },
        {
            "slug": "minerals",
            "order": 2,
            "article": "21",
            "title": {"en": "Minerals", "ur": "معدنیات"},
            "grounds": [
                {"kind": "finding", "ref": "14", "note": {"en": "Land was lost."}},
                {"kind": "statement", "ref": "44", "note": "x"},
                {"kind": "statement", "ref": "12", "note": "x"},
            ],
        },
    ]
    statements = [
        {"id": "12", "verdict": "common_ground", "texts": {"en": {"text": "Half stays."}}},
        {"id": "44", "verdict": "withheld", "texts": {"en": {"text": "One language."}}},
    ]
    commitments = [{"id": "c4", "draft": "minerals", "title": {"en": "Half is paid."}, "score": 2}]
    return Results(
        {
            **results,
            "charter.drafts": doc(drafts=drafts),
            "dialogue.statements": doc(statements=statements),
            "table.commitments": doc(commitments=commitments),
        }
    )


def test_the_thread_is_the_best_grounded_draft_and_prefers_common_ground(grounded):
    steps = find_thread(grounded)
    assert [step["state"] for step in steps] == ["done", "done", "open", "part"]
    assert [step["text"]["en"] for step in steps] == [
        "Land was lost.",
        "Half stays.",
        "Minerals",
        "Half is paid.",
    ]
    assert steps[1]["item"] == "12"


def test_without_a_grounded_draft_there_is_no_thread(results):
    assert find_thread(results) == ()
    assert "Follow one thread" not in render_page(results, "home")


@pytest.mark.parametrize(
    ("gharem", "finding"),
    [
        ((0.02, 0.01, 0.03), "Fewer take part than their share from Gharem; elsewhere"),
        ((0.05, 0.03, 0.07), "Each community takes part about as much"),
        ((0.2, 0.1, 0.3), "More take part than their share from Gharem; elsewhere"),
    ],
)
def test_the_chart_says_what_it_shows(results, gharem, finding):
    part = [people("talhen", 0.656, 0.66, 0.6, 0.7), people("gharem", 0.0336, *gharem)]
    part.append({"community": "orsane", "population_share": 0.31, "showing": "small"})
    with_people = Results(
        {**results, "dialogue.communities": doc(n_people=1284, participation=part)}
    )
    html = render_page(with_people, "home")
    assert finding in html
    assert html.count("not shown</span>") == 1  # orsane, hatched


def test_a_hidden_community_stays_hidden_in_the_csv(results):
    part = [{"community": "gharem", "population_share": 0.02, "showing": "small"}]
    with_people = Results({**results, "dialogue.communities": doc(n_people=9, participation=part)})
    rows = list(community_rows(with_people))
    assert len({len(row) for row in rows}) == 1
    assert rows[-1][-4:] == (None, None, None, None)


def test_rules_and_thresholds_in_force_are_on_the_page(results):
    html = render_page(results, "home")
    assert "A majority in every community: no community is outvoted" in html
    assert 'fewer than <bdi class="n">5</bdi>' in html
