"""What an undoing brings, in sentences and as the plain values that the command gives."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from misaq.charter.cautions import Caution
from misaq.charter.conflicts import SEVERITIES, Conflict, Severity
from misaq.charter.undoing import Undoing
from misaq.foundation.messages import render


def revert_values(
    undoing: Undoing, language: str = "en", *, timing: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """The answer of `misaq charter revert`: what is undone, each conflict with why, warnings and the text's digest.

    One entry of "conflicts" is what one later amendment ("with", its n) has of one kind and severity; "kind" is the
    edge or its reason, "provisions" are ids. timing : milliseconds by what was done.
    """
    weave = undoing.weave
    grouped: dict[tuple[int, int, str], list[Conflict]] = defaultdict(list)
    for conflict in undoing.conflicts:
        rank = SEVERITIES.index(conflict.severity)
        grouped[rank, conflict.by, conflict.reason].append(conflict)
    return {
        "undone": [weave.numbers[place] for place in undoing.amendments(undoing.undone)],
        "operations": [weave.operations[place].id for place in undoing.undone],
        "cascaded": [weave.operations[place].id for place in undoing.cascaded],
        "mode": undoing.mode,
        "severity": undoing.severity,
        "words_restored": undoing.restored,
        "words_removed": undoing.removed,
        "conflicts": [
            {
                "with": weave.numbers[by],
                "kind": kind,
                "severity": SEVERITIES[rank],
                "tokens": sum(conflict.words for conflict in conflicts),
                "provisions": [weave.provisions[c.provision].id for c in conflicts],
                "keys": [conflict.key for conflict in conflicts],
                "open": sum(conflict.open for conflict in conflicts),
                "why": severity_sentence(SEVERITIES[rank], language, by=weave.numbers[by])
                + " "
                + conflict_sentence(undoing, conflicts[0], language),
            }
            for (rank, by, kind), conflicts in sorted(grouped.items())
        ],
        "levels": [
            [weave.numbers[place] for place in undoing.amendments(level)]
            for level in undoing.levels
        ],
        "warnings": [
            {
                "kind": caution.kind,
                "provision": weave.provisions[caution.provision].id,
                "subject": caution.subject,
                "why": warning_sentence(undoing, caution, language),
            }
            for caution in undoing.cautions
        ],
        "text_sha256": undoing.text_sha256,
        "timing": dict(timing or {}),
    }


def severity_sentence(severity: Severity, language: str = "en", *, by: int | str = "") -> str:
    """What a severity means, in one sentence.

    >>> severity_sentence("still_deleted", by=44)
    'These words stay out, because amendment 44 took them out too.'
    """
    return render(f"charter.severity_means.{severity}", language, by=by).sentence()


def conflict_sentence(undoing: Undoing, conflict: Conflict, language: str = "en") -> str:
    """What a conflict is, in one sentence."""
    return render(
        f"charter.reason.{conflict.reason}",
        language,
        by=undoing.weave.numbers[conflict.by],
        provision=provision_name(undoing, conflict.provision),
        words=conflict.words,
        sample=conflict.sample,
    ).sentence()


def warning_sentence(undoing: Undoing, caution: Caution, language: str = "en") -> str:
    """What would read wrongly, in one sentence."""
    return render(
        f"charter.caution.{caution.kind}",
        language,
        provision=provision_name(undoing, caution.provision),
        subject=caution.subject,
    ).sentence()


def provision_name(undoing: Undoing, provision: int) -> str:
    """Id, label and heading of a provision as it stood before."""
    label, heading = undoing.weave.label_in(provision, undoing.counted)
    identity = undoing.weave.provisions[provision].id
    return " ".join(part for part in (identity, label, heading) if part)
