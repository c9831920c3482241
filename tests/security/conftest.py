"""The people of these tests."""

from tests.people import alice, bob, charlie, signed_in

__all__ = ["alice", "bob", "charlie", "signed_in"]
