"""Families: how far their case has come, what it may be used for, and that it be erased without a trace."""

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.record_people import BACKEND, House, Keepers, unlocked

from misaq.record import matches_tombstone
from misaq.record.sealing.secret import Secret
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.cases import adding
from misaq.web.record.cases.opening import NewMention, NewSource
from misaq.web.record.family import services
from misaq.web.record.family.erasing import case_erase, files_remove
from misaq.web.record.family.standing import may_use_case
from misaq.web.record.models import (
    Acknowledgement,
    ActivityEntry,
    Case,
    CaseFollower,
    Consent,
    ErasureRequest,
    EvidenceItem,
    ImportRun,
    LinkDecision,
    PendingLeaf,
    Person,
    PublishedCase,
    Response,
    ResponseRequest,
    Review,
    SealedIdentity,
    SourceRecord,
    Submission,
)
from misaq.web.record.publication.consents import may_be_named

LANGUAGES = ("en", "ur")


def mother_of(house: House, case: Case, relationship: str = "parent") -> tuple[Account, Client]:
    """Somebody who follows a case, in a browser that signed in by the link alone."""
    follower, secret = services.family_invite(case, relationship, by=house.documenter)
    client = Client()
    answer = client.post(f"/en/accounts/once/{secret}/")
    assert answer.headers["Location"] == "/en/record/my-case/"
    return follower.account, client


def own(case: Case, path: str = "", language: str = "en") -> str:
    return f"/{language}/record/my-case/{case.ref}/{path}"


def published(case: Case, house: House) -> PublishedCase:
    return PublishedCase.objects.create(
        case=case, ref=case.ref, public={"name": "Invented Person", "act_types": ["DOL"]},
        proposed_by=house.reviewer, approved_by=house.second, published_at=timezone.now(),
    )  # fmt: skip


def asked(house: House, case: Case, other: House) -> ResponseRequest:
    return ResponseRequest.objects.create(
        case=case, addressee=other.organisation, kind="information", subject="Where is the person held?",
        sent_by=house.documenter, due_on=timezone.localdate() - timedelta(days=3),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mother_invited_by_a_link_reads_her_case_and_no_name(
    north: House, south: House, keepers: Keepers, language: str
) -> None:
    case = north.open_case()
    adding.person_add(
        case,
        NewMention("witness", {"name": "Invented Witness"}),
        None,
        north.keys,
        by=north.documenter,
    )
    client = unlocked(north.documenter)
    page = client.post(f"/en/desk/record/family/{case.ref}/invite/", {"relationship": "parent"})
    link = page.content.decode().split('dir="ltr">http://testserver')[1].split("<")[0]
    assert link not in client.get(f"/en/desk/record/family/{case.ref}/").content.decode()
    mother = Client()
    assert mother.get(link).status_code == 200
    assert mother.post(link).headers["Location"] == "/en/record/my-case/"
    assert mother.post(link).status_code == 410
    request = asked(north, case, south)
    answer = Response.objects.create(
        request=request, kind="denied_act", public_text="It is not so.", public_language="en"
    )
    for checked, shown in (("", False), ("withheld", False), ("shown", True)):
        Response.objects.filter(pk=answer.pk).update(checked=checked)
        html = mother.get(own(case, language=language)).content.decode()
        assert ("It is not so." in html) is shown, checked
    Acknowledgement.objects.create(
        case=case, by=south.organisation, answer="denied", on=date(2031, 9, 1)
    )
    assert mother.get(f"/{language}/record/my-case/").headers["Location"] == own(
        case, language=language
    )
    read = mother.get(own(case, language=language))
    text = read.content.decode()
    assert read.status_code == 200
    assert "no-store" in read.headers["Cache-Control"]
    for told in (case.summary, "Where is the person held?", "It is not so."):
        assert told in text
    for shut in (
        "Invented Person",
        "Invented Witness",
        "0300",
        "came at night",
        "They took him",
        north.documenter.username,
    ):
        assert shut not in text
    account = CaseFollower.objects.get().account
    assert "nvented" not in account.username
    assert account.username.startswith("family-")


def test_nobody_follows_a_case_of_others(north: House, south: House) -> None:
    mine, other = north.open_case(), south.open_case("A person was hurt in a field.")
    _account, client = mother_of(north, mine)
    for path in ("",):
        assert client.get(own(other, path)).status_code == 404
    for path in ("consent/", "erasure/"):
        sent = {"purpose": "search", "answer": "yes", "sure": "yes"}
        assert client.post(own(other, path), sent).status_code == 404
    assert client.get(f"/en/desk/record/cases/{mine.ref}/").status_code == 404
    assert client.get(f"/en/desk/record/family/{mine.ref}/").status_code == 404
    assert unlocked(south.documenter).get(f"/en/desk/record/family/{mine.ref}/").status_code == 404
    for path in ("invite/", "erasure/", "erasure/approve/", "erasure/refuse/"):
        for account in (south.documenter, south.reviewer):
            answer = unlocked(account).post(
                f"/en/desk/record/family/{mine.ref}/{path}", {"reason": "court_order"}
            )
            assert answer.status_code == 404
    cache.clear()  # the limit on unlocking counts all of these browsers
    follower = CaseFollower.objects.get()
    foreign = f"/en/desk/record/family/{other.ref}/end/{follower.pk}/"
    assert unlocked(south.documenter).post(foreign).status_code == 404
    assert unlocked(north.documenter).get(own(mine)).status_code == 404
    services.follower_end(follower, by=north.documenter)
    assert client.get(own(mine)).status_code == 404
    assert not follower.account.grants.filter(role=Role.FAMILY, ended_at=None).exists()


def test_a_yes_allows_until_its_day_and_a_withdrawal_takes_the_name_down_at_once(
    north: House,
) -> None:
    case = north.open_case()
    account, client = mother_of(north, case)
    assert not may_use_case(case, "publication_of_name")
    yes = {"purpose": "publication_of_name", "answer": "yes"}
    assert client.post(own(case, "consent/"), yes).status_code == 302
    assert may_use_case(case, "publication_of_name")
    assert not may_use_case(case, "court")
    face = published(case, north)
    assert b"You said yes." in client.get(own(case)).content
    assert client.post(own(case, "consent/"), yes | {"answer": "no"}).status_code == 302
    face.refresh_from_db()
    assert face.public == {"act_types": ["DOL"]}
    assert not may_use_case(case, "publication_of_name")
    assert [row.allows for row in Consent.objects.order_by("pk")] == [True, False]  # rows are added
    assert {row.given_by for row in Consent.objects.all()} == {account}
    past = yes | {"until": "2001-01-01"}
    assert client.post(own(case, "consent/"), past).status_code == 422
    until = timezone.localdate() + timedelta(days=10)
    client.post(
        own(case, "consent/"), {"purpose": "court", "answer": "yes", "until": until.isoformat()}
    )
    assert may_use_case(case, "court")
    assert not may_use_case(case, "court", at=timezone.now() + timedelta(days=12))


def test_one_relatives_no_stands_against_anothers_yes_and_sharing_names_with_whom(
    north: House, south: House
) -> None:
    case = north.open_case()
    mother, _client = mother_of(north, case)
    brother, client = mother_of(north, case, "sibling")
    services.consent_give(case, "publication_of_name", by=mother)
    face = published(case, north)
    services.consent_give(case, "publication_of_name", by=brother)
    face.refresh_from_db()
    assert "name" in face.public
    services.consent_withdraw(case, "publication_of_name", by=brother)
    face.refresh_from_db()
    assert "name" not in face.public
    assert not may_use_case(case, "publication_of_name")
    share = {"purpose": "sharing", "answer": "yes"}
    assert client.post(own(case, "consent/"), share).status_code == 404
    assert client.post(own(case, "consent/"), share | {"organisation": "north"}).status_code == 404
    assert client.post(own(case, "consent/"), share | {"organisation": "south"}).status_code == 302
    assert may_use_case(case, "sharing", shared_with=south.organisation)
    assert not may_use_case(case, "sharing", shared_with=north.organisation)


def test_one_rule_of_consent_for_the_family_and_for_the_public_page(north: House) -> None:
    case = north.open_case()
    victim = case.mentions.get()
    own, _client = mother_of(north, case, "self")
    mother, _client = mother_of(north, case)

    def allowed() -> bool:
        here = may_use_case(case, services.NAME)
        assert may_use_case(case, services.NAME, mention=victim.pk) is here
        assert may_be_named(case, victim.pk) is here
        return here

    assert not allowed()
    services.consent_give(case, services.NAME, by=own)
    assert allowed()
    services.consent_withdraw(case, services.NAME, by=mother)
    assert not allowed()  # also against the yes of whoever was harmed
    services.consent_give(case, services.NAME, by=mother)
    assert allowed()
    services.consent_give(case, services.NAME, by=None, how="in_writing")
    services.consent_withdraw(case, services.NAME, by=None, how="by_telephone")
    assert not allowed()  # two who have no account are not taken for one
    services.consent_give(case, services.NAME, by=None, how="by_telephone")
    assert allowed()
    services.consent_withdraw(case, services.NAME, by=own)
    assert not allowed()
    assert not may_use_case(case, "court")


def test_two_reviewers_who_did_not_ask_erase_and_nobody_alone(north: House, south: House) -> None:
    case = north.open_case()
    _account, client = mother_of(north, case)
    client.post(own(case, "erasure/"), {})  # not sure
    assert not ErasureRequest.objects.exists()
    client.post(own(case, "erasure/"), {"sure": "yes"})
    client.post(own(case, "erasure/"), {"sure": "yes"})
    assert ErasureRequest.objects.filter(ended_at=None).count() == 1
    path = f"/en/desk/record/family/{case.ref}/erasure/"
    first, second = unlocked(north.reviewer), unlocked(north.second)
    assert unlocked(north.documenter).post(path + "approve/").status_code == 404
    assert unlocked(south.reviewer).post(path + "approve/").status_code == 404
    assert first.post(path + "approve/").status_code == 302
    assert first.post(path + "approve/").status_code == 404  # nobody approves twice
    assert Case.objects.filter(pk=case.pk).exists()
    assert b"One person has agreed" in client.get(own(case)).content
    assert second.post(path + "approve/").status_code == 200
    assert not Case.objects.filter(pk=case.pk).exists()
    assert client.get(own(case)).status_code == 404
    assert "nothing of it is left" in client.get("/en/record/my-case/").content.decode()


def test_who_asks_approves_nothing_and_a_refusal_is_read_by_the_family(north: House) -> None:
    case = north.open_case()
    reviewer = unlocked(north.reviewer)
    path = f"/en/desk/record/family/{case.ref}/erasure/"
    reviewer.post(path, {"reason": "entered_in_error"})
    assert reviewer.post(path + "approve/").status_code == 404
    asked_one = ErasureRequest.objects.get()
    with pytest.raises(services.SamePersonError):
        services.erasure_approve(asked_one, by=north.reviewer)
    unlocked(north.second).post(path + "refuse/", {"refusal": "It was entered as it was told."})
    _account, client = mother_of(north, case)
    client.post(own(case, "erasure/"), {"sure": "yes"})
    client.post(own(case, "erasure/"), {"back": "yes"})
    assert not ErasureRequest.objects.filter(ended_at=None).exists()
    client.post(own(case, "erasure/"), {"sure": "yes"})
    said = "A court has asked to see it first."
    assert reviewer.post(path + "refuse/", {"refusal": said}).status_code == 302
    assert said in client.get(own(case)).content.decode()
    assert Case.objects.filter(pk=case.pk).exists()


WORDS = ("zebrafinch", "Invented Person", "Quokkaname", "0300-0000001")


def everything() -> str:
    """The database as whoever steals it reads it: every row of every table, bytes in hexadecimal."""
    told = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                cells = [
                    bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell)
                    for cell in row
                ]
                told.write(" | ".join(cells) + "\n")
    call_command("dumpdata", stdout=told, verbosity=0, natural_foreign=False)
    return told.getvalue()


def fill(north: House, south: House, case: Case) -> None:
    """Rows of every kind that hang on a case."""
    by = north.documenter
    source = adding.source_add(
        case, NewSource("media", payload="zebrafinch words"), north.keys, by=by
    )
    adding.person_add(
        case, NewMention("witness", {"name": "Quokkaname"}), source, north.keys, by=by
    )
    adding.person_add(
        case, NewMention("suspect", {"name": "Quokkaname"}), source, north.keys, by=by
    )
    suspect = case.mentions.get(role="suspect")
    act = case.acts.get()
    part = {"involvement": "present", "attribution_basis": "observed", "suspect": suspect.sealed}
    adding.involvement_add(case, act, part, by=by, name={})
    adding.detention_add(
        case, {"began": "2031", "authority_taking": "zebrafinch"}, "limps", north.keys, by=by
    )
    adding.fate_add(case, {"status": "returned", "as_of": "2032", "basis": "zebrafinch"}, by=by)
    adding.qualification_add(case, act, {"instrument": "zebrafinch", "status": "proposed"}, by=by)
    adding.assertion_add(case, source, act, north.keys, by=by, field="place", value="zebrafinch")
    adding.case_change(case, {"summary": "zebrafinch other summary"}, north.keys, by=by)
    Review.objects.create(
        case=case, coder=north.reviewer, kind="peer", from_stage="allegation", to_stage="reviewed"
    )
    request = asked(north, case, south)
    answer = Response.objects.create(request=request, kind="partial", public_text="zebrafinch")
    Acknowledgement.objects.create(
        case=case,
        by=south.organisation,
        response=answer,
        answer="partial",
        text="zebrafinch",
        on=date(2031, 9, 1),
    )
    services.consent_give(case, "search", by=None, recorded_by=by)
    published(case, north)
    Submission.objects.create(
        organisation=north.organisation,
        boxed=b"zebrafinch",
        code_hash="a" * 64,
        reply_public=b"k",
        language="ur",
        case=case,
    )


def test_an_erased_case_leaves_no_trace_in_the_database(
    north: House,
    south: House,
    keepers: Keepers,
    settings: object,
    tmp_path: Path,
    django_capture_on_commit_callbacks: object,
) -> None:
    settings.RECORD_FILES = tmp_path  # type: ignore[attr-defined]
    case = north.open_case("A zebrafinch summary.", place="zebrafinch", narrative="zebrafinch")
    kept = north.open_case("A person was hurt in a field.")
    fill(north, south, case)
    person = Person.objects.create()
    mention, other = case.mentions.filter(role="victim").get(), kept.mentions.get()
    mention.person = person
    mention.save()
    same = LinkDecision.objects.create(
        mention_a=mention,
        mention_b=other,
        kind="same",
        organisation=north.organisation,
        decided_by=north.reviewer,
    )
    LinkDecision.objects.create(
        mention_a=mention,
        mention_b=other,
        kind="different",
        organisation=north.organisation,
        decided_by=north.reviewer,
        supersedes=same,
    )
    origin = case.sources.order_by("recorded_at").first()
    copies = [
        adding.source_add(
            kept,
            NewSource("media", payload=f"copy {n}", derived_from=origin),
            north.keys,
            by=north.documenter,
        )
        for n in range(2)
    ]
    item = EvidenceItem.objects.create(
        case=case,
        size=1,
        mime_detected="text/plain",
        verdict="accepted",
        received_by=north.documenter,
        original_path="orig",
        working_path="copy",
    )
    run = ImportRun.objects.create(
        organisation=north.organisation, by=north.documenter, state="done", file_path="sheet"
    )
    SourceRecord.objects.filter(pk=origin.pk).update(import_run=run)
    for name in ("orig", "copy", "sheet", "of-others"):
        (tmp_path / name).write_bytes(b"zebrafinch")
    unlocked(north.colleague).get(f"/en/desk/record/cases/{case.ref}/")
    ids = [
        case.ref,
        str(case.pk),
        *map(str, case.sealed.values_list("pk", flat=True)),
        str(item.pk),
        str(mention.pk),
    ]
    sealed_before = SealedIdentity.objects.count()
    before = everything()
    for word in ("zebrafinch", case.ref):
        assert word in before
    shut = [bytes(mention.particulars_shut).hex(), bytes(case.narrative_shut).hex()]
    assert all(one in before for one in shut)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erased = case_erase(
            case, "asked_by_subject", ("north-reviewer", "north-second"), by=north.second
        )
    after = everything()
    for trace in (*WORDS[:1], *WORDS[2:3], *ids, *shut, *(one.replace("-", "") for one in ids)):
        assert trace not in after, trace
    assert sealed_before == 2
    assert SealedIdentity.objects.count() == 0
    assert set(erased.files) == {"orig", "copy", "sheet"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["of-others"]
    assert not Person.objects.filter(pk=person.pk).exists()
    copies = list(
        SourceRecord.objects.filter(pk__in=[copy.pk for copy in copies]).order_by("recorded_at")
    )
    assert copies[0].derived_from is None
    assert copies[1].derived_from_id == copies[0].pk  # two copies of one source still count once
    assert Case.objects.get() == kept
    tomb = PendingLeaf.objects.filter(about="", entry__isnull=False).order_by("-pk").first()
    assert tomb is not None
    approvers = ("north-reviewer", "north-second")
    assert matches_tombstone(
        bytes(tomb.entry), "asked_by_subject", approvers, Secret(bytes(tomb.salt))
    )
    others = PendingLeaf.objects.exclude(pk=tomb.pk)
    assert others.count() == 2
    assert all(bytes(leaf.salt) == b"" and leaf.body == {} for leaf in others)
    assert b"sealed" not in bytes(tomb.entry)
    assert ActivityEntry.objects.filter(verb="case.viewed", object_id="").count() == 1


def test_files_are_removed_below_the_folder_of_the_record_only(
    settings: object, tmp_path: Path
) -> None:
    inside, outside = tmp_path / "files", tmp_path / "outside"
    inside.mkdir()
    outside.write_bytes(b"x")
    settings.RECORD_FILES = inside  # type: ignore[attr-defined]
    files_remove(["../outside", "not-there", ""])
    assert outside.exists()
    assert inside.exists()


def test_the_words_of_a_mother_in_urdu_stand_on_her_page(north: House) -> None:
    case = north.open_case("ایک شخص کو دکان سے لے جایا گیا۔", summary_language="ur")
    _account, client = mother_of(north, case)
    text = client.get(own(case, language="ur")).content.decode()
    for english in (
        "You decide",
        "Erase everything",
        "What we asked",
        "May the name",
        "Take it back",
    ):
        assert english not in text
    assert 'lang="ur"' in text
    assert json.dumps(case.summary)[1:3]
    assert case.summary in text


def test_staff_need_more_than_a_link(north: House) -> None:
    case = north.open_case()
    client = Client()
    client.force_login(north.documenter, BACKEND)
    locked = client.get(f"/en/desk/record/family/{case.ref}/")
    assert locked.status_code == 302
    assert locked.headers["Location"].endswith("/key/unlock/")
