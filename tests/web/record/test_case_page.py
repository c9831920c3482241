"""The page of a case: every value with its source, what is restricted opened for its own house only, history kept."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.record_people import House, Keepers, build_house, unlocked

from misaq.web.record.cases import adding
from misaq.web.record.cases.opening import NewMention, NewSource
from misaq.web.record.cases.particulars import particulars_of
from misaq.web.record.cases.selectors import case_page
from misaq.web.record.models import (
    ActivityEntry,
    Assertion,
    Case,
    CaseRevision,
    CaseWord,
    DetentionSpell,
    FateStatus,
    Involvement,
    LegalQualification,
    PersonMention,
    SourceRecord,
)

LANGUAGES = ("en", "ur")
MOST_QUERIES = 45
WHATS = (
    "source",
    "person",
    "act",
    "involvement",
    "detention",
    "fate",
    "qualification",
    "assertion",
)
ELEMENTS = ("deprivation", "state_or_acquiescence", "refusal_or_concealment", "outside_protection")


def base(case: Case, language: str = "en") -> str:
    return f"/{language}/desk/record/cases/{case.ref}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_restricted_particulars_to_its_house_and_notes_it(
    north: House, south: House, language: str
) -> None:
    case = north.open_case()
    page = unlocked(north.colleague).get(base(case, language))
    assert page.status_code == 200
    for told in (
        "Invented Person",
        "0300-0000001",
        "They took him from the shop",
        "they came at night",
    ):
        assert told in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    entry = ActivityEntry.objects.get(verb="case.viewed")
    assert (entry.account, entry.object_id) == (north.colleague, case.ref)
    other = unlocked(south.reviewer)
    for path in ("", "change/", *(f"add/{what}/" for what in WHATS)):
        assert other.get(base(case, language) + path).status_code == 404
        assert other.post(base(case, language) + path).status_code in {404, 405}
    assert b"Invented" not in other.get(base(case, language)).content


def test_who_is_not_let_in_sees_nothing_of_it(north: House) -> None:
    case = north.open_case()
    client = unlocked(north.colleague)
    client.cookies.pop(next(name for name in client.cookies if "record" in name))
    answer = client.get(base(case))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/key/unlock/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_opens_and_refuses_nothing_at_all(north: House, language: str) -> None:
    case = north.open_case()
    client = unlocked(north.documenter)
    for what in WHATS:
        assert client.get(f"{base(case, language)}add/{what}/").status_code == 200
        assert client.post(f"{base(case, language)}add/{what}/", {}).status_code == 422, what
    assert client.get(f"{base(case, language)}add/nothing/").status_code == 404


def send(client: Client, case: Case, what: str, **values: object) -> None:
    answer = client.post(f"{base(case)}add/{what}/", values)
    assert answer.status_code == 302, answer.content.decode()


def test_a_case_grows_by_its_forms(north: House, keepers: Keepers) -> None:
    case = north.open_case()
    client = unlocked(north.documenter)
    first, act = case.sources.get(), case.acts.get()
    words = "My brother was taken. (invented)"
    send(
        client,
        case,
        "source",
        source_kind="family",
        language="en",
        payload=words,
        derived_from=first.pk,
    )
    copy = case.sources.exclude(pk=first.pk).get()
    assert copy.derived_from == first
    assert words.encode() not in bytes(copy.payload_shut)
    send(client, case, "person", role="witness", name="Invented Witness")
    send(client, case, "person", role="suspect", name="Invented Suspect", source=first.pk)
    witness, suspect = (case.mentions.get(role=role) for role in ("witness", "suspect"))
    assert witness.sealed is not None
    assert bytes(witness.particulars_shut) == b""
    send(client, case, "act", act_type="TOR", methods=["beating"], is_child="yes", when="2031-06")
    case.refresh_from_db()
    assert (case.act_types, case.is_sensitive) == ("DOL TOR", True)
    send(
        client,
        case,
        "involvement",
        act=act.pk,
        kind="armed_group",
        name_en="Invented Front",
        involvement="ordered",
        attribution_basis="self_claim",
    )
    send(
        client,
        case,
        "involvement",
        act=act.pk,
        suspect=suspect.pk,
        involvement="present",
        attribution_basis="observed",
    )
    assert all(part.is_alleged for part in Involvement.objects.all())
    victim = case.mentions.get(role="victim")
    send(
        client,
        case,
        "detention",
        mention=victim.pk,
        began="2031-05-03",
        authority_taking="Invented Front",
        health="He limps. (invented)",
    )
    send(
        client,
        case,
        "fate",
        mention=victim.pk,
        status="held_unacknowledged",
        as_of="2031-06",
        basis="seen once",
    )
    send(
        client, case, "fate", mention=victim.pk, status="returned", as_of="2031-09", basis="at home"
    )
    send(
        client,
        case,
        "assertion",
        source=copy.pk,
        act=act.pk,
        field="when",
        value="2031-05-04",
        locator="page 2",
    )
    send(
        client,
        case,
        "assertion",
        source=first.pk,
        act=act.pk,
        field="name",
        value="Invented Nickname",
    )
    law = dict.fromkeys(ELEMENTS, "yes") | {f"{name}_basis": "testimony" for name in ELEMENTS}
    send(
        client,
        case,
        "qualification",
        act=act.pk,
        instrument="ICPPED",
        article="2",
        status="proposed",
        four="on",
        **law,
    )
    page = unlocked(north.colleague).get(base(case)).content.decode()
    for told in (
        "Invented Front", "Alleged", "a person who is sealed", "He limps.", "Returned", "stands now",
        "4 May 2031", "page 2", "Invented Nickname", "All four elements are there", "copied from source",
        "Only custodians together open it",
    ):  # fmt: skip
        assert told in page, told
    assert "Invented Witness" not in page
    assert "Invented Suspect" not in page
    assert b"Nickname" not in bytes(Assertion.objects.get(field="name").value_shut)
    assert Assertion.objects.get(field="name").value == ""
    assert b"limps" not in bytes(DetentionSpell.objects.get().health_shut)


def test_what_a_case_says_is_changed_and_what_stood_is_kept_shut(north: House) -> None:
    case = north.open_case("A person was taken from a shop.")
    client = unlocked(north.colleague)
    values = {
        "summary": "A person was taken from a house.", "summary_language": "en", "when": "2031-07",
        "place": "", "district": "", "community": "talhen", "narrative": "Invented: by day.",
    }  # fmt: skip
    assert client.post(base(case) + "change/", values).status_code == 302
    case.refresh_from_db()
    assert case.summary == values["summary"]
    assert (case.when, str(case.when_min)) == ("2031-07", "2031-07-01")
    assert set(CaseWord.objects.filter(case=case).values_list("word", flat=True)) >= {"house"}
    assert not CaseWord.objects.filter(case=case, word="shop").exists()
    revision = CaseRevision.objects.get()
    assert sorted(revision.fields) == ["narrative", "summary", "when"]
    assert b"shop" not in bytes(revision.before_shut)
    page = client.get(base(case)).content.decode()
    assert "A person was taken from a shop." in page  # what stood before, in the history
    assert client.post(base(case) + "change/", values).status_code == 302
    assert CaseRevision.objects.count() == 1  # nothing different is no change
    blocked = client.post(base(case) + "change/", values | {"summary": "Terrorists took a person."})
    assert blocked.status_code == 422
    case.refresh_from_db()
    assert "Terrorists" not in case.summary


def test_no_death_without_identification_no_finding_without_a_court_no_own_confirmation(
    north: House,
) -> None:
    case = north.open_case()
    client = unlocked(north.documenter)
    act = case.acts.get()
    dead = {"status": "found_dead_identified", "as_of": "2032", "basis": "told by somebody"}
    assert client.post(base(case) + "add/fate/", dead).status_code == 422
    assert not FateStatus.objects.exists()
    send(client, case, "fate", **dead, identification="dna")
    found = {
        "act": act.pk,
        "kind": "crowd",
        "involvement": "present",
        "attribution_basis": "court_finding",
    }
    assert client.post(base(case) + "add/involvement/", found).status_code == 422
    told = {**found, "court_finding": "Invented court, 2033, no. 1"}
    assert (
        client.post(base(case) + "add/involvement/", found | {"is_final": "on"}).status_code == 422
    )
    send(client, case, "involvement", **told)
    assert Involvement.objects.get().is_alleged  # an appeal may be open
    body = client.get(base(case)).content.decode()
    assert "Found by a court, not final yet:" in body
    assert "Found by a court, finally:" not in body
    send(client, case, "involvement", **told, is_final="on")
    assert [row.is_alleged for row in Involvement.objects.order_by("pk")] == [True, False]
    assert "Found by a court, finally:" in client.get(base(case)).content.decode()
    unknown = dict.fromkeys(ELEMENTS, "unknown")
    law = {"act": act.pk, "instrument": "ICPPED", "status": "confirmed", **unknown}
    assert client.post(base(case) + "add/qualification/", law).status_code == 422
    send(unlocked(north.colleague), case, "qualification", **law | {"status": "proposed"})
    send(client, case, "qualification", **law)
    yes_without_basis = law | {"status": "proposed", "deprivation": "yes"}
    assert client.post(base(case) + "add/qualification/", yes_without_basis).status_code == 422
    assert LegalQualification.objects.count() == 2


def test_a_form_takes_no_row_of_another_case(north: House, south: House) -> None:
    case, other = north.open_case(), north.open_case("A person was hurt in a field.")
    client = unlocked(north.documenter)
    foreign = {
        "act": other.acts.get().pk,
        "kind": "crowd",
        "involvement": "present",
        "attribution_basis": "observed",
    }
    assert client.post(base(case) + "add/involvement/", foreign).status_code == 422
    stolen = {"source": south.open_case().sources.get().pk, "field": "words", "value": "x"}
    assert client.post(base(case) + "add/assertion/", stolen).status_code == 422
    assert not Assertion.objects.exists()


def test_actors_of_other_houses_are_not_offered(north: House, south: House) -> None:
    theirs = south.open_case()
    part = {"involvement": "ordered", "attribution_basis": "observed"}
    adding.involvement_add(
        theirs,
        theirs.acts.get(),
        part,
        by=south.documenter,
        name={"kind": "company", "en": "Invented Mine"},
    )
    case = north.open_case()
    page = unlocked(north.documenter).get(base(case) + "add/involvement/")
    assert b"Invented Mine" not in page.content
    own = unlocked(south.documenter).get(base(theirs) + "add/involvement/")
    assert b"Invented Mine" in own.content


def test_who_answers_for_an_institution_is_entered_with_it_and_changes_nobody_elses(
    north: House, south: House
) -> None:
    council = build_house("council", kind="authority").organisation
    part = {"involvement": "ordered", "attribution_basis": "observed"}
    theirs = south.open_case()
    adding.involvement_add(
        theirs,
        theirs.acts.get(),
        part,
        by=south.documenter,
        name={"kind": "other_state", "en": council.name_en, "ur": council.name_ur},
    )
    case, client = north.open_case(), unlocked(north.documenter)
    sent = {**part, "act": case.acts.get().pk, "kind": "other_state", "through": council.pk}
    assert client.post(base(case) + "add/involvement/", sent).status_code == 302
    named = Involvement.objects.get(act__case=case).actor
    assert (named.name_en, named.answers_through) == (council.name_en, council)
    assert Involvement.objects.get(act__case=theirs).actor.answers_through is None
    again = {**part, "act": case.acts.get().pk, "actor": named.pk, "through": council.pk}
    assert client.post(base(case) + "add/involvement/", again).status_code == 302
    assert set(Involvement.objects.filter(act__case=case).values_list("actor", flat=True)) == {
        named.pk
    }
    stranger = {**sent, "through": south.organisation.pk}
    assert client.post(base(case) + "add/involvement/", stranger).status_code == 422
    page = unlocked(south.documenter).get(base(theirs) + "add/involvement/").content.decode()
    assert str(named.pk) not in page, "whom others' cases name is not told"


def test_nobody_is_sealed_to_nobody(north: House) -> None:
    case = north.open_case()
    client = unlocked(north.documenter)
    answer = client.post(
        base(case) + "add/person/", {"role": "witness", "name": "Invented Witness"}
    )
    assert answer.status_code == 422
    assert not PersonMention.objects.filter(role="witness").exists()


def fill(house: House, case: Case, times: int) -> None:
    for n in range(times):
        source = adding.source_add(
            case, NewSource("testimony", payload=f"words {n}"), house.keys, by=house.colleague
        )
        adding.person_add(
            case,
            NewMention("victim", {"name": f"Invented {n}"}),
            source,
            house.keys,
            by=house.colleague,
        )
        act = adding.act_add(case, {"act_type": "THR"}, by=house.colleague)
        adding.assertion_add(
            case, source, act, house.keys, by=house.colleague, field="words", value="they said so"
        )
        part = {"involvement": "present", "attribution_basis": "observed"}
        adding.involvement_add(
            case, act, part, by=house.colleague, name={"kind": "crowd", "en": f"Invented crowd {n}"}
        )
        adding.detention_add(case, {"began": "2031"}, "limps", house.keys, by=house.colleague)
        adding.fate_add(
            case,
            {"status": "whereabouts_unknown", "as_of": "2031", "basis": "told"},
            by=house.colleague,
        )
        law = {"instrument": "ICPPED", "status": "proposed", "elements": {"deprivation": "yes"}}
        adding.qualification_add(case, act, law, by=house.colleague)


def queries(client: Client, case: Case) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(base(case)).status_code == 200
    return len(seen)


def test_the_number_of_questions_does_not_grow_with_the_case(north: House) -> None:
    small, large = north.open_case(), north.open_case("A person was threatened at home.")
    fill(north, small, 1)
    fill(north, large, 12)
    client = unlocked(north.colleague)
    client.get(base(small))
    few, many = queries(client, small), queries(client, large)
    assert many == few <= MOST_QUERIES


def test_particulars_of_article_17(north: House) -> None:
    case = north.open_case()
    spell = DetentionSpell.objects.create(
        case=case, mention=case.mentions.get(), began="2031-05", authority_taking="Invented Front"
    )
    found = {p.letter: p.standing for p in particulars_of(spell, [], health="", taken_where="")}
    assert found == {
        "a": "present", "b": "partly", "c": "missing", "d": "missing", "e": "missing", "f": "missing",
        "g": "not_due", "h": "not_due",
    }  # fmt: skip
    dead = FateStatus(status="found_dead_presumed", basis="told")
    assert {p.letter: p.standing for p in particulars_of(spell, [dead], health="", taken_where="")}[
        "g"
    ] == "partly"


def test_two_sources_that_differ_both_stand(north: House) -> None:
    case = north.open_case()
    second = adding.source_add(
        case, NewSource("media", payload="another day"), north.keys, by=north.documenter
    )
    first = SourceRecord.objects.exclude(pk=second.pk).get()
    for source, value in ((first, "2031-05-03"), (second, "2031-05-04")):
        adding.assertion_add(
            case,
            source,
            case.acts.get(),
            north.keys,
            by=north.documenter,
            field="when",
            value=value,
        )
    says = case_page(case, north.keys).acts[0]["says"]
    assert [(one["source"], one["value"]) for one in says] == [(1, "2031-05-03"), (2, "2031-05-04")]


def test_nothing_restricted_stands_in_the_activity_log(north: House, keepers: Keepers) -> None:
    case = north.open_case()
    fill(north, case, 1)
    unlocked(north.colleague).get(base(case))
    told = json.dumps(list(ActivityEntry.objects.values()), default=str)
    for word in ("Invented", "words", "limps", "they said"):
        assert word not in told
