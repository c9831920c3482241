"""A text that is authentic in several languages, its provisions side by side."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from misaq.charter import Outline, align_languages, outline_texts, split_paragraphs
from misaq.process import Results
from misaq.web.shell.frame import LANGUAGE_NAMES
from misaq.web.shell.pages import Context
from misaq.web.shell.words import direction_of


def language_items(results: Results) -> Sequence[str]:
    """The texts that this process has in more than one language."""
    return tuple(str(base["id"]) for base in _bases(results))


def languages_context(results: Results, language: str, item: str) -> Context:
    """Each provision in every language, and what one language has and another lacks."""
    base = next(each for each in _bases(results) if str(each["id"]) == item)
    aligned = align_languages({code: outline_texts(files) for code, files in base["texts"].items()})
    return {
        "name": item,
        "languages": [_language(code) for code in aligned.languages],
        "rows": [
            {
                "anchor": re.sub(r"[^\w.-]+", ".", row.path),
                "depth": min(row.depth, 4),
                "cells": [_cell(code, row.nodes.get(code)) for code in aligned.languages],
            }
            for row in aligned.provisions
        ],
        "gaps": [
            {"path": gap.path, "missing": [_language(code) for code in gap.missing]}
            for gap in aligned.gaps
        ],
        "agree": aligned.agree,
    }


def _bases(results: Results) -> list[Mapping[str, Any]]:
    bases = (results.results("charter.proposals") or {}).get("bases", [])
    return [base for base in bases if len(base.get("texts") or {}) > 1]


def _language(code: str) -> dict[str, str]:
    return {
        "code": code,
        "name": LANGUAGE_NAMES.get(code, code),
        "direction": direction_of(code),
    }


def _cell(code: str, node: Outline | None) -> dict[str, Any]:
    head = " ".join(part for part in (node.num, node.heading) if part) if node else ""
    paragraphs = split_paragraphs(node.text) if node else []
    return _language(code) | {"there": node is not None, "head": head, "paragraphs": paragraphs}
