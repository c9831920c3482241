"""What becomes public: a closed list of fields, by two sides; names with consent; counts that give nobody away."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.record_people import House, build_house, somebody, unlocked
from tests.record_publishing import accuse, add_source, allow, ask, public, reviewed

from misaq.record import PUBLIC_FIELDS, act_types, public_profile, terms
from misaq.web.accounts.roles import Role
from misaq.web.record.cases.lineage import independent_sources_of
from misaq.web.record.cases.opening import NewAct, NewMention
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    Consent,
    Involvement,
    PublishedCase,
    Response,
    ResponseRequest,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.consents import may_be_named
from misaq.web.record.publication.face import face_of
from misaq.web.record.publication.services import (
    case_propose,
    case_publish,
    names_add,
)
from misaq.web.record.refusals import RefusedError
from misaq.web.record.sealed.services import identity_seal

DESK = "/en/desk/record/publication/"
LANGUAGES = ("en", "ur")
SECRETS = (
    "Invented Person",
    "0300-0000001",
    "they came at night",
    "They took him",
    "A person was taken",
)


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
    assert set(public_profile({**published.public, **more})) <= set(PUBLIC_FIELDS)


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


def test_rare_methods_and_ages_of_children_are_folded(north: House) -> None:
    def case(method: str, age: int) -> Case:
        row = reviewed(north, mentions=(NewMention("victim", {"name": "Invented"}),))
        row.acts.update(methods=[method])
        row.mentions.update(age_min=age, age_max=age)
        return row

    common, rare, *_more = terms("method")
    first = case(common, 40)
    odd = case(rare, 12)
    for _place in range(4):
        case(common, 12)
    face = face_of(first)
    assert (face["methods"], face["methods_folded"], face["ages"]) == ([common], False, [])
    assert (face_of(odd)["methods"], face_of(odd)["methods_folded"]) == ([], True)
    assert face_of(odd)["ages"] == []  # five cases of children are too few
    for _place in range(5):
        case(common, 30)
    assert face_of(first)["ages"] == ["18-59"]
    for _place in range(5):
        case(common, 12)
    assert face_of(odd)["ages"] == ["0-17"]


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
