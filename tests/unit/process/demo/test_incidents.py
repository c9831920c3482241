"""The events and commitments of the demonstration."""

from collections import Counter
from datetime import date


def test_events_over_the_years_with_tense_spells(demo_rows) -> None:
    events = demo_rows("events/events.csv")
    assert 650 <= len(events) <= 760
    exact = [e for e in events if len(e["date"]) == 10]
    assert 0 < len(events) - len(exact) < 60  # some days are only partly known
    weeks = Counter()
    for event in exact:
        weeks[date.fromisoformat(event["date"]).isocalendar()[:2]] += int(event["count"])
    assert sum(n >= 5 for n in weeks.values()) > 50
    assert {e["side"] for e in events} == {
        "state",
        "armed_group_a",
        "armed_group_b",
        "company",
        "crowd",
    }
    assert {e["date"][:4] for e in events} == {str(y) for y in range(2024, 2032)}


def test_commitments_of_every_kind(demo_rows) -> None:
    promises = {c["id"]: c for c in demo_rows("table/commitments.csv")}
    assert len(promises) == 17
    assert {c["score"] for c in promises.values()} == {"", "0", "1", "2", "3"}
    assert {len(c["due"]) for c in promises.values()} == {4, 7, 10}
    assert all(d in promises for c in promises.values() for d in c["depends_on"].split(";") if d)
    assert all(c["title_ur"] and c["obligor_ur"] for c in promises.values())
