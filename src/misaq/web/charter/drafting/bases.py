"""The texts a drafting may stand on: nothing yet, the clauses in draft, or a version of the constitution."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from misaq.process import Results
from misaq.web.charter.drafting.body import BaseText
from misaq.web.charter.drafting.deriving import language_name
from misaq.web.charter.history import weave_of
from misaq.web.charter.refusals import RefusedError
from misaq.web.shell.words import plain_bilingual

EMPTY, DRAFTS = "empty", "drafts"
_LABEL = {"en": "Article {label}. {title}", "ur": "دفعہ {label}۔ {title}"}
_MOST_VERSIONS = 60


def base_choices(results: Results) -> list[tuple[str, str]]:
    """What may be chosen, with its name in the page's language; the newest version first."""
    choices = [(EMPTY, _("A new charter: nothing is written yet"))]
    for base in _bases(results):
        named = _("The text “%(id)s” of this process (%(languages)s)")
        languages = _(", ").join(language_name(code) for code in base["languages"])
        choices.append((f"base-{base['id']}", named % {"id": base["id"], "languages": languages}))
    if (results.results("charter.drafts") or {}).get("drafts"):
        choices.append((DRAFTS, _("The clauses in draft of this process, in all their languages")))
    versions = (results.results("charter.versions") or {}).get("versions", [])
    for row in reversed(versions[-_MOST_VERSIONS:]):
        title = plain_bilingual(row["title"])
        named = _("The constitution as of version %(n)s: %(title)s")
        choices.append((str(row["n"]), named % {"n": row["n"], "title": title}))
    return choices


def base_of_choice(results: Results, choice: str, languages: list[str]) -> BaseText:
    """The text of a choice. Raises RefusedError when it is not there in every language asked for."""
    if choice == EMPTY:
        return BaseText(title={"en": "A new charter", "ur": "نیا دستور"})
    if choice == DRAFTS:
        return _drafts(results, languages)
    if choice.startswith("base-"):
        return _given(results, choice.removeprefix("base-"), languages)
    weave = weave_of(results)
    document = results.results("charter.versions") or {}
    row = next((v for v in document.get("versions", []) if str(v["n"]) == choice), None)
    if weave is None or row is None:
        raise RefusedError(_("This version is not among the published texts."))
    if languages != [document["language"]]:
        raise RefusedError(
            _(
                "The constitution is published in one language only. Choose that one, or another text."
            )
        )
    files = weave.texts(weave.active(weave.place(row["n"])))
    (language,) = languages
    return BaseText(row["n"], row["title"], {language: files})


def _bases(results: Results) -> list[dict[str, Any]]:
    """The texts of the process folder that proposals change."""
    return list((results.results("charter.proposals") or {}).get("bases", []))


def _given(results: Results, name: str, languages: list[str]) -> BaseText:
    """A text of the process folder, with the grounds of its provisions."""
    base = next((b for b in _bases(results) if b["id"] == name), None)
    if base is None:
        raise RefusedError(_("This text is not among the published texts."))
    if not set(languages) <= set(base["languages"]):
        raise RefusedError(_("This text is not there in every language that you chose."))
    files = {code: base["texts"][code] for code in languages}
    return BaseText(None, {"en": name, "ur": name}, files)


def _drafts(results: Results, languages: list[str]) -> BaseText:
    """The clauses in draft as one text a language, and their grounds by the provision they become."""
    drafts = (results.results("charter.drafts") or {}).get("drafts", [])
    lacking = [code for code in languages if any(code not in d["text"] for d in drafts)]
    if lacking or not drafts:
        raise RefusedError(
            _("The clauses in draft are not there in every language that you chose.")
        )
    labels = _labels(drafts)
    files: dict[str, Mapping[str, str]] = {}
    for code in languages:
        clauses = [
            _LABEL[code].format(label=label, title=draft["title"][code])
            + "\n\n"
            + draft["text"][code].strip()
            for draft, label in zip(drafts, labels, strict=True)
        ]
        files[code] = {"text": "\n\n".join(clauses) + "\n"}
    grounds = tuple(
        (f"art-{label.lower()}", ground["kind"], ground["ref"], ground["note"])
        for draft, label in zip(drafts, labels, strict=True)
        for ground in draft["grounds"]
    )
    title = {"en": "The clauses in draft", "ur": "زیر تحریر شقیں"}
    return BaseText(None, title, files, grounds)


def _labels(drafts: list[dict[str, Any]]) -> list[str]:
    """A number for each clause: that of its article, else the next that is free."""
    taken = {draft["article"] for draft in drafts if draft["article"]}
    labels: list[str] = []
    free = 1
    for draft in drafts:
        label = draft["article"] if draft["article"] not in labels else ""
        while not label:
            if str(free) not in taken and str(free) not in labels:
                label = str(free)
            free += 1
        labels.append(label)
    return labels
