"""The people of the web tests."""

from tests.web.conftest import alice, bob, charlie, signed_in  # noqa: F401
