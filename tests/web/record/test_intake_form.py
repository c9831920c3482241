"""Recording a case by hand: the form, its drafts, what is looked at first, and whose it is."""

import html
import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.record_people import House, Keepers, unlocked

from misaq.record import seal_record
from misaq.web.record.cases.opening import NewMention
from misaq.web.record.models import Case, Draft, PersonMention, SourceRecord
from misaq.web.record.sealed.services import keepers_of

NEW = "/en/desk/record/intake/new/"
SECRET = "Zorvan Melquist"


def values(**more: Any) -> dict[str, Any]:
    """A form that can be saved; every name is made up."""
    return {
        "act": "save",
        "act_type": ["DOL", "CON"],
        "when": "2009",
        "district": "North",
        "summary": "A person was taken from a shop.",
        "source_kind": "testimony",
        "words": "They took him. (invented)",
        "victim-0-name": SECRET,
        "victim-0-father": "Tarvan",
        "victim-0-age": "30-40",
        "n_victim": "1",
        "n_relative": "1",
        "n_sealed": "1",
        "sealed-0-role": "witness",
        **more,
    }


def names_of(house: House, case: Case) -> list[str]:
    """The names of a case's people whose names are not sealed."""
    return [
        json.loads(
            house.keys.read(
                house.organisation,
                m.particulars_shut,
                table="mention",
                row=m.pk,
                field="particulars",
            )
        )["name"]
        for m in case.mentions.exclude(particulars_shut=b"")
    ]


def test_a_case_is_recorded_and_its_names_are_shut(north: House) -> None:
    client = unlocked(north.documenter)
    answer = client.post(NEW, values(**{"relative-0-name": "Zarmina"}))
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert case.ref in answer.headers["Location"]
    assert case.ref.encode() in client.get(answer.headers["Location"]).content
    assert (case.act_types, case.when, str(case.when_max)) == ("DOL CON", "2009", "2009-12-31")
    assert names_of(north, case) == [SECRET, "Zarmina"]
    victim = case.mentions.get(role="victim")
    assert (victim.age_min, victim.age_max) == (30, 40)
    assert {act.victim_id for act in case.acts.all()} == {victim.pk}
    assert not Draft.objects.exists()
    for row in (*PersonMention.objects.all(), *SourceRecord.objects.all(), case):
        assert SECRET.encode() not in repr(vars(row)).encode()


def test_a_witness_is_sealed_to_the_custodians(north: House, keepers: Keepers) -> None:
    unlocked(north.documenter).post(NEW, values(**{"sealed-0-name": "Vestor Kiln"}))
    sealed = Case.objects.get().sealed.get()
    assert sealed.about == "witness"
    assert "Vestor" not in sealed.document
    assert Case.objects.get().mentions.get(role="witness").particulars_shut == b""


def test_what_a_browser_sealed_never_comes_in_clear_and_survives_a_fault(
    north: House, keepers: Keepers
) -> None:
    client = unlocked(north.documenter)
    page = client.get(NEW).content.decode()
    assert 'data-sealing="seal"' in page
    record = re.search(r'data-record="([0-9a-f-]{36})"', page)
    assert record is not None
    sealed = seal_record(
        b'{"name":"Vestor"}', record=record[1], custodians=keepers_of(keepers.group)
    )
    sent = {"sealed-0-record": record[1], "sealed_new": sealed.document().decode()}
    assert client.post(NEW, values(when="soon", **sent)).status_code == 422
    draft = Draft.objects.get()
    page = client.get(f"{NEW}{draft.pk}/").content.decode()
    assert "Sealed already" in page
    kept = re.search(r'name="sealed_documents" value="([^"]+)"', page)
    assert kept is not None
    again = {"sealed-0-record": record[1], "sealed_documents": html.unescape(kept[1])}
    assert client.post(f"{NEW}{draft.pk}/", values(**again)).status_code == 302
    case = Case.objects.get()
    row = case.sealed.get()
    assert (str(row.pk), row.about) == (record[1], "witness")
    assert case.mentions.get(role="witness").sealed_id == row.pk


def test_a_document_that_belongs_to_nobody_on_the_form_is_refused(
    north: House, keepers: Keepers
) -> None:
    sealed = seal_record(b"x", record=str(uuid4()), custodians=keepers_of(keepers.group))
    for document in (sealed.document().decode(), '{"record": "x"}', "nonsense"):
        answer = unlocked(north.documenter).post(NEW, values(sealed_new=document))
        assert answer.status_code == 422
    assert not Case.objects.exists()


def test_without_custodians_a_witness_is_refused_and_the_form_is_kept(north: House) -> None:
    answer = unlocked(north.documenter).post(NEW, values(**{"sealed-0-name": "Vestor Kiln"}))
    assert answer.status_code == 422
    assert b"custodians are not named" in answer.content
    assert not Case.objects.exists()
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"when": "last spring"}, "as far as you know it"),
        ({"act_type": []}, "Choose what was done"),
        ({"summary": "Terrorists took a person."}, "takes a side"),
        ({"summary": f"A shop; {SECRET} was taken."}, "Leave it out here"),
        ({"summary": ""}, "in one sentence"),
        ({"victim-0-age": "old"}, "whole number"),
        ({"group_min": "9", "group_max": "2"}, "at least"),
        ({"source_kind": "rumour-mill"}, "source_kind"),
        ({"community": "two words"}, "no spaces"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    north: House, wrong: dict[str, Any], told: str
) -> None:
    client = unlocked(north.documenter)
    answer = client.post(NEW, values(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert not Case.objects.exists()
    draft = Draft.objects.get()
    assert SECRET.encode() not in bytes(draft.values_shut)
    again = client.get(f"{NEW}{draft.pk}/").content.decode()
    assert SECRET in again
    for target in re.findall(r'<li><a href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def test_a_draft_survives_and_is_nobody_elses(north: House, south: House) -> None:
    client = unlocked(north.documenter)
    kept = client.post(NEW, {"act": "later", "summary": "half a sent", "act_type": "KIL"})
    page = client.get(kept.headers["Location"]).content.decode()
    assert "half a sent" in page
    assert 'value="KIL" ' in page
    assert b"Draft of" in client.get(NEW).content
    for other in (north.colleague, south.documenter):
        browser = unlocked(other)
        assert browser.get(kept.headers["Location"]).status_code == 404
        assert browser.post(kept.headers["Location"], values()).status_code == 404
        assert browser.post(kept.headers["Location"] + "drop/").status_code == 404
        assert b"Draft of" not in browser.get(NEW).content
    assert not Case.objects.exists()
    assert client.post(kept.headers["Location"], values()).status_code == 302
    assert not Draft.objects.exists()


def test_one_more_row_keeps_what_was_written(north: House) -> None:
    client = unlocked(north.documenter)
    more = client.post(NEW, values(act="more-victim"))
    page = client.get(more.headers["Location"]).content.decode()
    assert 'name="victim-1-name"' in page
    assert SECRET in page
    sent = values(n_victim="2", **{"victim-1-name": "Kestor Dulia"})
    assert client.post(more.headers["Location"], sent).status_code == 302
    case = Case.objects.get()
    assert sorted(names_of(north, case)) == ["Kestor Dulia", SECRET]
    assert case.acts.count() == 4  # two kinds of act, each counted for each person


@pytest.mark.parametrize("typed", [SECRET, "زوروان میلکوئسٹ", "Zorvan Melquest"])
def test_who_may_be_recorded_already_is_shown_before_saving(north: House, typed: str) -> None:
    north.open_case(mentions=(_victim("Zorvan Melkuist"),), when="2031-05")
    client = unlocked(north.documenter)
    answer = client.post(NEW, values(**{"victim-0-name": typed, "victim-0-father": ""}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Is it recorded already?" in page
    assert "Zorvan Melkuist" in page
    assert Case.objects.count() == 1
    draft = Draft.objects.get()
    client.post(f"{NEW}{draft.pk}/", {"act": "save", "confirmed": "1"})
    assert Case.objects.count() == 2
    assert not Draft.objects.exists()


def test_a_name_of_another_house_is_never_hinted_at(north: House, south: House) -> None:
    south.open_case(mentions=(_victim(SECRET),))
    assert unlocked(north.documenter).post(NEW, values()).status_code == 302


def test_words_that_take_a_side_are_hinted_at_in_the_narrative_only(north: House) -> None:
    client = unlocked(north.documenter)
    answer = client.post(
        NEW, values(narrative="The militants came. “The traitors took him”, she said.")
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "militants" in page
    assert "traitors" not in page


def test_the_form_is_for_documenters_with_an_open_key(north: House) -> None:
    assert unlocked(north.reviewer).get(NEW).status_code == 404
    locked = Client()
    locked.force_login(north.documenter, "allauth.account.auth_backends.AuthenticationBackend")
    assert locked.get(NEW).status_code == 302


def test_the_form_speaks_urdu(north: House) -> None:
    page = unlocked(north.documenter).get(NEW.replace("/en/", "/ur/")).content.decode()
    assert "کیا کیا گیا" in page
    assert "A year is enough" not in page


def _victim(name: str) -> Any:
    return NewMention("victim", {"name": name})
