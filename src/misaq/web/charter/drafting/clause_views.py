"""One clause: its text, who has it in hand, what is proposed to it; and writing a proposal to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.charter.access import (
    delegates,
    drafters,
    drafting_of,
    own_proposal_of,
    proposal_of,
    proposals_in,
    seat_of,
)
from misaq.web.charter.drafting.desk_views import READ_WRITE, frame
from misaq.web.charter.drafting.forms import CommentForm, MoveForm, OmitForm, TextForm
from misaq.web.charter.drafting.grounds import grounds_of
from misaq.web.charter.drafting.in_hand import clause_give_back, clause_take, in_hand
from misaq.web.charter.drafting.redlines import redline_words
from misaq.web.charter.drafting.remarks import comment_write
from misaq.web.charter.drafting.selectors import (
    comments_on,
    place_choices,
    proposal_name,
    proposal_rows,
    shown_grounds,
)
from misaq.web.charter.drafting.texts import Clause, DraftText, text_of
from misaq.web.charter.drafting.writing import (
    TextChangedError,
    VersionChangedError,
    Written,
    clause_name,
    derive,
    latest,
    proposal_revise,
    proposal_write,
)
from misaq.web.charter.models import Drafting, Proposal
from misaq.web.charter.refusals import RefusedError
from misaq.web.shell.documents import results_of

Kind = Proposal.Kind


def _clause_of(text: DraftText, provision: str) -> Clause:
    clause = text.by_id.get(provision)
    if clause is None:
        raise Http404
    return clause


@drafters
@never_cache
@require_safe
def clause(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """A clause as it stands, with its grounds, its competing versions and what delegates say."""
    return _clause_page(request, drafting_of(request, slug), provision)


def _clause_page(
    request: HttpRequest, drafting: Drafting, provision: str, comment: CommentForm | None = None
) -> HttpResponse:
    text, language = text_of(drafting), get_language() or "en"
    found = _clause_of(text, provision)
    rows = proposals_in(drafting).filter(provision=provision)
    place = [c.id for c in text.clauses].index(provision)
    context = {
        **frame(request, drafting),
        "clause": found,
        "name": clause_name(found, provision, language),
        "wordings": found.wordings(text.languages, language),
        "held": in_hand(drafting).get(provision),
        "rows": proposal_rows(drafting, list(rows), language),
        "grounds": shown_grounds(results_of(request), grounds_of(drafting).get(provision, [])),
        "comments": comments_on(drafting, provision=provision),
        "comment_form": comment or CommentForm(),
        "before": text.clauses[place - 1] if place else None,
        "after": text.clauses[place + 1] if place + 1 < len(text.clauses) else None,
    }
    status = 422 if comment is not None else 200
    return render(request, "charter/drafting/clause.html", context, status=status)


@delegates
@require_POST
def take(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """Take a clause in hand, or keep it longer."""
    drafting = drafting_of(request, slug)
    seat = seat_of(request, drafting)
    _clause_of(text_of(drafting), provision)
    clause_take(drafting, provision, seat)
    return redirect("charter_clause", slug=slug, provision=provision)


@delegates
@require_POST
def give_back(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """Give a clause back."""
    drafting = drafting_of(request, slug)
    clause_give_back(drafting, provision, seat_of(request, drafting))
    return redirect("charter_clause", slug=slug, provision=provision)


@delegates
@require_POST
def clause_comment(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """Say something about a clause."""
    drafting = drafting_of(request, slug)
    seat, form = seat_of(request, drafting), CommentForm(request.POST)
    _clause_of(text_of(drafting), provision)
    if not form.is_valid():
        return _clause_page(request, drafting, provision, form)
    comment_write(
        drafting, form.cleaned_data["text"], get_language() or "en", seat, provision=provision
    )
    return redirect("charter_clause", slug=slug, provision=provision)


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def write(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """Write a clause anew: the change is shown before it is put forward."""
    drafting = drafting_of(request, slug)
    seat_of(request, drafting)
    text = text_of(drafting)
    found = _clause_of(text, provision)
    initial = {f"text_{code}": found.texts.get(code, "").strip() for code in text.languages}
    form = TextForm(
        request.POST or None, languages=_ordered(text), initial=initial | {"seen": text.sha256}
    )
    asked = Asked(Kind.CHANGE, provision=provision)
    return _writing(request, drafting, form, asked, {"clause": found})


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def write_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a clause that is not there yet."""
    drafting = drafting_of(request, slug)
    seat_of(request, drafting)
    text, language = text_of(drafting), get_language() or "en"
    places = place_choices(text, language)
    initial = {"seen": text.sha256, "after": text.clauses[-1].id if text.clauses else ""}
    form = TextForm(request.POST or None, languages=_ordered(text), places=places, initial=initial)
    return _writing(request, drafting, form, Asked(Kind.NEW), {})


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def move(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """Propose that a clause stands elsewhere."""
    drafting = drafting_of(request, slug)
    seat_of(request, drafting)
    text, language = text_of(drafting), get_language() or "en"
    found = _clause_of(text, provision)
    form = MoveForm(
        request.POST or None,
        places=place_choices(text, language, without=provision),
        initial={"seen": text.sha256},
    )
    asked = Asked(Kind.MOVE, provision=provision)
    return _writing(request, drafting, form, asked, {"clause": found})


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def omit(request: HttpRequest, slug: str, provision: str) -> HttpResponse:
    """Propose that a clause is left out."""
    drafting = drafting_of(request, slug)
    seat_of(request, drafting)
    text = text_of(drafting)
    found = _clause_of(text, provision)
    form = OmitForm(request.POST or None, initial={"seen": text.sha256})
    asked = Asked(Kind.OMIT, provision=provision)
    return _writing(request, drafting, form, asked, {"clause": found})


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def revise(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write a new version of an own proposal."""
    drafting = drafting_of(request, slug)
    proposal = own_proposal_of(request, drafting, number)
    version, text = latest(proposal), text_of(drafting)
    form = _form_of(request, text, proposal, {**version.texts}, proposal.after)
    asked = Asked(
        proposal.kind,
        provision="" if proposal.kind == Kind.NEW else proposal.provision,
        revises=proposal,
        version=_whole(request.POST.get("version"), version.n),
    )
    more = {"proposal": proposal, "version": version, "clause": text.by_id.get(proposal.provision)}
    return _writing(request, drafting, form, asked, more)


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def amend(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Amend somebody's proposal: its words are changed, and decided on before it is."""
    drafting = drafting_of(request, slug)
    seat_of(request, drafting)
    target, text = proposal_of(drafting, number), text_of(drafting)
    version = latest(target)
    if not version.texts or target.amends_id is not None:
        raise Http404
    form = _form_of(request, text, target, {**version.texts}, target.after)
    asked = Asked(
        target.kind,
        provision="" if target.kind == Kind.NEW else target.provision,
        amends=target,
    )
    more = {"target": target, "clause": text.by_id.get(target.provision)}
    return _writing(request, drafting, form, asked, more)


class Asked:
    """What a page of writing is for: which kind of proposal, to which clause, a revision or an amendment of which."""

    def __init__(
        self,
        kind: str,
        *,
        provision: str = "",
        revises: Proposal | None = None,
        amends: Proposal | None = None,
        version: int = 0,
    ) -> None:
        self.kind, self.provision = kind, provision
        self.revises, self.amends, self.version = revises, amends, version

    def written(self, values: Mapping[str, Any], texts: Mapping[str, str]) -> Written:
        """What was written in the form."""
        return Written(
            self.kind,
            provision=self.provision,
            after=values.get("after") or "",
            texts=texts,
            amends=self.amends,
            note=values.get("note", ""),
            seen=values.get("seen", ""),
        )


def _writing(
    request: HttpRequest,
    drafting: Drafting,
    form: Any,
    asked: Asked,
    more: Mapping[str, Any],
) -> HttpResponse:
    """The form; what its words change, before they are put forward; then the proposal."""
    text, language = text_of(drafting), get_language() or "en"
    context: dict[str, Any] = {**frame(request, drafting), **more, "form": form, "asked": asked}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            texts = form.texts() if isinstance(form, TextForm) else {}
            written = asked.written(form.cleaned_data, texts)
            try:
                if request.POST.get("act") == "submit":
                    return _submitted(request, drafting, asked, written)
                context["preview"] = _preview(drafting, asked, written, language)
                context["sure"] = text.sha256
                status = 200
            except (TextChangedError, VersionChangedError) as refused:
                context |= {"refusal": refused.text, "sure": text.sha256}
                context["preview"] = _try_preview(drafting, asked, written, language)
                status = 409
            except RefusedError as refused:
                context["refusal"] = refused.text
    named = more.get("clause")
    shown = more.get("target") or more.get("proposal")
    context["name"] = (
        clause_name(named, asked.provision, language)
        if named
        else proposal_name(text, shown, latest(shown), language)
        if shown
        else ""
    )
    if asked.revises is not None:
        context["version_n"] = latest(asked.revises).n
    return render(request, "charter/drafting/write.html", context, status=status)


def _submitted(
    request: HttpRequest, drafting: Drafting, asked: Asked, written: Written
) -> HttpResponse:
    seat = seat_of(request, drafting)
    if asked.revises is not None:
        proposal_revise(asked.revises, written, seen_version=asked.version)
        number = asked.revises.number
    else:
        number = proposal_write(drafting, written, seat).number
    return redirect("charter_proposal", slug=drafting.slug, number=number)


def _preview(drafting: Drafting, asked: Asked, written: Written, language: str) -> dict[str, Any]:
    """What the words change, as the server derived it."""
    text = text_of(drafting)
    derived = derive(text, written, "preview")
    old: Mapping[str, str] = derived.before.texts if derived.before else {}
    if asked.amends is not None:
        old = latest(asked.amends).texts
    new = derived.clause.texts if derived.clause else {}
    codes = sorted(text.languages, key=lambda code: code != language)
    redlines = [redline_words(code, old.get(code, ""), new.get(code, "")) for code in codes]
    counts: dict[str, int] = {}
    for operation in derived.operations[text.languages[0]]:
        counts[operation.kind] = counts.get(operation.kind, 0) + 1
    return {
        "redlines": redlines,
        "kinds": sorted(counts.items()),
        "reach": derived.reach,
        "sha256": derived.sha256,
    }


def _try_preview(
    drafting: Drafting, asked: Asked, written: Written, language: str
) -> dict[str, Any] | None:
    try:
        return _preview(drafting, asked, written, language)
    except RefusedError:
        return None


def _form_of(
    request: HttpRequest, text: DraftText, proposal: Proposal, texts: Mapping[str, str], after: str
) -> Any:
    data = request.POST or None
    language = get_language() or "en"
    if proposal.kind == Kind.OMIT:
        return OmitForm(data, initial={"seen": text.sha256})
    if proposal.kind == Kind.MOVE:
        places = place_choices(text, language, without=proposal.provision)
        return MoveForm(data, places=places, initial={"seen": text.sha256, "after": after})
    initial = {f"text_{code}": texts.get(code, "").strip() for code in text.languages}
    initial |= {"seen": text.sha256, "after": after}
    places = place_choices(text, language) if proposal.kind == Kind.NEW else []
    return TextForm(data, languages=_ordered(text), places=places, initial=initial)


def _ordered(text: DraftText) -> Sequence[str]:
    """The languages, the reader's own first."""
    return sorted(text.languages, key=lambda code: code != (get_language() or "en"))


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise
