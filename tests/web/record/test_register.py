"""Counts of the register: releases that two sides agree to and that give nobody away; a flood changes nothing."""

import hashlib
import json
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from tests.record_people import House, unlocked
from tests.record_publishing import add_source, ask, fill, public, released, reviewed

from misaq.record.sealing import inbox
from misaq.web.record.cases.opening import NewSource
from misaq.web.record.models import (
    Case,
    PublicationRelease,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.register import (
    answers_by_organisation,
    count_register,
    counted_cases,
)
from misaq.web.record.publication.series import find_leaks
from misaq.web.record.publication.services import (
    release_approve,
    release_propose,
)
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
