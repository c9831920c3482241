"""A kept connection is known to be alive without a question, and known to be dead when the server let go of it."""

import os
from urllib.parse import urlsplit

import pytest
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker


@pytest.mark.postgres
def test_a_connection_that_the_server_closed_is_not_used_again(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    address = os.environ.get("MISAQ_TEST_POSTGRES", "")
    if not address:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests on PostgreSQL: MISAQ_TEST_POSTGRES is not set")
        pytest.skip("no PostgreSQL: set MISAQ_TEST_POSTGRES=postgresql://user@host:port/database")
    parts = urlsplit(address)
    place = {
        "ENGINE": "misaq.web.settings.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    handler = ConnectionHandler({"default": place, "other": dict(place)})
    kept, other = handler["default"], handler["other"]
    with django_db_blocker.unblock():
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        assert kept.is_usable()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        assert not kept.is_usable()
        kept.close_if_unusable_or_obsolete()  # what Django does between requests
        kept.close_if_health_check_failed()
        with kept.cursor() as cursor:  # a new one, and no error for the reader
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)
        assert kept.is_usable()
        for connection in (kept, other):
            connection.close()
