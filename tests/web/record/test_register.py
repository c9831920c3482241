"""Counts of the register: releases that two sides agree to and that give nobody away; a flood changes nothing."""

import hashlib
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.record_people import House, build_house, unlocked
from tests.record_publishing import add_source, ask, fill, public, released, reviewed

from misaq.record import find_series_gaps
from misaq.record.sealing import inbox
from misaq.web.record.cases.opening import NewSource
from misaq.web.record.models import (
    Case,
    LinkDecision,
    PublicationRelease,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.proofs import proofs_open
from misaq.web.record.publication.register import (
    answers_by_organisation,
    count_register,
    counted_cases,
)
from misaq.web.record.publication.releases import release_approve, release_propose
from misaq.web.record.refusals import RefusedError
from misaq.web.record.telling.services import submission_receive

DESK = "/en/desk/record/publication/"
LANGUAGES = ("en", "ur")


# ---- counts


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
    answers = Client().get(f"/{language}/record/register/1-answers.json").json()
    assert answers["release"] == release.sha256
    assert document == bytes(release.document)
    assert hashlib.sha256(document).hexdigest() == release.sha256
    assert Client().get(f"/{language}/record/register/2.json").status_code == 404


def test_a_proposed_release_is_on_no_public_page(north: House) -> None:
    fill(north, 12)
    release_propose(north.keys, by=north.reviewer)
    assert ">12<" not in Client().get("/en/record/register/").content.decode()


def test_small_counts_never_leave(north: House, south: House) -> None:
    fill(north, 20, when="2030")
    fill(south, 3, when="2030", community="sovan")
    cells = json.loads(bytes(released(north, south).document))["cells"]
    assert cells["community / sovan"]["value"] is None
    assert cells["community_type / sovan / DOL"]["suppressed"] == "small"
    of_sovan = [cell for name, cell in cells.items() if " / sovan" in name]
    assert not [cell for cell in of_sovan if cell["value"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_more_act_is_not_told_and_the_page_says_what_was_told_before(
    north: House, south: House, language: str
) -> None:
    fill(north, 12, when="2030")
    released(north, south)
    fill(north, 1, when="2030")
    second = released(north, south)
    total = json.loads(bytes(second.document))["cells"]["total"]
    assert total["value"] is None
    assert total["as_of"] == {"release": 1, "value": 12}
    body = Client().get(f"/{language}/record/register/").content.decode()
    assert ">13<" not in body
    assert {"en": ">12</bdi> in release", "ur": ">12</bdi>، اشاعت"}[language] in body
    fill(north, 7, when="2030")
    third = json.loads(bytes(released(north, south).document))["cells"]["total"]
    assert third["value"] == 20


def test_six_releases_give_no_small_number_and_no_small_change_away(
    north: House, south: House
) -> None:
    steps = ((north, 14, "talhen"), (south, 9, "sovan"), (north, 2, "talhen"), (south, 7, "sovan"))
    for at in range(6):
        house, number, community = steps[at % len(steps)]
        fill(house, number, when=f"203{at % 3}", community=community)
        if at == 3:  # one is doubted again
            some = Case.objects.filter(stage=Stage.VERIFIED).order_by("pk").first()
            assert some is not None
            Case.objects.filter(pk=some.pk).update(stage=Stage.ALLEGATION)
        released(*((north, south), (south, north))[at % 2])
    rows = list(PublicationRelease.objects.order_by("number"))
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    served = [Client().get(f"/en/record/register/{n}.json").content for n in range(1, 7)]
    hashes = [hashlib.sha256(one).hexdigest() for one in served]
    for at, one in enumerate(served):
        assert json.loads(one)["earlier"] == hashes[:at]
    for house in (north, south):
        proofs = [one.release for one in proofs_open(rows, house.keys)]
        assert [one.payload() for one in proofs] == served
        assert find_series_gaps([one.page for one in proofs]) == []
    for key in proofs[0].cells:  # what a reader who subtracts finds
        told = [one.cells[key]["value"] for one in proofs if one.cells[key]["value"] is not None]
        moves = {abs(a - b) for a, b in combinations(told, 2)} | set(told)
        assert not moves & {1, 2, 3, 4}, key


def stored_values() -> Iterator[bytes]:
    """Every value of every table, as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, (bytes, memoryview))
                    yield bytes(value) if is_bytes else str(value).encode()


def test_a_stolen_database_holds_no_proof_and_a_changed_one_ends_the_series(
    north: House, south: House, ministry: House
) -> None:
    fill(north, 12, when="2030")
    fill(south, 3, when="2030", community="sovan")
    row = released(north, south)
    everything = b"\n".join(stored_values())
    assert bytes(row.proof_shut) in everything  # the search sees what lies there
    assert bytes(row.document) in everything
    assert b"misaq_release_proof" not in everything
    assert proofs_open([row], south.keys)[0].release.proof().startswith(b'{"cell_keys"')
    assert set(row.keys.values_list("organisation__slug", flat=True)) == {"north", "south"}
    with pytest.raises(RefusedError):
        proofs_open([row], ministry.keys)
    answer = unlocked(ministry.reviewer).post(f"{DESK}release/propose/")
    assert answer.status_code == 422  # it documents nothing
    PublicationRelease.objects.update(
        document=bytes(row.document).replace(b'"number":1', b'"number":7')
    )
    with pytest.raises(RefusedError, match="do not belong together"):
        release_propose(north.keys, by=north.reviewer)
    PublicationRelease.objects.update(document=row.document, proof_shut=row.proof_shut[:-1] + b"x")
    with pytest.raises(RefusedError, match="do not belong together"):
        release_propose(north.keys, by=north.reviewer)


def test_a_house_that_comes_later_is_given_the_proofs_by_the_next_proposal(
    north: House, south: House
) -> None:
    fill(north, 12)
    first = released(north, south)
    late = build_house("late")
    with pytest.raises(RefusedError, match="cannot open the proofs"):
        release_propose(late.keys, by=late.reviewer)
    proposal = release_propose(north.keys, by=north.reviewer)
    assert proofs_open([first], late.keys)[0].release.number == 1
    assert release_approve(proposal, late.keys, by=late.reviewer).number == 2


def test_the_communities_of_the_first_release_stand(north: House, south: House) -> None:
    fill(north, 12)
    fill(south, 8, community="sovan")
    client = unlocked(north.reviewer)
    sent = {"community": ["talhen", "meran", "no id!"]}
    assert client.post(f"{DESK}release/propose/", sent).status_code == 302
    release_approve(PublicationRelease.objects.get(), south.keys, by=south.reviewer)
    client.post(f"{DESK}release/propose/", {"community": ["sovan"]})
    for row in PublicationRelease.objects.all():
        document = json.loads(bytes(row.document))
        assert document["query"]["communities"] == ["meran", "talhen", ""]
        assert document["cells"]["community / "]["value"] == 8  # another counts as not given


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_proposal_lists_the_communities_of_the_process(
    north: House, south: House, settings: Any, tmp_path: Path, language: str
) -> None:
    named = [{"id": "meran", "name": {"en": "Meran", "ur": "میران"}}]
    overview = {"misaq": "1", "kind": "process.overview", "results": {"communities": named}}
    (tmp_path / "process.overview.json").write_text(json.dumps(overview), "utf-8")
    settings.MISAQ_RESULTS_DIR = str(tmp_path)
    fill(north, 12)
    client, desk = unlocked(north.reviewer), f"/{language}/desk/record/publication/"
    body = client.get(desk).content.decode()
    assert '<input type="hidden" name="community" value="meran">' in body
    assert named[0]["name"][language] in body
    released(north, south)
    assert 'name="community"' not in client.get(desk).content.decode()  # fixed now


def test_an_act_that_two_cases_report_of_one_person_counts_once(north: House) -> None:
    cases = [
        reviewed(north, source=NewSource("testimony", payload=f"Invented {n}.")) for n in range(3)
    ]
    assert count_register().cube.sum() == 3
    one, other, _third = (case.mentions.get() for case in cases)
    said = {"organisation": north.organisation, "decided_by": north.reviewer}
    decision = LinkDecision.objects.create(mention_a=one, mention_b=other, kind="same", **said)
    assert count_register().cube.sum() == 2
    LinkDecision.objects.create(
        mention_a=one, mention_b=other, kind="unsure", supersedes=decision, **said
    )
    assert count_register().cube.sum() == 3


def test_what_the_register_holds_must_not_change_between_two_agreements(
    north: House, south: House
) -> None:
    fill(north, 12)
    proposal = release_propose(north.keys, by=north.reviewer)
    fill(north, 6)
    with pytest.raises(RefusedError):
        release_approve(proposal, south.keys, by=south.reviewer)


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


PAGES = (
    "record/register/",
    "record/register/1.json",
    "record/register/1-answers.json",
    "record/cases/",
)


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
    told = json.loads(bytes(release.document))["cells"]
    again = json.loads(bytes(release_propose(north.keys, by=north.reviewer).document))["cells"]
    assert {name: cell["value"] for name, cell in again.items()} == {
        name: cell["value"] for name, cell in told.items()
    }


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
