"""What the tests of a drafting share."""

from tests.charter_people import body

__all__ = ["body"]
