"""What every answer carries, and what no log line holds."""

import json
import logging
import sys

import pytest
from django.test import Client

from misaq.web.accounts.models import Account
from misaq.web.accounts.services import one_time_login_issue
from misaq.web.shell.logs import LineFormatter


@pytest.mark.parametrize("address", ["/", "/en/", "/en/accounts/sign-in/", "/en/nothing-here/"])
def test_a_strict_content_policy_and_no_inline_code(address: str, db: None) -> None:
    answer = Client().get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    html = answer.content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"  # "no-referrer" makes browsers' forms fail


def test_private_pages_are_kept_out_of_caches(bob: Account) -> None:
    client = Client()
    client.force_login(bob, "allauth.account.auth_backends.AuthenticationBackend")
    assert "no-store" in client.get("/en/accounts/desk/")["Cache-Control"]


def test_forms_without_their_token_are_refused(bob: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/en/accounts/once/{one_time_login_issue(bob)}/")
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode()


def test_the_request_log_names_no_address_no_person_no_secret(
    bob: Account, caplog: pytest.LogCaptureFixture
) -> None:
    secret = one_time_login_issue(bob)
    with caplog.at_level(logging.INFO):
        Client(REMOTE_ADDR="203.0.113.9").post(f"/en/accounts/once/{secret}/?who=bob")
    lines = [LineFormatter().format(record) for record in caplog.records]
    assert any(json.loads(line).get("status") == 302 for line in lines)
    for hidden in (secret, "203.0.113.9", "bob"):
        assert not any(hidden in line for line in lines), hidden


def test_a_traceback_in_the_log_holds_no_values() -> None:
    try:
        raise ValueError("Zarmina of Lower Vale")  # an invented witness
    except ValueError:
        record = logging.LogRecord("misaq", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
    line = LineFormatter().format(record)
    assert "Zarmina" not in line
    assert json.loads(line)["error"] == "ValueError"
