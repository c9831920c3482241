"""Small invented documents for the tests of the website."""

from typing import Any

import pytest

from misaq.process import Results

COMMUNITIES = (
    ("talhen", "Talhen", "تلہین", 4_100_000),
    ("orsane", "Orsane", "اورسین", 1_940_000),
    ("gharem", "Gharem", "گھاریم", 210_000),
)


def document(kind: str, results: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    return {
        "misaq": "1",
        "kind": kind,
        "parameters": parameters,
        "seed": 1,
        "inputs": {},
        "results": results,
    }


def overview() -> dict[str, Any]:
    total = sum(population for *_, population in COMMUNITIES)
    states = {
        "record": "part",
        "dialogue": "open",
        "table": "part",
        "assembly": "done",
        "charter": "part",
    }
    return document(
        "process.overview",
        {
            "id": "velmara",
            "title": {"en": "Velmara covenant process", "ur": "ویلمارا کا عمل میثاق"},
            "summary": {
                "en": "Velmara looks at what happened.",
                "ur": "ویلمارا دیکھ رہا ہے کہ کیا ہوا۔",
            },
            "invented": True,
            "as_of": "2031-05-18",
            "languages": ["en", "ur"],
            "communities": [
                {
                    "id": name,
                    "name": {"en": en, "ur": ur},
                    "population": population,
                    "share": population / total,
                    "source": {"en": "Census 2028", "ur": "مردم شماری 2028"},
                }
                for name, en, ur, population in COMMUNITIES
            ],
            "stages": [
                {
                    "room": room,
                    "state": state,
                    "code": "stage.none",
                    "params": {},
                    "handed_on": {"code": "tampered", "params": {"what": "31"}}
                    if room == "record"
                    else None,
                }
                for room, state in {**states, "follow_up": "none"}.items()
            ],
            "rooms": sorted(states),
        },
        rules={"clause": "each_community", "whole": "two_thirds"},
        thresholds={"record": 5, "record_sensitive": 10, "dialogue": 10},
    )


@pytest.fixture
def results() -> Results:
    """A process with an overview and a log, and no room that has begun."""
    log = document(
        "ledger.log", {"origin": "misaq/velmara", "size": 1, "root": "9f3c71d20be4a6c8" * 4}
    )
    return Results({"process.overview": overview(), "ledger.log": log})
