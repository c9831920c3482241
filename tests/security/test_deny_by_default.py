"""Every address, every role: nobody reaches what is not theirs, and a view without a policy is closed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from misaq.web.accounts.access import may_call
from misaq.web.accounts.middleware import DenyByDefault
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open
from misaq.web.shell.policy import PUBLIC, SIGNED_IN, policy_of


def _views(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            with translation.override("en"):
                inner = prefix + str(entry.pattern)
            yield from _views(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def test_every_view_says_who_may_call_it() -> None:
    silent = [route for route, view in _views() if policy_of(view) is None]
    assert not silent


def test_only_these_views_are_public() -> None:
    """A new public view is a decision: it is written down here."""
    public = {route for route, view in _views() if policy_of(view) == PUBLIC}
    assert public == {
        "", "<slug:language>/", "<slug:language>/<path:path>", "health",
        "en/accounts/sign-in/", "en/accounts/sign-out/", "en/accounts/once/<str:secret>/",
        "en/accounts/second-factor/",
        # taking part needs no account: what is somebody's own opens by the key in their browser
        "en/take-part/", "en/take-part/enter/", "en/take-part/statement/", "en/take-part/vote/",
        "en/take-part/undo/", "en/take-part/community/", "en/take-part/answers/", "en/take-part/withdraw/",
        "en/take-part/write/", "en/take-part/place/", "en/take-part/appeal/", "en/take-part/language/",
        "en/take-part/end/",
        "en/take-part/leave/",
        # telling the record something needs no account; who holds the return code hears back
        "en/record/tell/", "en/record/tell/return/", "en/record/tell/how/",
        # the drafting of a charter: how it decides, its text with grounds, proposals, decisions, ratification
        "en/charter/drafting/", "en/charter/drafting/<slug:slug>/", "en/charter/drafting/<slug:slug>/text/",
        "en/charter/drafting/<slug:slug>/proposals/<int:number>/",
        "en/charter/drafting/<slug:slug>/divisions/<int:number>/",
        "en/charter/drafting/<slug:slug>/ratification/",
        # panels drawn by lot: volunteering needs no account, what is somebody's own opens by their code and key
        "en/assembly/panels/", "en/assembly/panels/<slug:slug>/", "en/assembly/panels/<slug:slug>/register/",
        "en/assembly/panels/<slug:slug>/mine/", "en/assembly/panels/<slug:slug>/change/",
        "en/assembly/panels/<slug:slug>/erase/",
        # published cases, and released counts
        "en/record/cases/", "en/record/cases/<slug:ref>/", "en/record/register/",
        "en/record/register/<int:number>.json", "en/record/register/<int:number>-answers.json",
        # a list that is sealed: its draw, the ceremony, files to check both, one's own row by code, the panel
        "en/assembly/draws/", "en/assembly/draws/<slug:slug>/", "en/assembly/draws/<slug:slug>/own/",
        "en/assembly/draws/<slug:slug>/answer/",
        "en/assembly/draws/<slug:slug>/bundle.zip", "en/assembly/draws/<slug:slug>/chances.csv",
        "en/assembly/draws/<slug:slug>/ceremony/", "en/assembly/draws/<slug:slug>/ceremony/<int:step>/",
        "en/assembly/draws/<slug:slug>/ceremony/<int:step>/both/", "en/assembly/draws/<slug:slug>/panel/",
        "en/assembly/draws/<slug:slug>/panel/log.json",
        # reading the constitution, and the undo desk: the choice lives in the address, nobody is known
        "en/charter/at/", "en/charter/at/<str:when>/", "en/charter/at/<str:when>/<slug:file>/",
        "en/charter/search/", "en/charter/compare/", "en/charter/undo/", "en/charter/undo/text/",
        "en/charter/undo/text/<slug:file>/", "en/charter/undo/files/<str:name>", "en/charter/undo/pdf/",
        "en/charter/undo/pdf/<uuid:work>/", "en/charter/undo/pdf/<uuid:work>/bill.pdf",
    }  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_the_matrix_of_roles_and_views(role: Role, db: None) -> None:
    account = account_open("somebody", (role,))
    for route, view in _views():
        policy = policy_of(view)
        allowed = policy in (PUBLIC, SIGNED_IN) or role in policy
        assert may_call(account, policy) is allowed, route


def test_a_view_without_a_policy_is_closed_to_everybody(rf: RequestFactory, db: None) -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    account = account_open("somebody", (Role.PARTICIPANT,))
    request = rf.get("/en/bare/")
    request.user = account
    with pytest.raises(Http404):
        DenyByDefault(lambda r: HttpResponse()).process_view(request, bare, (), {})


def test_what_is_forbidden_looks_like_what_is_absent(
    bob: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(bob)
    forbidden, absent = client.get("/en/desk/releases/"), client.get("/en/desk/no-such-page/")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    strip = forbidden.content.replace(b"releases", b"").replace(b"no-such-page", b"")
    assert strip == absent.content.replace(b"releases", b"").replace(b"no-such-page", b"")


def test_nobody_signs_up(db: None) -> None:
    assert not get_adapter().is_open_for_signup(HttpRequest())
