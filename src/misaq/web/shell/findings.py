"""What has been found and is public, for rooms that must not know the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from misaq.process import Results


@dataclass(frozen=True)
class Finding:
    """A public finding. ref : its id. text : by language. href : where it is shown; "" nowhere."""

    ref: str
    text: Mapping[str, str] = field(default_factory=dict)
    href: str = ""


def findings_in(results: Results) -> Sequence[Finding]:
    """The findings that the public can read, in a fixed order.

    Who gives them is named in the setting MISAQ_FINDINGS_BY, because a room imports no room above it.
    """
    giver: Any = import_string(settings.MISAQ_FINDINGS_BY)
    found: Sequence[Finding] = giver(results)
    return found
