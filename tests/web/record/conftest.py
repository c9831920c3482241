"""The people of these tests."""

from tests.people import alice, bob, charlie, signed_in
from tests.record_people import keepers, north, quick_keys, south
from tests.record_publishing import ministry

__all__ = [
    "alice",
    "bob",
    "charlie",
    "keepers",
    "ministry",
    "north",
    "quick_keys",
    "signed_in",
    "south",
]
