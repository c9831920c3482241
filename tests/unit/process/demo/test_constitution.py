"""The constitution of the demonstration: versions, dependents, a natural reversal, and drafts whose grounds exist."""

import tomllib
from itertools import pairwise

import pytest
import yaml

from misaq.charter import (
    Version,
    active_on,
    choose_operations,
    close_over,
    find_dependencies,
    find_standing,
    split_provisions,
    undo_operations,
    weave_versions,
)
from misaq.formats import load_history, load_operations
from misaq.process.demo import demo_files
from misaq.process.demo.constitution import apply_edits
from misaq.process.folder import ProcessFolder
from misaq.process.steps.charter_history import check_document, weave_history

# What the notes of the drafts say of each acknowledgement that they cite.
ACKNOWLEDGED = {
    "ack-0149": ("Interior Ministry", "full", "DOL"),
    "ack-0853": ("Hill Front", "partial", ["DOL", "CON"]),
    "ack-0178": ("Harbour Company guards", "full", "PRO"),
    "ack-0159": ("Plain Watch", "full", "DIS"),
    "ack-0176": ("Harbour Company guards", "full", "DIS"),
}


@pytest.fixture(scope="module")
def texts() -> list[str]:
    files = demo_files()
    return [files[f].decode() for f in sorted(files) if f.startswith("charter/versions/")]


@pytest.fixture(scope="module")
def weave(texts):
    return weave_versions([Version(n, "", None, {"text": text}) for n, text in enumerate(texts)])


def test_thirteen_versions_of_about_forty_articles(texts) -> None:
    assert len(texts) == 13
    for text in texts:
        articles = [s for s in split_provisions(text) if s.kind == "article"]
        assert 43 <= len(articles) <= 47
        assert len({s.key for s in articles}) == len(articles)


def test_each_amendment_changes_the_text(texts) -> None:
    assert all(before != after for before, after in pairwise(texts))


def test_undoing_the_fifth_touches_the_eleventh_and_twelfth(weave) -> None:
    assert close_over([5], find_dependencies(weave)) == (11, 12)


def test_the_tenth_partly_undoes_the_third(weave, texts) -> None:
    kinds = {(d.by, d.on, d.kind) for d in find_dependencies(weave)}
    assert (10, 3, "deletes") in kinds
    words = "shall not be dissolved before the end of its five years except by its own vote"
    assert [words in text for text in (texts[0], texts[3], texts[9], texts[10])] == [
        True,
        False,
        False,
        True,
    ]


def test_stub_sunset_and_renumbering(texts) -> None:
    assert "[Omitted by the Fourth Amendment.]" in texts[4]
    assert "[Ceased to have effect on the eighth day of December 1980.]" in texts[6]
    assert "Article 22C." in texts[11]
    assert "Article 22C." not in texts[12]
    assert "Article 22B. Money of local councils" in texts[12]


def test_edit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not hold once"):
        apply_edits("Article 1. A\n(1) x x", [{"in": "Article 1.", "old": "x", "new": "y"}])


def test_grounds_of_drafts_exist(demo_rows, texts) -> None:
    files = demo_files()
    drafts = [f for f in files if f.startswith("charter/drafts/")]
    assert len(drafts) == 12
    accepted = {s["id"] for s in demo_rows("dialogue/statements.csv") if s["moderated"] == "1"}
    replies = {a["id"]: a for a in demo_rows("record/acknowledgements.csv")}
    known = {
        "statement": accepted,
        "acknowledgement": set(ACKNOWLEDGED),
        "commitment": {c["id"] for c in demo_rows("table/commitments.csv")},
        "amendment": {str(n) for n in range(1, 13)},
        "right": {str(n) for n in range(1, 31)},
    }
    for file in drafts:
        front = yaml.safe_load(files[file].decode().split("---\n")[1])
        assert f"\nArticle {front['article']}. " in texts[-1]
        for ground in front["grounds"]:
            if ground["kind"] != "finding":
                assert ground["ref"] in known[ground["kind"]], (file, ground)
    for ref, (actor, response, codes) in ACKNOWLEDGED.items():
        source, row = replies[ref]["act"].split("/")
        mapping = tomllib.loads(files[f"record/lists/{source}.toml"].decode())
        listed = {r[mapping["id"]]: r for r in demo_rows(f"record/lists/{source}.csv")}[row]
        kind = mapping["codes"]["act_type"][listed[mapping["columns"]["act_type"]]]
        assert (replies[ref]["actor_en"], replies[ref]["response"], kind) == (
            actor,
            response,
            codes,
        )


def test_every_draft_stands_in_both_languages_with_the_same_grounds() -> None:
    files = demo_files()
    for file in (f for f in files if f.startswith("charter/drafts/") and f.endswith(".en.md")):
        english, urdu = (
            yaml.safe_load(files[name].decode().split("---\n")[1])
            for name in (file, file.replace(".en.md", ".ur.md"))
        )
        assert [(g["kind"], g["ref"]) for g in english["grounds"]] == [
            (g["kind"], g["ref"]) for g in urdu["grounds"]
        ]
        assert english["rule"] == urdu["rule"]


@pytest.fixture(scope="module")
def charter(tmp_path_factory) -> ProcessFolder:
    root = tmp_path_factory.mktemp("velmara")
    for file, payload in demo_files().items():
        if file.startswith("charter/"):
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_bytes(payload)
    return ProcessFolder.open(root)


@pytest.fixture(scope="module")
def woven(charter):
    history, _ = load_history(charter.files)
    return weave_history(charter, history)


def test_the_acts_give_every_text_back(charter, woven) -> None:
    checked = check_document(woven)
    assert (checked["versions"], checked["exact"], checked["residue"]) == (13, 13, [])
    given, faults = load_operations(charter.files)
    assert not faults
    assert woven.operations == given  # nothing had to be proposed
    assert all(operation.source.act and operation.source.checked_by for operation in given)
    assert all(o.source.section for o in given if o.kind != "strikes_down")


def test_what_is_in_force_and_known_on_a_day(woven) -> None:
    def articles_on(date: str, known: str = "") -> str:
        return woven.weave.texts(active_on(woven.weave, date, known=known))["constitution.txt"]

    officers = "A special court sits with two officers"
    assert officers in articles_on("1975", known="1975")
    assert officers not in articles_on("1975")  # the ruling of 1978: void from the beginning
    assert "special courts may try" in articles_on("1980-12-07")
    assert "special courts may try" not in articles_on("1980-12-08")  # the sunset
    states = {s.state for s in find_standing(woven.weave, "2031")}
    assert states == {"in_force", "expired", "struck_down", "unknown"}


def test_one_section_of_an_amendment_is_undone_alone(woven) -> None:
    weave = woven.weave
    emergency = choose_operations(weave, ["3/s. 9"])
    assert [weave.operations[place].provision for place in emergency] == ["art-40.cl-1"]
    text = undo_operations(weave, emergency).texts["constitution.txt"]
    assert "(1) No assembly is dissolved and no election is put off during an emergency." in text
    assert "(4) During an emergency the President may take over" in text  # section 8 stays
