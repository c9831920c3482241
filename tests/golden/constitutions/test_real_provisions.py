"""Three real first and last texts cut down to paragraphs: what the printed constitutions show. See CITATION.md."""

from collections import Counter
from pathlib import Path

import pytest

from misaq.charter import Weave, prepare_text, start_weave
from misaq.formats import load_history_file

pytestmark = pytest.mark.shared
WIDTH = {"india": 80, "italy": 0, "usa": 0}


def start(shared_data: Path, country: str, which: int) -> Weave:
    history, faults = load_history_file(shared_data / "charter" / country / "versions.jsonl.xz")
    assert history is not None, faults
    version = history.versions[which]
    weave = start_weave(version, join_lines_of=WIDTH[country])
    wanted = {
        path: text
        for path, words in version.files.items()
        if (text := prepare_text(words, join_lines_of=WIDTH[country]))
    }
    assert weave.texts(weave.active()) == wanted
    return weave


def beneath(weave: Weave, id_: str) -> list[str]:
    return [p.id.removeprefix(id_) for p in weave.provisions if p.id.startswith(f"{id_}.")]


def test_india(shared_data: Path) -> None:
    first, last = start(shared_data, "india", 0), start(shared_data, "india", -1)
    letters = [f".cl-1.para-{letter}" for letter in "abcdefg"]
    clauses = [f".cl-{n}" for n in range(2, 7)]
    assert beneath(first, "part03.art-19") == [".cl-1", *letters, *clauses]
    # the 44th took sub-clause (f) out; clause (6) has its two items
    assert beneath(last, "part03.art-19") == [
        ".cl-1", *(x for x in letters if x[-1] != "f"), *clauses, ".cl-6.sub-i", ".cl-6.sub-ii",
    ]  # fmt: skip
    assert beneath(last, "part20.art-368")[2:8] == [
        ".cl-2.proviso", *(f".cl-2.proviso.para-{letter}" for letter in "abcde")
    ]  # fmt: skip
    assert {".cl-2a", ".cl-3.expl-i", ".cl-3.expl-ii"} <= set(beneath(last, "part05.art-124"))
    kinds = Counter(p.kind for p in last.provisions)
    assert kinds["schedule"] == 12
    assert 900 < kinds["clause"] < 960
    labels = [p.labels[0][1] for p in last.provisions if p.kind == "article"]
    assert {"31A", "51A", "300A", "371J"} <= set(labels)
    roots = [p.kind for p in last.provisions if p.parent < 0]
    assert "clause" not in roots
    assert "paragraph" not in roots


def test_italy(shared_data: Path) -> None:
    weave = start(shared_data, "italy", -1)
    articles = [p for p in weave.provisions if p.kind == "article"]
    assert len(articles) == 139
    assert [x[-1] for x in beneath(weave, "art-117")] == list("abcdefghilmnopqrs")


def test_usa(shared_data: Path) -> None:
    weave = start(shared_data, "usa", -1)
    kinds = Counter(p.kind for p in weave.provisions)
    assert (kinds["article"], kinds["amendment"]) == (7, 27)
    assert len(beneath(weave, "art-i")) == 10
