"""What a clause may rest on from the record: published cases, published counts, findings in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from misaq.foundation.messages import LANGUAGES
from misaq.process import Results
from misaq.record import terms
from misaq.web.process.context import server_addresses
from misaq.web.record.models import PublishedCase
from misaq.web.shell.dates import date_words
from misaq.web.shell.findings import Finding


def public_findings(results: Results) -> Sequence[Finding]:
    """Everything that was found and that the public can read: nothing else of the record is ever offered."""
    return (*_found(results), *_cases(), *_counts(results))


def _cases() -> Iterator[Finding]:
    """The published cases, by their public face alone."""
    rows = PublishedCase.objects.filter(state=PublishedCase.State.PUBLISHED).order_by("ref")
    for row in rows:
        href = reverse("record_public_case", kwargs={"ref": row.ref})
        yield Finding(row.ref, {code: _case_words(row.public, code) for code in LANGUAGES}, href)


def _case_words(face: Mapping[str, Any], language: str) -> str:
    labels = terms("act_type")
    acts = [labels[code].label[language] for code in face.get("acts", []) if code in labels]
    with translation.override(language):
        when = date_words(str(face.get("when") or ""))
        return _("A published case: %(acts)s, %(when)s") % {
            "acts": _(", ").join(acts),
            "when": when,
        }


def _counts(results: Results) -> Iterator[Finding]:
    """For each kind of act, how many acts the record counts, where that number may be told."""
    counts = results.results("record.counts") or {}
    href = server_addresses().page(f"{translation.get_language() or 'en'}/record/tables.html")
    for kind, cell in zip(counts.get("act_types", []), counts.get("by_type", []), strict=True):
        if cell["value"]:
            text = {}
            for code in LANGUAGES:
                with translation.override(code):
                    words = {"kind": kind["label"][code], "n": f"{cell['value']:,}"}
                    text[code] = _("%(kind)s: %(n)s acts are counted in the record.") % words
            yield Finding(f"count-{kind['code']}", text, href)


def _found(results: Results) -> Iterator[Finding]:
    """The findings of the process folder, in words."""
    for finding in (results.results("charter.coverage") or {}).get("findings", []):
        yield Finding(finding["id"], finding["title"])
