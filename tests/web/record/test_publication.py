"""What becomes public: a closed list of fields, by two sides; names with consent; counts that give nobody away."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from tests.record_people import House, build_house, somebody, unlocked

from misaq.record import act_types
from misaq.record.sealing import inbox
from misaq.web.accounts.roles import Role
from misaq.web.record.authority.services import request_send
from misaq.web.record.cases.opening import NewAct, NewSource
from misaq.web.record.models import (
    Acknowledgement,
    Actor,
    Case,
    Consent,
    Involvement,
    PublicationRelease,
    PublishedCase,
    Response,
    ResponseRequest,
    SourceRecord,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.consents import may_be_named
from misaq.web.record.publication.face import WHITELIST, face_of, shown
from misaq.web.record.publication.lineage import independent_sources_of
from misaq.web.record.publication.register import (
    answers_by_organisation,
    count_register,
    counted_cases,
)
from misaq.web.record.publication.series import find_leaks
from misaq.web.record.publication.services import (
    case_propose,
    case_publish,
    names_add,
    release_approve,
    release_propose,
)
from misaq.web.record.refusals import RefusedError
from misaq.web.record.sealed.services import identity_seal
from misaq.web.record.telling.services import submission_receive

DESK = "/en/desk/record/publication/"
LANGUAGES = ("en", "ur")
SECRETS = (
    "Invented Person",
    "0300-0000001",
    "they came at night",
    "They took him",
    "A person was taken",
)


def reviewed(house: House, stage: str = Stage.REVIEWED, **more: object) -> Case:
    """A case of a house that stands on a rung."""
    case = house.open_case(**more)  # type: ignore[arg-type]
    Case.objects.filter(pk=case.pk).update(stage=stage)
    case.refresh_from_db()
    return case


def public(house: House, other: House, **more: Any) -> PublishedCase:
    """A case that two sides published."""
    asks = bool(more.pop("asks_name", False))
    proposal = case_propose(reviewed(house, **more), asks_name=asks, by=house.reviewer)
    return case_publish(proposal, by=other.reviewer)


def allow(case: Case, by: House, *, allows: bool = True, **more: Any) -> Consent:
    given: Consent = Consent.objects.create(
        case=case, purpose="publication_of_name", allows=allows, given_by=by.colleague, **more
    )
    return given


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_proposal_to_public_page(north: House, south: House, language: str) -> None:
    case = reviewed(north)
    desk = f"/{language}/desk/record/publication/"
    own, other, anybody = unlocked(north.reviewer), unlocked(south.reviewer), Client()
    page = f"/{language}/record/cases/{case.ref}/"
    assert own.post(f"{desk}case/{case.ref}/", {}).status_code == 302
    assert anybody.get(page).status_code == 404
    assert f"proposal/{case.ref}/" in other.get(desk).content.decode()
    preview = other.get(f"{desk}proposal/{case.ref}/").content.decode()
    assert other.post(f"{desk}proposal/{case.ref}/", {"agree": "1"}).status_code == 302
    body = anybody.get(page).content.decode()
    assert case.ref in anybody.get(f"/{language}/record/cases/").content.decode()
    for text in (preview, body):
        assert act_types()["DOL"].label[language] in text
        assert not [secret for secret in SECRETS if secret in text]


def test_nobody_agrees_to_their_own_or_from_the_same_side(north: House, south: House) -> None:
    proposal = case_propose(reviewed(north), asks_name=False, by=north.reviewer)
    ally = build_house("ally", side="north")
    unknown = build_house("unknown", side=" ")
    unknown.organisation.side = ""
    unknown.organisation.save()
    for account in (north.reviewer, north.second, ally.reviewer, unknown.reviewer):
        client = unlocked(account)
        assert client.post(f"{DESK}proposal/{proposal.ref}/", {"agree": "1"}).status_code == 404
        with pytest.raises(RefusedError):
            case_publish(proposal, by=account)
    both = somebody("both", Role.REVIEWER)
    for house in (north, south):
        house.organisation.memberships.create(account=both)
    with pytest.raises(RefusedError):
        case_publish(proposal, by=both)
    assert unlocked(south.documenter).get(f"{DESK}proposal/{proposal.ref}/").status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == PublishedCase.State.PROPOSED


def test_the_other_side_sees_the_proposal_and_nothing_of_the_case(
    north: House, south: House
) -> None:
    proposal = case_propose(reviewed(north), asks_name=True, by=north.reviewer)
    client = unlocked(south.reviewer)
    assert client.get(f"{DESK}case/{proposal.ref}/").status_code == 404
    assert client.get(f"/en/desk/record/authority/case/{proposal.ref}/").status_code == 404
    page = client.get(f"{DESK}proposal/{proposal.ref}/").content.decode()
    assert not [secret for secret in SECRETS if secret in page]


@pytest.mark.parametrize(
    "more",
    [
        {"stage": Stage.ALLEGATION},
        {"stage": Stage.QUARANTINE},
        {"acts": (NewAct("SEX", victim=0),)},
        {"acts": ()},
    ],
)
def test_what_is_not_reviewed_or_tells_of_sexual_violence_has_no_page(
    north: House, more: dict[str, Any]
) -> None:
    case = reviewed(north, **more)
    answer = unlocked(north.reviewer).post(f"{DESK}case/{case.ref}/", {})
    assert answer.status_code == 422
    assert not PublishedCase.objects.exists()


def test_a_case_that_changed_after_the_proposal_is_proposed_again(
    north: House, south: House
) -> None:
    case = reviewed(north)
    proposal = case_propose(case, asks_name=False, by=north.reviewer)
    case.acts.create(act_type="TOR")
    with pytest.raises(RefusedError):
        case_publish(proposal, by=south.reviewer)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ALLEGATION)
    with pytest.raises(RefusedError):
        case_publish(proposal, by=south.reviewer)


def test_a_case_doubted_again_leaves_the_public_pages(north: House, south: House) -> None:
    published = public(north, south)
    page = f"/en/record/cases/{published.ref}/"
    assert Client().get(page).status_code == 200
    Case.objects.filter(pk=published.case_id).update(stage=Stage.ALLEGATION)
    assert Client().get(page).status_code == 404
    assert published.ref not in Client().get("/en/record/cases/").content.decode()


def test_the_public_page_shows_no_field_outside_the_whitelist(north: House, south: House) -> None:
    published = public(north, south)
    more = {
        "summary": "Leakedsummary",
        "narrative": "Leakednarrative",
        "victim": "Leakedname",
        "place": "leakedplace",
        "acts": ["DOL", "Leakedact"],
        "when": "2031-05-18",  # a day is finer than may be told
        "district": "<b>Leakeddistrict</b>",
        "institutions": [{"name": {"en": "Leakedbody"}, "person": "Leakedsuspect"}],
        "fate": "Leakedfate",
    }
    PublishedCase.objects.filter(pk=published.pk).update(
        public={**published.public, **more}, names=[{"mention": "", "name": "Leakedname"}]
    )
    for path in ("record/cases/", f"record/cases/{published.ref}/"):
        body = Client().get(f"/en/{path}").content.decode()
        assert "eaked" not in body
        assert "18 May" not in body
    assert set(shown({**published.public, **more})) <= set(WHITELIST)


def test_the_face_is_coarse_and_shares_place_and_community_with_others(north: House) -> None:
    first = reviewed(north, when="2031-05-18", district="talhen-north")
    face = face_of(first)
    assert (face["when"], face["district"], face["community"]) == ("2031-05", "", "")
    for _place in range(3):
        reviewed(north, district="talhen-north")
    assert face_of(first)["district"] == ""
    reviewed(north, stage=Stage.ALLEGATION, district="talhen-north")
    assert face_of(first)["district"] == ""  # what is not reviewed does not count
    reviewed(north, district="talhen-north")
    face = face_of(first)
    assert (face["district"], face["community"]) == ("talhen-north", "talhen")


# ---- names


def test_a_name_stands_there_with_consent_and_leaves_at_once(north: House, south: House) -> None:
    published = public(north, south, asks_name=True)
    case, page = published.case, f"/en/record/cases/{published.ref}/"
    own = unlocked(north.reviewer)
    add = f"{DESK}case/{published.ref}/names/"
    assert own.post(add).status_code == 422  # nobody has allowed it
    allow(case, north)
    assert own.post(add).status_code == 302
    assert "Invented Person" in Client().get(page).content.decode()
    assert "Invented Person" in Client().get("/en/record/cases/").content.decode()
    allow(case, north, allows=False)
    published.refresh_from_db()
    assert published.names == []  # gone from the database with the withdrawal
    for path in (page, "/en/record/cases/"):
        assert "Invented Person" not in Client().get(path).content.decode()


def test_a_withdrawal_written_past_the_signals_hides_the_name_too(
    north: House, south: House
) -> None:
    published = public(north, south, asks_name=True)
    allow(published.case, north)
    names_add(published, north.keys, by=north.reviewer)
    Consent.objects.bulk_create(
        [
            Consent(
                case=published.case,
                purpose="publication_of_name",
                allows=False,
                given_by=north.colleague,
            )
        ]
    )
    page = Client().get(f"/en/record/cases/{published.ref}/").content.decode()
    assert "Invented Person" not in page


def test_without_the_other_sides_agreement_to_a_name_there_is_none(
    north: House, south: House
) -> None:
    published = public(north, south)
    allow(published.case, north)
    with pytest.raises(RefusedError):
        names_add(published, north.keys, by=north.reviewer)


def test_the_other_house_adds_no_name(north: House, south: House) -> None:
    published = public(north, south, asks_name=True)
    allow(published.case, north)
    for account in (south.reviewer, north.documenter):
        client = unlocked(account)
        assert client.post(f"{DESK}case/{published.ref}/names/").status_code == 404
        assert client.post(f"{DESK}case/{published.ref}/withdraw/").status_code == 404


def test_one_no_outweighs_every_yes_and_a_yes_runs_out(north: House) -> None:
    case = reviewed(north)
    mention = case.mentions.get()
    today = timezone.localdate()
    assert not may_be_named(case, mention.pk)
    allow(case, north, until=today)
    assert may_be_named(case, mention.pk)
    assert not may_be_named(case, mention.pk, timezone.now() + timedelta(days=2))
    no = Consent.objects.create(
        case=case,
        purpose="publication_of_name",
        allows=False,
        given_by=north.second,
        mention=mention,
    )
    assert not may_be_named(case, mention.pk)
    assert may_be_named(case, "another")  # the no is about one person
    Consent.objects.create(
        case=case, purpose="publication_of_name", allows=True, given_by=north.second
    )
    assert may_be_named(case, mention.pk)
    Consent.objects.create(case=case, purpose="search", allows=False, given_by=north.second)
    assert may_be_named(case, mention.pk)
    assert no.pk


def test_one_person_is_enough_to_take_a_case_off(north: House, south: House) -> None:
    published = public(north, south)
    unlocked(north.reviewer).post(f"{DESK}case/{published.ref}/withdraw/")
    published.refresh_from_db()
    assert (published.public, published.state) == ({}, PublishedCase.State.WITHDRAWN)
    assert Client().get(f"/en/record/cases/{published.ref}/").status_code == 404


# ---- institutions and their replies


def accuse(case: Case, ministry: House, *, court: str = "") -> Actor:
    """Say that an institution did it."""
    actor = Actor.objects.create(
        kind="state_security",
        name_en="Invented Ministry",
        answers_through=ministry.organisation,
    )
    Involvement.objects.create(
        act=case.acts.get(),
        actor=actor,
        involvement="carried_out",
        attribution_basis="observed",
        court_finding=court,
    )
    return actor


def add_source(case: Case, house: House, copied: SourceRecord | None = None) -> SourceRecord:
    row: SourceRecord = SourceRecord.objects.create(
        organisation=house.organisation,
        case=case,
        source_kind="testimony",
        derived_from=copied,
        recorded_by=house.documenter,
    )
    return row


def ask(
    case: Case, house: House, ministry: House, *, days_ago: int, kind: str = "right_of_reply"
) -> ResponseRequest:
    values = {
        "kind": kind,
        "subject": "A person taken in May",
        "content": "Invented.",
        "due_on": timezone.localdate() - timedelta(days=days_ago - 30),
    }
    asked = request_send(case, ministry.organisation, values, house.keys, by=house.documenter)
    asked.sent_at -= timedelta(days=days_ago)
    asked.save()
    return asked


@pytest.fixture
def ministry(db: None, quick_keys: None) -> House:
    return build_house("ministry", kind="authority", side="ministry")


def test_an_institution_is_named_by_two_sources_and_time_to_reply_only(
    north: House, ministry: House
) -> None:
    case = reviewed(north)
    accuse(case, ministry)
    first = case.sources.get()

    def named() -> bool:
        face = face_of(case)
        assert len(face["institutions"]) + face["institutions_withheld"] == 1
        return bool(face["institutions"])

    ask(case, north, ministry, days_ago=45)
    assert not named()  # one source
    for _place in range(10):
        add_source(case, north, copied=first)
    assert independent_sources_of(case.sources.all()) == 1
    assert not named()  # ten copies of one source are one source
    add_source(case, north)
    assert named()
    ResponseRequest.objects.update(sent_at=timezone.now() - timedelta(days=10))
    assert not named()
    ResponseRequest.objects.update(sent_at=timezone.now() - timedelta(days=45), kind="information")
    assert not named()
    ResponseRequest.objects.all().delete()
    assert not named()


def test_who_is_not_named_is_not_shown_as_asked_either(
    north: House, south: House, ministry: House
) -> None:
    case = reviewed(north)
    accuse(case, ministry)
    ask(case, north, ministry, days_ago=45)
    case_publish(case_propose(case, asks_name=False, by=north.reviewer), by=south.reviewer)
    body = Client().get(f"/en/record/cases/{case.ref}/").content.decode()
    assert "inistry" not in body
    assert "A person taken in May" not in body


def test_an_individual_suspect_is_on_no_public_page(
    north: House, south: House, keepers: Any
) -> None:
    case = reviewed(north)
    suspect = identity_seal(keepers.group, "Invented Suspect", about="suspect", case=case)
    Involvement.objects.create(
        act=case.acts.get(),
        suspect=suspect,
        involvement="carried_out",
        attribution_basis="observed",
        court_finding="Invented court, 3 May, no. 7",
    )
    case_publish(case_propose(case, asks_name=False, by=north.reviewer), by=south.reviewer)
    body = Client().get(f"/en/record/cases/{case.ref}/").content.decode()
    assert "Suspect" not in body
    assert str(suspect.pk) not in body
    assert face_of(case)["institutions"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_quoted_whole_after_somebody_looked_or_withheld_whole(
    north: House, south: House, ministry: House, language: str
) -> None:
    case = reviewed(north)
    accuse(case, ministry)
    add_source(case, north)
    asked = ask(case, north, ministry, days_ago=45)
    words = "“We hold him”, says the post: <em>whole</em> (invented)."
    answer = Response.objects.create(
        request=asked, kind="acknowledged_act", public_text=words, public_language="en"
    )
    word = Acknowledgement.objects.create(
        case=case, by=ministry.organisation, answer="full", text="It was ours (invented).",
        text_language="en", form="statement", authority="Council of Invented", on=timezone.localdate(),
    )  # fmt: skip
    case_publish(case_propose(case, asks_name=False, by=north.reviewer), by=south.reviewer)
    page = f"/{language}/record/cases/{case.ref}/"
    before = Client().get(page).content.decode()
    assert "We hold him" not in before
    assert "It was ours" not in before
    assert "Council of Invented" not in before
    own = unlocked(north.reviewer)
    own.post(f"{DESK}case/{case.ref}/answers/{answer.pk}/", {"shows": "yes"})
    own.post(f"{DESK}case/{case.ref}/words/{word.pk}/", {"shows": "yes"})
    after = Client().get(page).content.decode()
    assert "&lt;em&gt;whole&lt;/em&gt; (invented)." in after
    assert "Invented Ministry" in after
    assert "It was ours (invented)." in after
    own.post(f"{DESK}case/{case.ref}/answers/{answer.pk}/", {"shows": "no"})
    assert "We hold him" not in Client().get(page).content.decode()
    stranger = unlocked(south.reviewer)
    assert (
        stranger.post(f"{DESK}case/{case.ref}/answers/{answer.pk}/", {"shows": "yes"}).status_code
        == 404
    )


# ---- counts


def fill(house: House, number: int, stage: str = Stage.VERIFIED, **more: Any) -> None:
    """So many cases of a house, each from a source of its own."""
    for place in range(number):
        case = house.open_case(
            source=NewSource("testimony", payload=f"Invented {Case.objects.count()} {place}."),
            mentions=(), acts=(NewAct("DOL"),), **more,
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(stage=stage, answer=more.get("answer", ""))


def released(house: House, other: House) -> PublicationRelease:
    return release_approve(release_propose(by=house.reviewer), by=other.reviewer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_release_needs_two_sides_and_is_then_public(
    north: House, south: House, language: str
) -> None:
    fill(north, 12)
    own, other = unlocked(north.reviewer), unlocked(south.reviewer)
    desk = f"/{language}/desk/record/publication/"
    assert own.post(f"{desk}release/propose/").status_code == 302
    assert own.get(f"{desk}release/").status_code == 200
    assert own.post(f"{desk}release/", {"agree": "1"}).status_code == 422
    assert PublicationRelease.objects.get().number is None
    assert other.post(f"{desk}release/", {"agree": "1"}).status_code == 302
    release = PublicationRelease.objects.get()
    assert (release.number, release.also_approved_by) == (1, south.reviewer)
    body = Client().get(f"/{language}/record/register/").content.decode()
    assert ">12<" in body
    document = Client().get(f"/{language}/record/register/1.json").content
    assert document == bytes(release.document)
    assert hashlib.sha256(document).hexdigest() == release.sha256
    assert Client().get(f"/{language}/record/register/2.json").status_code == 404


def test_a_proposed_release_is_on_no_public_page(north: House) -> None:
    fill(north, 12)
    release_propose(by=north.reviewer)
    assert ">12<" not in Client().get("/en/record/register/").content.decode()


def test_small_counts_never_leave(north: House, south: House) -> None:
    fill(north, 20, when="2030")
    fill(south, 3, when="2030", community="sovan")
    document = json.loads(bytes(released(north, south).document))
    counts = document["documents"]["record.counts"]["results"]
    at = [one["id"] for one in counts["communities"]].index("sovan")
    assert counts["by_community"][at]["value"] is None
    assert "3" not in json.dumps(
        [counts["community_by_type"][at], counts["community_by_period"][at]]
    )


def test_a_release_that_tells_of_one_more_act_is_refused_with_its_reasons(
    north: House, south: House
) -> None:
    fill(north, 12, when="2030")
    released(north, south)
    fill(north, 1, when="2030")
    answer = unlocked(north.reviewer).post(f"{DESK}release/propose/")
    assert answer.status_code == 422
    assert "total all|all" in answer.content.decode()
    fill(north, 4, when="2030")
    assert released(north, south).number == 2
    Case.objects.filter(pk__in=list(Case.objects.values_list("pk", flat=True)[:1])).update(
        stage=Stage.ALLEGATION
    )
    with pytest.raises(RefusedError):
        release_propose(by=north.reviewer)  # one fewer tells as much as one more


def test_the_change_of_what_is_withheld_is_not_told_by_its_total() -> None:
    def page(total: int, shown_one: int) -> dict[str, dict[str, int | None]]:
        cells = {"a|DOL": shown_one, "a|KIL": None, "a|THR": None}
        return {"community_type": cells, "community": {"a|all": total}}  # type: ignore[dict-item]

    leaks = find_leaks({3: page(30, 20)}, page(42, 30))
    assert [(one.table, one.cell, one.earlier) for one in leaks] == [("community_type", "a|*", 3)]
    assert find_leaks({3: page(30, 20)}, page(40, 30)) == []
    children = {"type_age": {"DOL|child": 20, "DOL|adult": 20}}
    assert (
        find_leaks({1: children}, {"type_age": {"DOL|child": 27, "DOL|adult": 27}})[0].cell
        == "DOL|child"
    )


def test_what_the_register_holds_must_not_change_between_two_agreements(
    north: House, south: House
) -> None:
    fill(north, 12)
    proposal = release_propose(by=north.reviewer)
    fill(north, 6)
    with pytest.raises(RefusedError):
        release_approve(proposal, by=south.reviewer)


def test_organisations_answers_are_told_in_fives(north: House, ministry: House) -> None:
    for _place in range(7):
        case = reviewed(
            north, source=NewSource("testimony", payload=f"Invented {Case.objects.count()}")
        )
        ask(case, north, ministry, days_ago=45)
    reviewed_only = answers_by_organisation(timezone.localdate())
    assert [(r["slug"], r["asked"], r["answered"], r["overdue"]) for r in reviewed_only] == [
        ("ministry", 5, 0, 5)
    ]
    quarantined = reviewed(north, source=NewSource("testimony", payload="Invented more"))
    ask(quarantined, north, ministry, days_ago=45)
    Case.objects.filter(pk=quarantined.pk).update(stage=Stage.ALLEGATION)
    assert answers_by_organisation(timezone.localdate()) == reviewed_only


# ---- Must show 6: a flood, and copies


PAGES = ("record/register/", "record/register/1.json", "record/cases/")


def everything_public() -> list[bytes]:
    return [Client().get(f"/{language}/{page}").content for language in LANGUAGES for page in PAGES]


def test_a_flood_of_a_thousand_false_reports_changes_no_published_number(
    north: House, south: House
) -> None:
    fill(north, 12, when="2030")
    public(north, south)
    release = released(north, south)
    organisation = north.organisation
    organisation.takes_submissions = True
    organisation.save()
    before = everything_public()
    with patch.object(inbox, "CODE_MEMORY", 64 * 1024), patch.object(inbox, "CODE_PASSES", 1):
        for place in range(1000):
            told = {"text": f"False and invented, number {place}.", "acts": ["KIL"], "when": "2030"}
            submission_receive(organisation, told, language="en")
    assert everything_public() == before
    fill(north, 40, stage=Stage.QUARANTINE, when="2030")  # some of it is even taken up
    fill(south, 40, stage=Stage.ALLEGATION, when="2030")
    assert everything_public() == before
    again = release_propose(by=north.reviewer)
    assert bytes(again.counts) == bytes(release.counts)
    assert bytes(again.document) == bytes(release.document)


def test_ten_copies_of_one_source_count_once(north: House, south: House) -> None:
    fill(north, 12, when="2030")
    original = reviewed(north, source=NewSource("testimony", payload="One invented account."))
    one = count_register().cube.sum()
    for _place in range(5):  # word for word
        reviewed(north, source=NewSource("testimony", payload="One invented account."))
    for place in range(5):  # said to be copied, in other words
        source = NewSource("media", payload=f"Copied {place}", derived_from=original.sources.get())
        reviewed(south, source=source)
    assert Case.objects.filter(stage=Stage.REVIEWED).count() == 11
    assert count_register().cube.sum() == one == 13
    assert counted_cases().filter(pk=original.pk).exists()
    later = reviewed(north, source=NewSource("testimony", payload="One invented account."))
    add_source(later, north)  # one source of its own: no copy
    assert count_register().cube.sum() == 14
