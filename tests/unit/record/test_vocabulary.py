"""Every term of every list has HRDAG's five properties, in both languages, and none of them names a side."""

import json
import re
from importlib.resources import files

import pytest

from misaq.record import (
    VOCABULARIES,
    UnknownListError,
    act_types,
    actor_kinds,
    check_term,
    check_wording,
    terms,
    vocabulary_list,
    vocabulary_version,
)

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


CODES_OF = {
    "involvement": "carried_out ordered planned present supplied failed_to_prevent suspected unknown",
    "attribution_basis": "observed uniform_or_vehicle self_claim official_statement court_finding "
    "source_opinion pattern",
    "source_kind": "testimony family document official media organisation court medical image_or_video list "
    "anonymous",
    "source_connection": "victim relative witness professional official hearsay unknown",
    "reliability": "A B C D E F",
    "credibility": "1 2 3 4 5 6",
    "fate": "whereabouts_unknown held_unacknowledged in_custody_acknowledged returned found_dead_identified "
    "found_dead_presumed withdrawn_by_family not_a_disappearance",
    "consistency": "not_consistent consistent highly_consistent typical diagnostic",
    "standard_of_proof": "allegation reasonable_suspicion reasonable_grounds balance court_finding",
    "request_kind": "information production_order complaint habeas_corpus commission right_of_reply",
    "response_kind": "no_answer acknowledged_act acknowledged_responsibility denied_act denied_responsibility "
    "other_explanation partial produced_person opened_inquiry",
    "acknowledgement": "full partial denied silent",
    "acknowledgement_form": "apology statement judgment reparation memorial",
    "consent_purpose": "search publication_of_name statistics court un_procedure sharing",
    "tier": "public restricted sealed",
    "verification": "quarantine allegation reviewed verified",
    "custody_event": "received hashed timestamped copied viewed exported transferred redacted destroyed",
    "element": "deprivation state_or_acquiescence refusal_or_concealment outside_protection",
    "tri_state": "yes no unknown",
    "qualification_status": "proposed confirmed contested",
}
EVERY_TERM = [(name, code) for name in VOCABULARIES for code in terms(name)]
HURIDOCS = re.compile(r"MT(\d+)(?: (\d+)(?:-(\d+))?)?")


def texts_of(term, language):
    plain = (term.label, term.definition, term.distinguished, term.counter_example, term.counting)
    return [*(text[language] for text in plain), *term.examples[language]]


@pytest.mark.parametrize("name", CODES_OF)
def test_the_codes_that_others_rely_on_stand_for_ever(name):
    assert list(terms(name)) == CODES_OF[name].split()


def test_every_file_of_terms_is_a_list_or_known_to_be_none():
    folder = files("misaq.record") / "terms"
    stems = {
        one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")
    }
    assert stems == {
        *VOCABULARIES, "entities", "linkage", "names", "neutral",
    }  # fmt: skip


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_term_has_the_five_properties_in_both_languages(name):
    for code, term in terms(name).items():
        for language in ("en", "ur"):
            assert all(text.strip() for text in texts_of(term, language)), code
            assert len(set(term.examples[language])) >= 2, code
            assert term.counter_example[language] not in term.examples[language], code
        for text in texts_of(term, "ur"):
            assert re.search("[\u0600-\u06ff]", text), text
            assert not re.search(r"[a-z]{4,} [a-z]{3,}", text), f"left in English: {text}"


@pytest.mark.parametrize("name", VOCABULARIES)
def test_terms_of_a_list_exclude_each_other_in_what_they_say(name):
    for language in ("en", "ur"):
        for field in ("label", "definition"):
            said = [getattr(term, field)[language] for term in terms(name).values()]
            assert len(set(said)) == len(said), (name, language, field)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_list_says_what_it_answers_and_where_the_rest_goes(name):
    about = vocabulary_list(name)
    assert about.form in {"choice", "many", "scale", "ladder"}
    assert not about.rest or about.rest in terms(name)
    for text in (about.label, about.question, about.counting):
        assert text["en"].strip()
        assert text["ur"].strip()


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_counter_example_names_the_same_codes_in_both_languages(name):
    for code, term in terms(name).items():
        others = {one for one in terms(name) if "_" in one or one.isupper()} - {code}
        named = [
            {one for one in others if re.search(rf"(?<!\w){one}(?!\w)", text)}
            for text in term.counter_example.values()
        ]
        assert named[0] == named[1], code


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_text_of_any_term_takes_a_side(name):
    for term in terms(name).values():
        for language in ("en", "ur"):
            for text in texts_of(term, language):
                assert not check_wording(text, "structured"), text
                assert not re.search(LABELS_FOR_A_SIDE, text, re.IGNORECASE), text


def test_no_act_type_names_a_kind_of_actor():
    kinds = "state|army|police|soldier|group|fighter|government|ریاست|فوج|پولیس|گروہ|حکومت"
    for code, term in act_types().items():
        for field in (term.label, term.definition, term.distinguished):
            for text in field.values():
                if code == "REC":  # the law of children names every armed body, and no one of them
                    continue
                assert not re.search(rf"\b(?:{kinds})\b", text, re.IGNORECASE), (code, text)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_what_officials_and_what_others_declare_maps_to_one_term(name):
    # HURIDOCS list 28 has each declaration twice, once for officials and once for all others
    for code, term in terms(name).items():
        halves = [
            {see[-2:] for see in term.see if see.startswith(f"MT28 {half}")}
            for half in ("01", "02")
        ]
        assert halves[0] == halves[1], code


def test_codes_of_huridocs_exist_in_its_lists(shared_data):
    path = shared_data / "record" / "huridocs_microthesauri.json"
    if not path.is_file():
        pytest.skip("the HURIDOCS lists are not beside this checkout")
    lists = json.loads(path.read_text("utf-8"))["lists"]
    known = {number: {term["code"] for term in one["terms"]} for number, one in lists.items()}
    mapped = 0
    for name, code in EVERY_TERM:
        for see in terms(name)[code].see:
            if found := HURIDOCS.fullmatch(see):
                assert found[1] in known, see
                for part in (found[2], found[3]):
                    assert part is None or part.ljust(12, "0") in known[found[1]], (name, code, see)
                mapped += 1
    assert mapped > 100


def test_a_version_changes_with_its_own_list_alone():
    versions = {name: vocabulary_version(name) for name in VOCABULARIES}
    assert len(set(versions.values())) == len(versions)
    assert vocabulary_version() not in versions.values()


def test_an_unknown_list_or_term_is_answered_with_what_there_is():
    with pytest.raises(UnknownListError) as error:
        terms("fates")
    assert "fate" in error.value.message("ur").mend
    (fault,) = check_term("tier", "secret", record_id="x", field="tier")
    assert "public, restricted, sealed" in fault.message("en").mend
    assert check_term("tier", "sealed", record_id="x", field="tier") == []
