"""The act types have HRDAG's five properties, in both languages, and none of them names a side."""

import re

import pytest

from misaq.record import act_types, actor_kinds

CODES = "KIL KIA DOL CON TOR SEX THR HOS DEN DIS PRO COL REC IND SUM OTH UNK".split()  # noqa: SIM905
LABELS_FOR_A_SIDE = (
    "terrorist|militant|insurgent|rebel|martyr|traitor|miscreant|neutrali[sz]ed|encounter|freedom fighter|"
    "دہشت ?گرد|شہید|غدار|شرپسند|باغی|مجاہد|سرمچار|خوارج"
)


def test_the_codes_of_the_reference_in_their_order():
    assert list(act_types()) == CODES


def test_exhaustive_by_a_term_for_the_rest_and_one_for_the_unknown():
    assert {"OTH", "UNK"} <= set(act_types())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_distinguished_exemplified_and_countable(code, language):
    term = act_types()[code]
    for text in (
        term.label,
        term.definition,
        term.distinguished,
        term.counter_example,
        term.counting,
    ):
        assert text[language].strip()
    assert len(term.examples[language]) >= 2
    assert term.unit


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_two_terms_share_a_label_or_a_definition(language):
    for texts in ([t.label[language] for t in act_types().values()],
                  [t.definition[language] for t in act_types().values()]):  # fmt: skip
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("code", CODES)
def test_a_counter_example_says_where_it_belongs_instead(code):
    for text in act_types()[code].counter_example.values():
        named = set(re.findall(r"\b[A-Z]{3}\b", text)) - {code}
        assert named <= set(CODES)
        assert named or code == "DIS"


def test_no_text_has_a_word_for_a_side():
    texts = [
        text
        for term in act_types().values()
        for field in (term.label, term.definition, term.distinguished, term.counting)
        for text in field.values()
    ] + [text for label in actor_kinds().values() for text in label.values()]
    assert not [text for text in texts if re.search(LABELS_FOR_A_SIDE, text, re.IGNORECASE)]


def test_the_higher_threshold_is_for_sexual_violence_and_children():
    assert {code for code, term in act_types().items() if term.sensitive} == {"SEX", "REC"}
