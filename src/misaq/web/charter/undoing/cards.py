"""The undo desk's cards: what each conflict means and what can be done; each warning; each amendment's row."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.charter import Caution, Conflict, Undoing, Weave
from misaq.web.charter.contexts import SEVERITY_LOOK, severity_words
from misaq.web.charter.history import provision_name
from misaq.web.charter.undoing.choice import MOST_LETTERS, Choice, Decision

MOST_CARDS = 40
MOST_NAMES = 24


def conflict_cards(
    undoing: Undoing, choice: Choice, rows: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One card a conflict, worst first; rows : amendments by n, for their titles."""
    return [_card(undoing, each, choice, rows) for each in undoing.conflicts]


def _card(
    undoing: Undoing, conflict: Conflict, choice: Choice, rows: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    weave = undoing.weave
    css, icon = SEVERITY_LOOK[conflict.severity]
    by = weave.numbers[conflict.by]
    decision = choice.decided(conflict.key)
    writes = decision is not None and decision.way in {"write", "split"}
    return {
        "key": conflict.key,
        "id": "c-" + re.sub(r"[^\w-]+", "-", conflict.key),
        "css": css,
        "icon": icon,
        "word": severity_words(conflict.severity),
        "severity": conflict.severity,
        "open": conflict.open,
        "sentence": conflict_sentence(weave, conflict, newest_name(undoing, conflict.provision)),
        "sample": conflict.sample,
        "by": rows.get(by, {"n": by, "title": str(by), "year": ""}),
        "ways": _ways(undoing, conflict, decision),
        "parts": _parts(weave, conflict, decision),
        "text": (decision.text if decision else "") or undoing.words_of(conflict.provision).strip(),
        "writes": writes,
        "asks_text": writes and conflict.severity == "needs_drafting" and not decision.text,  # type: ignore[union-attr]
        "most": MOST_LETTERS,
    }


def conflict_sentence(weave: Weave, conflict: Conflict, where: str) -> str:
    """What a conflict is, in words that can be read alone."""
    sentences = {
        "deletes": _(
            "%(where)s: amendment %(by)s took out %(words)s words that you take back as well."
        ),
        "inside": _(
            "%(where)s: amendment %(by)s put %(words)s words inside text that you take back."
            " Without it they hang in the air."
        ),
        "both_delete": _(
            "%(where)s: %(words)s words stay out, because amendment %(by)s took them out too."
        ),
        "orphan": _(
            "%(where)s would be gone, but %(words)s words that amendment %(by)s wrote in it would be left."
        ),
        "doubled": _(
            "%(where)s: words that come back would stand beside %(words)s words"
            " that amendment %(by)s put in their place."
        ),
        "label": _(
            "%(where)s: amendment %(by)s gave a new number, name or place to something that would not be there."
        ),
        "child": _("%(where)s: amendment %(by)s put it under a provision that would not be there."),
        "anchor": _(
            "%(where)s: amendment %(by)s put %(words)s words next to words that would not be there."
        ),
    }
    sentence = sentences.get(conflict.reason, sentences["deletes"])
    by = weave.numbers[conflict.by]
    return sentence % {"where": where, "by": by, "words": conflict.words}


def _ways(undoing: Undoing, conflict: Conflict, decision: Decision | None) -> list[dict[str, Any]]:
    """What can be done about a conflict, in the order in which it is offered."""
    by = undoing.weave.numbers[conflict.by]
    several = len(conflict.operations) > 1
    labels = {
        "keep": _("Leave the words of amendment %(by)s as they are"),
        "write": _("Write how this provision shall read"),
        "cascade": _("Take back these words of amendment %(by)s as well"),
        "split": _("Choose among the instructions of amendment %(by)s"),
    }
    if conflict.severity == "still_deleted":
        labels["keep"] = _("Leave these words out")
        labels["cascade"] = _("Bring them back: take back this part of amendment %(by)s as well")
    offered = ["write", "cascade"] if conflict.severity == "needs_drafting" else ["keep", "cascade"]
    if conflict.severity == "dependent":
        offered.append("write")
    if several:
        offered.append("split")
    if decision is not None and decision.way not in offered:
        offered.append(decision.way)
    chosen = decision.way if decision else ""
    return [
        {"way": way, "label": labels[way] % {"by": by}, "chosen": way == chosen} for way in offered
    ]


def _parts(weave: Weave, conflict: Conflict, decision: Decision | None) -> list[dict[str, Any]]:
    """The instructions of the later amendment, for choosing among them; only once that is asked for."""
    if decision is None or decision.way != "split":
        return []
    return [
        operation_row(weave, place) | {"chosen": weave.operations[place].id in decision.parts}
        for place in conflict.operations
    ]


def operation_row(weave: Weave, place: int) -> dict[str, Any]:
    """One instruction of an amendment: its section and its words, or where it acts."""
    operation = weave.operations[place]
    words = operation.note or operation.text or operation.words
    return {
        "id": operation.id,
        "section": operation.source.section,
        "where": operation.provision,
        "words": " ".join(words.split()[:16]),
    }


def warning_rows(undoing: Undoing) -> list[str]:
    """What would read wrongly after, a sentence each."""
    return [_warning(undoing, each) for each in undoing.cautions]


def _warning(undoing: Undoing, caution: Caution) -> str:
    sentences = {
        "reference": _("%(where)s names article %(subject)s, which would not be there."),
        "term": _("%(where)s uses “%(subject)s”, which nothing would define any more."),
        "label": _("%(where)s: two provisions would have the number %(subject)s."),
        "body": _("%(where)s names “%(subject)s”, which nothing would found any more."),
        "schedule": _("%(where)s would follow a schedule that is missing: number %(subject)s."),
    }
    where = newest_name(undoing, caution.provision)
    return sentences[caution.kind] % {"where": where, "subject": caution.subject}


def newest_name(undoing: Undoing, provision: int) -> str:
    """What a page calls a provision in the text that is undone in."""
    return provision_name(undoing.weave, provision, undoing.weave.numbers[undoing.at])


def amendment_choices(
    rows: Sequence[Mapping[str, Any]],
    weave: Weave,
    undoing: Undoing | None,
    choice: Choice,
    reversals: Mapping[int, Mapping[str, Sequence[int]]],
) -> list[dict[str, Any]]:
    """Every amendment with its box: ticked, touched by the choice, undone with it, or taken back in history."""
    hit = {weave.numbers[each.by] for each in undoing.conflicts} if undoing else set()
    gone = (
        {weave.numbers[place] for place in undoing.amendments(undoing.cascaded)}
        if undoing
        else set()
    )
    single = {operation.id: place for place, operation in enumerate(weave.operations)}
    return [
        {
            "row": row,
            "on": str(row["n"]) in choice.undone,
            "hit": row["n"] in hit,
            "gone": row["n"] in gone,
            "took_back": reversals[row["n"]]["took"],
            "taken_back": reversals[row["n"]]["taken"],
            "parts": _own_parts(weave, row["n"], choice, single),
        }
        for row in rows
    ]


def _own_parts(
    weave: Weave, n: int, choice: Choice, single: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The instructions of an amendment that has several, each with its box."""
    version = weave.place(n)
    places = [place for place, of in enumerate(weave.version_of.tolist()) if of == version]
    if len(places) < 2:
        return []
    return [
        operation_row(weave, place) | {"on": weave.operations[place].id in choice.undone}
        for place in places
    ]
