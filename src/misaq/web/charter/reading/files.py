"""The files that a constitution is kept in, each with an address and a name."""

import re
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from misaq.charter import Weave
from misaq.web.charter.history import provision_name


def text_files(
    weave: Weave, active: NDArray[np.bool_] | None = None, n: int | None = None
) -> list[dict[str, Any]]:
    """The files that have a text in one state, each with an address and a name; a preamble stands first.

    active : which operations count; None: all. n : number of the version in force; None: the newest.
    """
    counted = weave.active() if active is None else active
    number = weave.numbers[-1] if n is None else n
    live = weave.live(counted)
    files = []
    for place in range(len(weave.files)):
        runs = live & (weave.file == place)
        if not runs.any():
            continue
        first = int(weave.provision[runs.nonzero()[0][0]])
        name = provision_name(weave, first, number) if len(weave.files) > 1 else _("The text")
        heading = weave.label_in(first, counted)[1] if len(weave.files) > 1 else ""
        files.append(
            {
                "place": place,
                "slug": file_slug(weave, place),
                "name": name,
                "heading": heading,
                "words": int(weave.words[runs].sum()),
            }
        )
    return sorted(files, key=lambda f: (not f["slug"].startswith("preamble"), f["place"]))


def file_slug(weave: Weave, place: int) -> str:
    """The address of a file; that of a constitution in one piece is "constitution"."""
    if len(weave.files) == 1:
        return "constitution"
    path = weave.files[place]
    stem = path.rpartition("/")[2].rpartition(".")[0] or path
    return re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-") or f"part-{place}"
