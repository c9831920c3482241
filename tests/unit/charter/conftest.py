"""Small histories to read and undo."""

from collections.abc import Callable
from typing import Any

import pytest

from misaq.charter import Base, Operation, Proposal, Version, Weave, weave_versions


@pytest.fixture
def history() -> Callable[..., Weave]:
    """A weave of one-file texts given in order."""

    def build(*texts: str) -> Weave:
        return weave_versions(
            Version(n, f"Text {n}", f"{1950 + n}-01-01", {"text": text})
            for n, text in enumerate(texts)
        )

    return build


COVENANT = {
    "en": """Article 7. Persons held
(1) A person held shall be told the reason at once.
(2) The family is told within ten days.

Article 21. Minerals
(1) Minerals belong to the province.
(2) One half of what is earned shall be kept by the province.
(3) No mine is opened before people are heard.
""",
    "ur": """دفعہ 7۔ زیرِ حراست
(1) زیرِ حراست فرد کو فوراً وجہ بتائی جائے گی۔
(2) گھر والوں کو دس دن میں بتایا جائے گا۔

دفعہ 21۔ معدنیات
(1) معدنیات صوبے کی ہیں۔
(2) آمدنی کا آدھا حصہ صوبہ رکھے گا۔
(3) لوگوں کو سنے بغیر کوئی کان نہیں کھلے گی۔
""",
}


@pytest.fixture
def covenant() -> Base:
    """An invented charter in two authentic languages."""
    return Base("covenant", {lang: {"covenant.txt": text} for lang, text in COVENANT.items()})


@pytest.fixture
def propose(covenant: Base) -> Callable[..., Proposal]:
    """A proposal on the covenant; each operation is (kind, provision, {words: (en, ur), ...})."""

    def build(name: str, *operations: tuple[str, str, dict[str, Any]], **more: Any) -> Proposal:
        by_language = {
            language: tuple(
                Operation(
                    f"{name}.{i}",
                    1,
                    kind,  # type: ignore[arg-type]
                    provision,
                    **{k: v[place] if isinstance(v, tuple) else v for k, v in fields.items()},
                )
                for i, (kind, provision, fields) in enumerate(operations, start=1)
            )
            for place, language in enumerate(("en", "ur"))
        }
        return Proposal(name, more.pop("base", covenant.sha256), by_language, **more)

    return build


@pytest.fixture
def versions(propose: Callable[..., Proposal]) -> dict[str, Proposal]:
    """Two versions of one clause, a proposal far from both, and an amendment to one of them."""
    share = {"words": ("One half", "آدھا")}
    most = propose(
        "most",
        ("substitute_words", "art-21.cl-2", {**share, "text": ("Two thirds", "دو تہائی")}),
        clause="minerals",
        order=1,
    )
    everything = propose(
        "all",
        ("substitute_words", "art-21.cl-2", {**share, "text": ("All", "سارا")}),
        (
            "insert_provision",
            "art-21.cl-4",
            {
                "text": ("(4) A tenth stays in the district.", "(4) دسواں حصہ ضلع میں رہے گا۔"),
                "parent": "art-21",
                "after": "art-21.cl-3",
            },
        ),
        clause="minerals",
        order=2,
    )
    day = propose(
        "day",
        (
            "substitute_words",
            "art-7.cl-2",
            {"words": ("ten days", "دس دن"), "text": ("one day", "ایک دن")},
        ),
        order=3,
    )
    more = propose(
        "more",
        (
            "substitute_words",
            "most.1",
            {"words": ("Two thirds", "دو تہائی"), "text": ("Three quarters", "تین چوتھائی")},
        ),
        base=most.sha256,
        amends="most",
        order=4,
    )
    return {p.id: p for p in (most, everything, day, more)}
