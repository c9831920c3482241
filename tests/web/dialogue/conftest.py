"""The people of these tests, and a conversation they take part in."""

import pytest
from django.core.cache import cache
from tests.conversation import open_small
from tests.people import alice, bob, charlie, dana, signed_in

from misaq.web.dialogue.models import Conversation

__all__ = ["alice", "bob", "charlie", "dana", "signed_in"]


@pytest.fixture
def conversation(db: None) -> Conversation:
    """Five statements, open to everybody."""
    cache.clear()  # the limits on trying lie there
    return open_small()
