"""What a search finds, made ready for a template."""

from typing import Any

from misaq.charter import TextIndex
from misaq.web.charter.history import provision_name
from misaq.web.charter.kept import Kept
from misaq.web.charter.reading.blocks import clause_anchor
from misaq.web.charter.reading.files import file_slug
from misaq.web.charter.reading.moment import Moment
from misaq.web.charter.served import Charter

MOST_QUERY = 120
MOST_FOUND = 60

_indexes: Kept[TextIndex] = Kept(6)


def found_rows(charter: Charter, moment: Moment, query: str) -> tuple[list[dict[str, Any]], int]:
    """One row an article in which the words stand, and how many more there are than are shown."""
    if not query:
        return [], 0
    weave = charter.weave
    key = (charter.key, moment.active.tobytes())
    index = _indexes.get(key, lambda: TextIndex.of(weave, moment.active))
    found = index.search(query)
    files = {path: place for place, path in enumerate(weave.files)}
    rows = [
        {
            "name": provision_name(weave, each.provision, moment.n),
            "heading": weave.label_in(each.provision, moment.active)[1],
            "file": file_slug(weave, files[weave.provisions[each.provision].file]),
            "anchor": clause_anchor(weave, (each.within or (each.provision,))[0]),
            "named": each.named,
            "hits": each.hits,
            "pieces": each.pieces,
        }
        for each in found[:MOST_FOUND]
    ]
    return rows, max(0, len(found) - MOST_FOUND)
