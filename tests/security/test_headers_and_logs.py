"""What every answer carries, and what no log line holds."""

import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from misaq.web.accounts.models import Account
from misaq.web.accounts.services import one_time_login_issue
from misaq.web.shell.logs import LineFormatter
from misaq.web.start import make_private


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


@pytest.mark.parametrize("https", ["", "1"])
def test_the_settings_of_a_real_site(https: str, tmp_path: Path) -> None:
    """What the settings file says with and without a proxy that speaks TLS, read in a process of its own."""
    make_private(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", SAY],
        env={**os.environ, "MISAQ_SITE": str(tmp_path), "MISAQ_HTTPS": https, "MISAQ_DATABASE": ""},
        capture_output=True,
        check=True,
    )
    said = json.loads(told.stdout)
    secure = bool(https)
    assert said["DEBUG"] is False
    assert said["SESSION_COOKIE_SECURE"] is said["CSRF_COOKIE_SECURE"] is secure
    assert said["SECURE_SSL_REDIRECT"] is secure
    assert said["SECURE_HSTS_SECONDS"] == (31_536_000 if secure else 0)
    assert said["SESSION_COOKIE_NAME"].startswith("__Host-") is secure
    # without TLS in front anybody could send the header themselves
    assert said["SECURE_PROXY_SSL_HEADER"] == (
        ["HTTP_X_FORWARDED_PROTO", "https"] if secure else None
    )
    assert said["ALLAUTH_TRUSTED_PROXY_COUNT"] == int(secure)
    assert "*" not in said["ALLOWED_HOSTS"]


SAY = """
import json
from misaq.web.settings import production as p
print(json.dumps({name: value for name, value in vars(p).items() if name.isupper()}, default=str))
"""


def test_a_site_left_open_is_closed_again(tmp_path: Path) -> None:
    make_private(tmp_path / "site")
    for path in [tmp_path / "site", *(tmp_path / "site").rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    make_private(tmp_path / "site")
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "site").rglob("*")
    }
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o700
    assert modes.pop("keys") == 0o700
    assert len(modes) == 4
    assert set(modes.values()) == {0o600}
