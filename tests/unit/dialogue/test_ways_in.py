"""How people came in: answers apart, small counts withheld, nothing that gives a small one away."""

import json

from misaq.dialogue import build_vote_matrix, publish_ways


def _published(sizes: dict[str, int], threshold: int = 10) -> dict:  # type: ignore[type-arg]
    people, ways = [], {}
    for way, size in sizes.items():
        for n in range(size):
            name = f"x-{way}-{n}"
            people.append(name)
            if way != "unknown":
                ways[name] = way
    votes = [1 if "code" in name else -1 for name in people]
    matrix = build_vote_matrix(people, ["s1"] * len(people), votes)
    return publish_ways(matrix, ways, threshold=threshold)


def test_answers_stand_apart_by_way() -> None:
    found = _published({"code": 30, "link": 20, "account": 15})
    shown = {
        cell["way"]: (cell["agree"], cell["voted"]) for cell in found["statements"][0]["cells"]
    }
    assert shown == {"code": (30, 30), "link": (0, 20), "account": (0, 15)}
    assert {row["way"]: row["people"] for row in found["people"]} == {
        "code": 30,
        "link": 20,
        "account": 15,
    }
    assert "x-code-0" not in json.dumps(found)


def test_a_small_way_is_withheld_with_one_that_protects_it() -> None:
    found = _published({"code": 30, "link": 20, "account": 4, "unknown": 12})
    showing = {row["way"]: row["showing"] for row in found["people"]}
    assert showing["account"] == "small"
    assert "protects" in showing.values()  # the total less the rest would be the small one
    cells = found["statements"][0]["cells"]
    for row in [*found["people"], *cells]:
        if row["showing"] != "shown":
            assert set(row) == {"way", "showing"}
    # everybody voted on the one statement, so the two tables count the same people: laid side by side
    known = {row["way"]: row["people"] for row in found["people"] if row["showing"] == "shown"}
    known |= {row["way"]: row["voted"] for row in cells if row["showing"] == "shown"}
    assert len(known) <= 2
    assert found["n_people"] - sum(known.values()) > 9 + 1


def test_ways_that_nobody_took_are_left_out() -> None:
    assert [row["way"] for row in _published({"link": 25})["people"]] == ["link"]
