"""The latest answer stands, whatever the order of the rows."""

from itertools import permutations

from misaq.foundation.dates import parse_edtf
from misaq.record import Response, latest_answers


def response(name, answer, date="", report="a/1"):
    return Response(name, report, answer, parse_edtf(date) if date else None)


def test_the_latest_date_wins_in_any_order():
    given = [
        response("r1", "silent"),
        response("r2", "full", "2019-05-02"),
        response("r3", "denied", "2020"),
        response("r4", "partial", "2020-03-01"),
        response("r5", "full", "2019", "a/2"),
    ]
    for order in permutations(given):
        assert dict(latest_answers(order)) == {"a/1": "denied", "a/2": "full"}


def test_the_same_date_is_settled_by_the_id():
    given = [response("r2", "denied", "2020"), response("r1", "full", "2020")]
    assert latest_answers(given) == latest_answers(reversed(given)) == {"a/1": "denied"}
