"""The page of a case, and what is added to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from misaq.record import SealingFormError
from misaq.web.accounts.access import roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.access import actors_of, case_of, signed_in_account, working
from misaq.web.record.activity import note, within_quota
from misaq.web.record.authority.selectors import addressees
from misaq.web.record.cases import adding, forms
from misaq.web.record.cases.opening import NewMention, NewSource
from misaq.web.record.cases.selectors import case_page
from misaq.web.record.models import Case
from misaq.web.record.models.case import Stage
from misaq.web.record.quota import quota_reached
from misaq.web.record.unlocking import Keyring

REVIEWED = frozenset({Stage.REVIEWED, Stage.VERIFIED})


@working
@never_cache
@require_safe
def case_view(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """One case: who says what, who is said to have done what to whom, and what came of it."""
    case, account = _opened(request, keys, ref), signed_in_account(request)
    if not within_quota(account):
        return quota_reached(request)
    note("case.viewed", by=account, about=case)
    page = case_page(case, keys)
    context = {
        "page": page,
        "case": case,
        "is_settled": case.stage in REVIEWED,
        "is_reviewer": Role.REVIEWER in roles_of(account),
    }
    return render(request, "record/cases/case.html", context)


def _opened(request: HttpRequest, keys: Keyring, ref: str) -> Case:
    """A case whose restricted fields this session opens; who is not let in yet sees nothing of it."""
    case = case_of(request, ref)
    if not keys.has(case.organisation):
        raise Http404
    return case


@working
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case_change(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Change what a case says of itself; what stood before is kept."""
    case, account = _opened(request, keys, ref), signed_in_account(request)
    if case.stage in REVIEWED:
        return _settled(request, case)
    stands = {name: adding.told_of(case, name, keys) for name in adding.CHANGEABLE}
    form = forms.ChangeForm(
        request.POST if request.method == "POST" else None, case=case, initial=stands
    )
    if request.method == "POST" and form.is_valid():
        adding.case_change(case, form.cleaned_data, keys, by=account)
        return redirect("record_case", ref=case.ref)
    note("case.viewed", by=account, about=case)
    context = {"form": form, "case": case, "title": _("Change what the case says")}
    return _form(request, context)


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "record/cases/add.html", context, status=status)


def _settled(request: HttpRequest, case: Case) -> HttpResponse:
    return render(request, "record/cases/settled.html", {"case": case}, status=409)


@dataclass(frozen=True)
class Adding:
    """One thing that can be added: its form, what saves it, what the page says.

    settles : whether it changes what a review looked at, so that a reviewed case must be reopened first.
    """

    form: type[forms.CaseForm]
    save: Callable[[Case, Any, Keyring, Account], object]
    title: Any
    lead: Any
    settles: bool = False


def _rows(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _save_source(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    names = ("source_kind", "payload", "source_connection", "collected_on", "language")
    kept = _rows(form.cleaned_data, *names, "reliability", "credibility")
    new = NewSource(**kept, derived_from=form.chosen("derived_from"))
    return adding.source_add(case, new, keys, by=by)


def _save_person(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    values = form.cleaned_data
    told = {name: values[name] for name in forms.PARTICULARS if values[name]}
    new = NewMention(values["role"], told, **_rows(values, "sex", "age_min", "age_max"))
    return adding.person_add(case, new, form.chosen("source"), keys, by=by)


def _save_act(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    names = ("act_type", "methods", "group_min", "group_max", "when", "place")
    kept = _rows(form.cleaned_data, *names, "stated_reason", "stated_by")
    kept["victim"] = form.chosen("victim")
    kept["is_child"] = {"yes": True, "no": False}.get(form.cleaned_data["is_child"])
    return adding.act_add(case, kept, by=by)


def _save_involvement(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    values = form.cleaned_data
    kept = _rows(values, "involvement", "attribution_basis", "court_finding", "is_final")
    suspect = form.chosen("suspect")
    kept |= {"actor": form.chosen("actor"), "suspect": suspect.sealed if suspect else None}
    name = {"kind": values["kind"], "en": values["name_en"], "ur": values["name_ur"]}
    return adding.involvement_add(
        case, form.chosen("act"), kept, by=by, name=name, through=form.chosen("through")
    )


def _save_detention(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    kept = {k: v for k, v in form.cleaned_data.items() if k not in {"mention", "health"}}
    kept["mention"] = form.chosen("mention")
    return adding.detention_add(case, kept, form.cleaned_data["health"], keys, by=by)


def _save_fate(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    kept = _rows(form.cleaned_data, "status", "as_of", "basis", "identification")
    return adding.fate_add(case, kept | {"mention": form.chosen("mention")}, by=by)


def _save_qualification(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    kept = _rows(form.cleaned_data, "instrument", "article", "status")
    kept["elements"] = form.elements()
    return adding.qualification_add(case, form.chosen("act"), kept, by=by)


def _save_assertion(case: Case, form: Any, keys: Keyring, by: Account) -> object:
    kept = _rows(form.cleaned_data, "field", "value", "locator")
    return adding.assertion_add(
        case, form.chosen("source"), form.chosen("act"), keys, by=by, **kept
    )


ADDINGS = {
    "source": Adding(
        forms.SourceForm,
        _save_source,
        _("Add a source"),
        _("What somebody else says. Never mixed with what is known already."),
    ),
    "person": Adding(
        forms.PersonForm,
        _save_person,
        _("Add a person"),
        _(
            "As this source mentions them. Whether two mentions are one person is decided elsewhere."
        ),
    ),
    "act": Adding(
        forms.ActForm,
        _save_act,
        _("Add an act"),
        _("One act is one thing done to one person, or to a group. Acts are what is counted."),
        settles=True,
    ),
    "involvement": Adding(
        forms.InvolvementForm,
        _save_involvement,
        _("Add an alleged part"),
        _("The same form for every side. It stays alleged until a court finds it."),
        settles=True,
    ),
    "detention": Adding(
        forms.DetentionForm,
        _save_detention,
        _("Add a time held"),
        _(
            "What families have a right to know by article 17 of the Convention. Leave empty what is not known."
        ),
    ),
    "fate": Adding(
        forms.FateForm,
        _save_fate,
        _("Add what is known of the fate"),
        _(
            "What was recorded before stays. A person is held to be alive until somebody is identified."
        ),
    ),
    "qualification": Adding(
        forms.QualificationForm,
        _save_qualification,
        _("Add a view of the law"),
        _("The four elements decide; nobody chooses the word."),
    ),
    "assertion": Adding(
        forms.AssertionForm,
        _save_assertion,
        _("Note what a source says"),
        _("Which source says it, and where in it."),
    ),
}


@working
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case_add(request: HttpRequest, keys: Keyring, ref: str, what: str) -> HttpResponse:
    """Add one thing to a case."""
    case, account = _opened(request, keys, ref), signed_in_account(request)
    if what not in ADDINGS:
        raise Http404
    kind = ADDINGS[what]
    if kind.settles and case.stage in REVIEWED:
        return _settled(request, case)
    own: dict[str, Any] = {}
    if what == "involvement":
        own = {
            "actors": list(actors_of(account).order_by("name_en", "pk")[:300]),
            "answering": addressees(),
        }
    elif what == "qualification":
        own = {"by": account.pk}
    form = kind.form(request.POST if request.method == "POST" else None, case=case, **own)
    if request.method == "POST" and form.is_valid():
        try:
            kind.save(case, form, keys, account)
        except SealingFormError:
            form.add_error(
                "role", _("There are no custodians yet to seal to. The secretariat names them.")
            )
        else:
            return redirect("record_case", ref=case.ref)
    context = {"form": form, "case": case, "title": kind.title, "lead": kind.lead}
    return _form(request, context)
