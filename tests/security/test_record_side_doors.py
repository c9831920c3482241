"""Search, counts, names, many at once, exports and the log: no side door leads to another house's cases."""

import pytest
from django.test import Client
from tests.record_people import BACKEND, House, unlocked

from misaq.web.record.models import ActivityEntry, Case, CaseLabel, Export
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.charts import count_cases
from misaq.web.record.search.selectors import find_cases

SEARCH, EXPORTS, LOG = (f"/en/desk/record/{area}/" for area in ("search", "exports", "activity"))
NEVER = "nosuchcase00"
SECRET = "A lighthouse keeper was taken from quayside."


def signed_in(account: object) -> Client:
    client = Client()
    client.force_login(account, BACKEND)  # type: ignore[arg-type]  # an Account
    return client


@pytest.fixture
def theirs(south: House) -> Case:
    """A case of the other house, with words, a place and a name that only it has."""
    return south.open_case(
        SECRET, community="onlysouth", place="southplace", district="southdistrict", when="1977"
    )


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"q": "lighthouse"}, {"q": "quayside"}, {"community": "onlysouth"}, {"place": "southplace"},
        {"district": "southdistrict"}, {"when": "1977"}, {"act": "DOL"}, {"stage": "allegation"}, {"answer": "none"},
        {"order": "when"},
    ],
)  # fmt: skip
def test_no_search_page_count_or_snippet_tells_of_another_house(
    north: House, theirs: Case, asked: dict[str, str]
) -> None:
    own = north.open_case()
    found = find_cases(north.reviewer, Asked(**asked))
    assert {case.ref for case in found.cases} <= {own.ref}
    assert found.n is not None
    assert found.n <= 1
    assert count_cases(north.reviewer, Asked(**asked)).n <= 1
    client = unlocked(north.reviewer)
    for path in ("", "counts/", "counts.csv"):
        page = client.get(SEARCH + path, asked).content.decode()
        shown = page.replace('value="', "")  # what was typed stands in the form
        assert theirs.ref not in shown
        assert "keeper" not in shown
        assert "1977" not in shown.replace(asked.get("when", "-"), "")


def test_a_search_by_a_foreign_reference_is_one_for_nothing(north: House, theirs: Case) -> None:
    client = signed_in(north.reviewer)
    pages = [
        client.get(SEARCH, {"q": ref}).content.replace(ref.encode(), b"")
        for ref in (theirs.ref, NEVER)
    ]
    assert pages[0] == pages[1]


def test_names_of_another_house_are_in_no_index(north: House, theirs: Case) -> None:
    client = unlocked(north.reviewer)
    page = client.post(SEARCH + "names/", {"name": "Invented Person"}).content.decode()
    assert theirs.ref not in page
    assert "0</bdi> names" in page


@pytest.mark.parametrize(
    ("deed", "values"),
    [("place", {"place": "moved"}), ("label", {"name": "mine"}), ("propose", {}), ("assign", {})],
)
def test_acts_on_many_leave_other_houses_alone(
    north: House, theirs: Case, deed: str, values: dict[str, str]
) -> None:
    own = north.open_case()
    if deed == "assign":
        values = {"reviewer": str(north.reviewer.pk)}
    client, before = signed_in(north.reviewer), Case.objects.get(pk=theirs.pk)
    pages = []
    for foreign in (theirs.ref, NEVER):
        answer = client.post(f"{SEARCH}selected/{deed}/", {"ref": [foreign], **values})
        pages.append(answer.content.replace(foreign.encode(), b""))
    assert _plain(pages[0]) == _plain(pages[1])  # a forbidden and an absent case answer alike
    client.post(f"{SEARCH}selected/{deed}/", {"ref": [own.ref, theirs.ref], **values})
    after = Case.objects.get(pk=theirs.pk)
    assert (after.place, after.changed_at) == (before.place, before.changed_at)
    assert not after.assignments.exists()
    assert not CaseLabel.objects.filter(case=theirs).exists()
    assert not ActivityEntry.objects.filter(object_id=theirs.ref, account=north.reviewer).exists()


def _plain(page: bytes) -> list[bytes]:
    """A page without the token that is new in each form."""
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]


def test_an_export_names_own_cases_only_and_nobody_else_sees_it(
    north: House, south: House, theirs: Case
) -> None:
    own = north.open_case()
    values = {"organisation": "north", "profile": "clear", "form": "csv", "purpose": "x"}
    client = unlocked(north.documenter)
    where = client.post(EXPORTS + "ask/", values).headers["Location"]
    export = Export.objects.get()
    assert export.refs == [own.ref]
    assert client.post(EXPORTS + "ask/", {**values, "organisation": "south"}).status_code == 422
    for account in (south.documenter, south.reviewer):
        other = unlocked(account)
        assert other.get(where).status_code == 404
        for deed in ("approve", "refuse", "fetch"):
            answer = other.post(f"{where}{deed}/", {"reason": "x"})
            assert answer.status_code == 404, deed
        assert str(export.pk) not in other.get(EXPORTS).content.decode()
    # a colleague who asked for nothing and reviews nothing sees it as little
    assert signed_in(north.colleague).get(where).status_code == 404


def test_an_altered_export_still_gives_own_cases_only(north: House, theirs: Case) -> None:
    own = north.open_case()
    export = Export.objects.create(
        organisation=north.organisation, asked_by=north.documenter, refs=[own.ref, theirs.ref], profile="clear",
        purpose="x", state="approved", approved_by=north.reviewer, also_approved_by=north.second,
    )  # fmt: skip
    text = unlocked(north.documenter).post(f"{EXPORTS}{export.pk}/fetch/").content.decode()
    assert own.ref in text
    assert theirs.ref not in text


def test_the_log_tells_of_own_houses_only(north: House, south: House, theirs: Case) -> None:
    own = north.open_case()
    client = signed_in(north.reviewer)
    page = client.get(LOG).content.decode()
    table = b"".join(client.get(LOG + "activity.csv").streaming_content).decode()
    for text in (page, table):
        assert own.ref in text
        assert theirs.ref not in text
        assert "south-documenter" not in text
    narrowed = [
        client.get(LOG, {"case": ref}).content.replace(ref.encode(), b"")
        for ref in (theirs.ref, NEVER)
    ]
    assert narrowed[0] == narrowed[1]
    pages = [client.get(f"{LOG}case/{ref}/") for ref in (theirs.ref, NEVER)]
    assert [page.status_code for page in pages] == [404, 404]


def test_a_write_only_documenter_finds_only_what_they_opened_lately(north: House) -> None:
    own = north.open_case("Taken from a shop.")
    north.organisation.write_only = True
    north.organisation.save()
    assert [case.ref for case in find_cases(north.documenter, Asked(q="shop")).cases] == [own.ref]
    assert not find_cases(north.colleague, Asked(q="shop")).cases
    assert find_cases(north.colleague, Asked()).n == 0
