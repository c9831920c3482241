"""Akoma Ntoso: valid against the schema, read by a second reader, and read back by ours."""

import pytest
from tests.akn_schema import complaints, read_back, words

from misaq.charter import (
    Version,
    derive_eids,
    outline_state,
    outline_texts,
    start_weave,
    weave_versions,
)
from misaq.formats import (
    AmendmentEvent,
    BillSection,
    Edition,
    akomantoso_bill,
    akomantoso_of,
    edition_of,
    read_akomantoso,
    work_uri,
)

ENGLISH = """Preamble
We, the people of Arbera & all its valleys.
PART I
THE LAND
Article 1. Water.—(1) It is common:
Provided that wells are not;
Explanation.—A spring is no well.
(2) Nobody may sell it,—
(a) neither by day;
(i) nor at noon;
(b) nor by night.
Article 1. Twin
Nobody noticed.
CHAPTER 2. Woods
Article 2A. Woods
They are <too>.
FIRST SCHEDULE
1. A well.
2. A spring.
"""
URDU = """تمہید
ہم، اس ملک کے لوگ۔
حصہ ۱۔ بنیادی حقوق
دفعہ ۱۔ زندگی
(۱) ہر شخص کو زندگی کا حق ہے۔
(الف) کسی کو بے جا نہیں مارا جائے گا؛
(ب) کسی کو غائب نہیں کیا جائے گا۔
بشرطیکہ یہ جنگ میں بھی ہے۔
دفعہ ۲۔ پانی
پانی سب کا ہے۔
جدول ۱۔ چشمے
۱۔ ایک چشمہ۔
"""
EDITION = Edition("The Covenant of Arbera", "en", "xx", "1951", "1950")


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (URDU, "ur")])
def test_output_is_valid_and_a_second_reader_finds_the_same_words(text: str, language: str) -> None:
    outline = outline_texts({"a": text})
    xml = akomantoso_of(outline, Edition("Covenant", language, "pk", "2026-01", "1973-08-14"))
    assert complaints(xml) == []
    assert sorted(words(xml)) == sorted(" ".join(outline.lines()).split())
    assert words(read_back(xml)) == words(xml)


@pytest.mark.parametrize("text", [ENGLISH, URDU])
def test_our_reader_brings_the_tree_back(text: str) -> None:
    outline = outline_texts({"a": text})
    read, faults = read_akomantoso(akomantoso_of(outline, EDITION), "a.xml")
    assert read is not None
    assert {f.severity for f in faults} <= {"warning"}
    shape = [
        (n.id, n.label, n.num, n.heading) for n in outline.walk() if n.kind not in {"preamble"}
    ]
    again = [(n.id, n.label, n.num, n.heading) for n in read.outline.walk() if n.kind != "preamble"]
    schedules = {
        n.id for n in outline.walk() if n.kind == "schedule"
    }  # their title becomes one heading
    assert [x for x in again if x[0] not in schedules] == [
        x for x in shape if x[0] not in schedules
    ]
    assert (read.title, read.language, read.date) == ("The Covenant of Arbera", "en", "1951-01-01")


def test_stable_ids_and_names_stand_on_every_provision() -> None:
    outline = outline_texts({"a": ENGLISH})
    xml = akomantoso_of(outline, EDITION).decode()
    for wid, eid in derive_eids(outline).items():
        assert f'eId="{eid}" wId="{wid}"' in xml


def test_amendments_are_events_of_its_life() -> None:
    texts = [
        Version(n, f"Act {n}", f"195{n}-02-0{n + 1}", {"a": ENGLISH + str(n)}) for n in range(3)
    ]
    weave = weave_versions(texts)
    edition = edition_of(weave, 1, title="C", language="en", titles={v.n: v.title for v in texts})
    assert edition.events == (AmendmentEvent(1, "Act 1", "1951-02-02"),)
    xml = akomantoso_of(outline_state(weave, weave.active(1)), edition)
    assert complaints(xml) == []
    assert (
        b'<eventRef eId="event_1" date="1951-02-02" source="#amendment_1" type="amendment"/>' in xml
    )
    assert b"amendment_2" not in xml


def test_a_folded_weave_and_its_text_give_the_same_document() -> None:
    weave = start_weave(Version(0, "", "1950", {"a": ENGLISH}))
    folded = akomantoso_of(outline_state(weave, weave.active()), EDITION)
    assert folded == akomantoso_of(outline_texts({"a": ENGLISH}), EDITION)


def test_a_bill_tells_machines_what_it_does() -> None:
    sections = [
        BillSection(
            "In article 1, for “may” substitute “shall”.",
            "substitute_words",
            "art_1",
            "may",
            "shall",
        ),
        BillSection(
            "After article 2 insert article 2A.", "insert_provision", "", "", "Article 2A. <x>"
        ),
        BillSection("Nothing in this Act affects what was done before.", heading="Savings"),
    ]
    xml = akomantoso_bill(sections, Edition("A Bill", "en", "xx", "2026"), amends=work_uri(EDITION))
    assert complaints(xml) == []
    assert b'type="substitution"' in xml
    assert b'href="/akn/xx/act/1950/constitution/~art_1"' in xml
    assert xml.count(b"<textualMod") == 2


def test_notes_and_deletions_of_others_are_left_out_and_counted() -> None:
    xml = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body><section eId="sec_1">'
        "<num>1.</num><content><p>Water<authorialNote><p>Subs. by Act 9.</p></authorialNote> is "
        "<del>not</del> common.</p><table><tr><td><p>a</p></td><td><p>b</p></td></tr></table></content></section>"
        '<article eId="art_2"><num>2</num><hcontainer name="widget" eId="h"><content><p>Odd.</p></content>'
        "</hcontainer>"
        "</article></body></act></akomaNtoso>"
    )
    read, faults = read_akomantoso(xml.encode(), "x.xml")
    assert read is not None
    assert "Water is common." in " ".join(read.text.split())
    assert "a b" in read.text
    assert "Odd." in read.text
    assert [
        (f.code, f.params["what"], f.params["count"]) for f in faults if f.code == "akn_left_out"
    ] == [
        ("akn_left_out", "authorialNote", 1),
        ("akn_left_out", "del", 1),
    ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"<a/>", "not_akomantoso"),
        (b"<akomaNtoso/>", "not_akomantoso"),
        (b"no xml", "xml_broken"),
        (b"<akomaNtoso><act><body/></act></akomaNtoso>", "edition_empty"),
    ],
)
def test_what_is_no_akoma_ntoso_is_told(payload: bytes, code: str) -> None:
    read, faults = read_akomantoso(payload, "x.xml")
    assert read is None
    assert [f.code for f in faults] == [code]
    assert faults[0].message("ur").what != faults[0].message("en").what
