"""Cells that a spreadsheet must not take for a formula."""

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(value: Any) -> Any:
    """A cell as text: what a spreadsheet would calculate gets an apostrophe before it; None is empty.

    >>> plain_cell("=1+1"), plain_cell("2031-05"), plain_cell(None), plain_cell(-3)
    ("'=1+1", '2031-05', '', -3)
    """
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return "'" + value
    return value
