"""The pool at the desk: bringing volunteers in, composition, who somebody is with every look noted."""

from tests.assembly_people import CONTACT, NAME, PASSPHRASE, Pool, csv_file, pool
from tests.charter_people import browser
from tests.record_people import quick_keys

from misaq.assembly import pseudonym
from misaq.web.assembly.pool.importing import read_volunteers
from misaq.web.assembly.pool.selectors import composition_of, pool_columns
from misaq.web.assembly.registration.selectors import by_key

__all__ = ["pool", "quick_keys"]


def people(n: int = 3) -> dict[str, list[str]]:
    """A list of invented people."""
    return {
        "name": [f"Invented Person {i}" for i in range(n)],
        "contact": [f"555 {i:04}" for i in range(n)],
        "household": ["House 1" if i < 2 else "" for i in range(n)],
        "sex": ["women", "Men", "women", "men"][:n],
        "region": ["north", "south", " HILLS", "north"][:n],
    }


def test_a_list_comes_in_whole_and_its_codes_open_the_rows(pool: Pool) -> None:
    address = f"/en/desk/assembly/{pool.slug}/pool/import/"
    answer = pool.desk().post(address, {"file": csv_file(people()), "agreed": "on"})
    assert answer.status_code == 200
    given = answer.context["given"]
    assert [one.row for one in given] == [2, 3, 4]
    text = answer.content.decode()
    for one in given:
        assert one.code in text
        row = by_key(pool.panel, one.code, one.key)
        assert row is not None
        assert row.way == "file"
    third = by_key(pool.panel, given[2].code, given[2].key)
    assert third is not None
    assert third.answers == {"sex": "women", "region": "hills"}
    columns = pool_columns(pool.panel)
    assert sorted(columns["household"]) == ["", "home-1", "home-1"]
    assert "Invented Person" not in str(columns)


def test_every_fault_is_told_and_nothing_is_half_saved(pool: Pool) -> None:
    rows = people(4)
    rows["sex"][1] = "unsaid"
    rows["contact"][2] = ""
    rows["name"][3], rows["contact"][3] = rows["name"][0].upper(), "5550000"
    _found, faults = read_volunteers(pool.panel, rows)
    assert {(f.code, f.row, f.column) for f in faults} == {
        ("volunteer_answer_unknown", 3, "sex"),
        ("volunteer_blank", 4, "contact"),
        ("volunteer_twice", 5, "name"),
    }
    address = f"/en/desk/assembly/{pool.slug}/pool/import/"
    answer = pool.desk().post(address, {"file": csv_file(rows), "agreed": "on"})
    assert answer.status_code == 422
    assert "3 things are wrong" in answer.content.decode()
    assert not pool.panel.volunteers.exists()
    del rows["region"]
    answer = pool.desk().post(address, {"file": csv_file(rows), "agreed": "on"})
    assert "The column is missing." in answer.content.decode()


def test_nobody_is_brought_in_without_their_consent_or_after_closing(pool: Pool) -> None:
    desk, address = pool.desk(), f"/en/desk/assembly/{pool.slug}/pool/import/"
    assert desk.post(address, {"file": csv_file(people())}).status_code == 422
    pool.move("closed")
    assert desk.post(address, {"file": csv_file(people()), "agreed": "on"}).status_code == 404
    assert not pool.panel.volunteers.exists()


def test_who_is_in_the_pool_already_is_not_brought_in_again(pool: Pool) -> None:
    address = f"/en/desk/assembly/{pool.slug}/pool/import/"
    pool.desk().post(address, {"file": csv_file(people()), "agreed": "on"})
    again = pool.desk().post(address, {"file": csv_file(people(1)), "agreed": "on"})
    assert "in the pool already" in again.content.decode()
    assert pool.panel.volunteers.count() == 3


def test_the_composition_counts_and_says_who_is_missing(pool: Pool) -> None:
    pool.fill(4)  # women, men, women, men; north, south, hills, north
    sex, region = composition_of(pool.panel)
    assert [(row.n, row.lacks) for row in sex.rows] == [(2, 1), (2, 1)]
    assert [(row.n, row.lacks) for row in region.rows] == [(2, 0), (1, 1), (1, 0)]
    assert [round(row.population_share, 2) for row in region.rows] == [0.5, 0.39, 0.11]
    text = pool.desk().get(f"/en/desk/assembly/{pool.slug}/pool/").content.decode()
    assert "at least 1 more volunteer is needed" in text


def test_a_name_opens_with_the_passphrase_and_the_look_is_noted(pool: Pool) -> None:
    pool.fill(2)
    who = pool.volunteer(1).pseudonym
    desk, address = pool.desk(), f"/en/desk/assembly/{pool.slug}/volunteers/{who}/"
    assert f"{NAME} 1" not in desk.get(address).content.decode()
    assert desk.post(address, {"passphrase": "nobody knows this"}).status_code == 422
    assert not pool.panel.entries.filter(verb="identity.viewed").exists()
    opened = desk.post(address, {"passphrase": PASSPHRASE}).content.decode()
    assert f"{NAME} 1" in opened
    assert f"{CONTACT}-1" in opened
    assert f"{NAME} 0" not in opened
    entry = pool.panel.entries.get(verb="identity.viewed")
    assert (entry.account, entry.about) == (pool.officer, who)
    log = browser(pool.colleague).get(f"/en/desk/assembly/{pool.slug}/log/").content.decode()
    assert who in log
    assert pool.officer.username in log
    assert NAME not in log


def test_a_box_does_not_open_in_anothers_place(pool: Pool) -> None:
    pool.fill(2)
    one, two = pool.volunteer(0), pool.volunteer(1)
    one.boxed = bytes(two.boxed)
    one.save()
    address = f"/en/desk/assembly/{pool.slug}/volunteers/{one.pseudonym}/"
    assert pool.desk().post(address, {"passphrase": PASSPHRASE}).status_code == 422


def test_somebody_is_found_by_code_and_erased_on_request(pool: Pool) -> None:
    pool.fill(2)
    desk, who = pool.desk(), pseudonym(pool.codes[0].code)
    found = desk.get(f"/en/desk/assembly/{pool.slug}/volunteers/", {"who": pool.codes[0].code})
    assert who in found.content.decode()
    assert pool.volunteer(1).pseudonym not in found.content.decode()
    address = f"/en/desk/assembly/{pool.slug}/volunteers/{who}/erase/"
    desk.post(address)
    assert pool.panel.volunteers.count() == 2
    desk.post(address, {"sure": "yes"})
    assert pool.panel.volunteers.count() == 1
    entry = pool.panel.entries.get(verb="volunteer.erased")
    assert (entry.account, entry.about) == (pool.officer, who)
