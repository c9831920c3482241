"""Unlocking the record for a session, and a member's own key."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.record import RecoveryKeyFormError, WrongSecretError
from misaq.web.accounts.access import only
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.access import organisations_of, signed_in_account
from misaq.web.record.keys.forms import (
    ChangePassphraseForm,
    NewPassphraseForm,
    RecoverForm,
    UnlockForm,
)
from misaq.web.record.keys.services import (
    colleague_let_in,
    keys_unlock,
    member_key_make,
    passphrase_change,
    passphrase_recover,
)
from misaq.web.record.models import MemberKey, Organisation
from misaq.web.record.search.names import forget_names
from misaq.web.record.unlocking import close_session, keyring_of, open_session

HOLDERS = (Role.DOCUMENTER, Role.REVIEWER, Role.AUTHORITY)
RATES = {"unlock": "5/5m/key,30/5m/ip"}


def _has_key(account: Account) -> bool:
    return MemberKey.objects.filter(account=account).exists()


@only(*HOLDERS)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase; afterwards lead back to where somebody wanted to go."""
    account = signed_in_account(request)
    if not _has_key(account):
        return redirect("record_key_make")
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(
            request, app="record", action="unlock", config=RATES, key=str(account.pk)
        ):
            too_often: HttpResponse = ratelimit.respond_429(request)
            return too_often
        try:
            keys = keys_unlock(account, form.cleaned_data["passphrase"])
        except WrongSecretError:
            form.add_error(
                "passphrase",
                _(
                    "This passphrase does not open your key. Type it again, or use the recovery key."
                ),
            )
        else:
            response = redirect(_way_back(request))
            forget_names(request)
            open_session(request, response, keys)
            return response
    status = 422 if form.is_bound else 200
    return render(request, "record/keys/unlock.html", {"form": form}, status=status)


def _way_back(request: HttpRequest) -> str:
    back = str(request.session.pop("record_back", ""))
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("record_desk")


@only(*HOLDERS)
@never_cache
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Forget the keys of this session."""
    response = redirect("desk")
    forget_names(request)
    close_session(request, response)
    return response


@only(*HOLDERS)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def key_make(request: HttpRequest) -> HttpResponse:
    """Choose a passphrase; the recovery key is shown once, on the page that answers."""
    account = signed_in_account(request)
    if _has_key(account) and "again" not in request.GET and request.method != "POST":
        return redirect("record_key")
    form = NewPassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _key, recovery = member_key_make(account, form.cleaned_data["passphrase"])
        return _show_recovery(request, account, recovery, form.cleaned_data["passphrase"])
    context = {"form": form, "replaces": _has_key(account)}
    return render(request, "record/keys/make.html", context, status=422 if form.is_bound else 200)


def _show_recovery(
    request: HttpRequest, account: Account, recovery: str, passphrase: str
) -> HttpResponse:
    keys = keys_unlock(account, passphrase)
    waits = [one for one in organisations_of(account) if not keys.has(one)]
    context = {"recovery": recovery, "waits": waits}
    response = render(request, "record/keys/recovery.html", context)
    open_session(request, response, keys)
    return response


@only(*HOLDERS)
@never_cache
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """A member's key: whether it is there, which organisations it opens, which colleagues wait to be let in."""
    account, keys = signed_in_account(request), keyring_of(request)
    rows = [
        {
            "organisation": organisation,
            "open": keys is not None and keys.has(organisation),
            "colleagues": _waiting(organisation) if keys and keys.has(organisation) else [],
        }
        for organisation in organisations_of(account)
    ]
    context = {"has_key": _has_key(account), "unlocked": keys is not None, "rows": rows}
    return render(request, "record/keys/key.html", context)


def _waiting(organisation: Organisation) -> list[Account]:
    """Members with a key pair to whom nobody has given the organisation's key."""
    members = Account.objects.filter(
        memberships__organisation=organisation,
        memberships__ended_at=None,
        member_key__isnull=False,
    )
    return list(
        members.exclude(pk__in=organisation.wraps.filter(ended_at=None).values("account")).order_by(
            "username"
        )
    )


@only(*HOLDERS)
@require_POST
def let_in(request: HttpRequest, slug: str, account_id: int) -> HttpResponse:
    """Give a colleague of one's own organisation its key."""
    account, keys = signed_in_account(request), keyring_of(request)
    if keys is None:
        return redirect("record_unlock")
    organisation = get_object_or_404(organisations_of(account), slug=slug)
    waiting = {one.pk: one for one in _waiting(organisation)}
    if account_id in waiting and keys.has(organisation):
        colleague_let_in(organisation, waiting[account_id], keys, by=account)
    return redirect("record_key")


@only(*HOLDERS)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: HttpRequest) -> HttpResponse:
    """Change the passphrase."""
    account = signed_in_account(request)
    if not _has_key(account):
        return redirect("record_key_make")
    form = ChangePassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passphrase_change(account, form.cleaned_data["old"], form.cleaned_data["passphrase"])
        except WrongSecretError:
            form.add_error("old", _("This passphrase does not open your key. Type it again."))
        else:
            return redirect("record_key")
    return render(
        request,
        "record/keys/passphrase.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@only(*HOLDERS)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A new passphrase by the recovery key; a new recovery key is shown once."""
    account = signed_in_account(request)
    if not _has_key(account):
        return redirect("record_key_make")
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["passphrase"]
        try:
            recovery = passphrase_recover(account, form.cleaned_data["recovery"], new)
        except (WrongSecretError, RecoveryKeyFormError):
            form.add_error(
                "recovery",
                _("This recovery key does not open your key. Compare it letter by letter."),
            )
        else:
            return _show_recovery(request, account, recovery, new)
    return render(
        request, "record/keys/recover.html", {"form": form}, status=422 if form.is_bound else 200
    )
