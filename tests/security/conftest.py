"""The people of these tests."""

from tests.people import alice, bob, charlie, signed_in
from tests.record_people import keepers, north, quick_keys, south

__all__ = ["alice", "bob", "charlie", "keepers", "north", "quick_keys", "signed_in", "south"]
