"""The review of cases: nobody reviews their own, the second coder is blind by every address, nothing skips a rung."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from tests.record_people import House, somebody, unlocked

from misaq.foundation.errors import FaultsError
from misaq.web.accounts.roles import Role
from misaq.web.record.access import cases_of
from misaq.web.record.cases import adding
from misaq.web.record.cases.lineage import independent_sources_of
from misaq.web.record.cases.opening import NewSource, payload_mark
from misaq.web.record.keys.services import membership_begin
from misaq.web.record.models import ActivityEntry, Case, EvidenceItem, Review, SecondCoding
from misaq.web.record.models.case import Stage
from misaq.web.record.review import selectors, services

CODING = {
    "acts": ["DOL"], "child": "no", "actor_kind": "not_identified", "attribution_basis": "observed",
    "fate": "whereabouts_unknown",
}  # fmt: skip
SENT = CODING | {
    "standard": "reasonable_grounds",
    "no_conflict": "on",
    "note": "Read twice (invented).",
}
VALUES = {"coding": CODING, "standard": "reasonable_grounds", "no_conflict": True, "note": "x"}
ENOUGH = VALUES | {"enough": True}


def address(case: Case, path: str = "") -> str:
    return f"/en/desk/record/review/{case.ref}/{path}"


def add_source(
    house: House, case: Case, text: str = "A neighbour saw it. (invented)", **more: Any
) -> Any:
    return adding.source_add(
        case, NewSource("testimony", payload=text, **more), house.keys, by=house.documenter
    )


def reviewed(house: House, summary: str = "A person was taken from a shop.") -> Case:
    """A case with two sources that the first reviewer passed on."""
    case = house.open_case(summary)
    add_source(house, case)
    services.review_step(case, "peer", VALUES, house.keys, by=house.reviewer)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_case_climbs_by_two_people_who_did_not_write_it(north: House, language: str) -> None:
    case = north.open_case()
    add_source(north, case)
    first, second = unlocked(north.reviewer), unlocked(north.second)
    base = f"/{language}/desk/record/review/"
    assert case.ref in first.get(base).content.decode()
    assert first.get(f"{base}{case.ref}/").status_code == 200
    assert first.post(f"{base}{case.ref}/step/peer/", SENT).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.REVIEWED
    queue = second.get(base).content.decode()
    assert case.ref in queue
    assert case.summary not in queue
    assert second.get(f"{base}{case.ref}/").headers["Location"] == f"{base}{case.ref}/second/"
    assert second.get(f"{base}{case.ref}/second/").status_code == 200
    assert second.post(f"{base}{case.ref}/second/take/").status_code == 302
    page = second.get(f"{base}{case.ref}/second/").content.decode()
    assert "They took him from the shop" in page
    assert second.post(f"{base}{case.ref}/second/", SENT | {"enough": "yes"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.VERIFIED
    row = Review.objects.get(kind="second")
    assert (row.coder, row.independent_sources, row.standard_of_proof) == (
        north.second,
        2,
        "reasonable_grounds",
    )
    assert b"Read twice" not in bytes(Review.objects.get(kind="peer").note_shut)
    assert second.get(f"{base}{case.ref}/").status_code == 200
    assert unlocked(north.documenter).get(f"{base}{case.ref}/").status_code == 404
    assert first.get(f"{base}agreement/").status_code == 200


def test_an_author_reviews_nothing_by_any_post(north: House) -> None:
    author = somebody("north-both", Role.DOCUMENTER, Role.REVIEWER)
    membership_begin(north.organisation, author)
    for step in ("admit", "peer", "return", "reopen"):
        case = north.open_case()
        Case.objects.filter(pk=case.pk).update(opened_by=author)
        case.refresh_from_db()
        with pytest.raises(FaultsError):
            services.review_step(case, step, VALUES, north.keys, by=author)
        case.refresh_from_db()
        assert case.stage == Stage.ALLEGATION
    case = north.open_case()  # opened by the documenter, added to by the reviewer
    adding.source_add(case, NewSource("media", payload="x"), north.keys, by=north.reviewer)
    client = unlocked(north.reviewer)
    page = client.get(address(case)).content.decode()
    assert "You wrote a part of this case" in page
    assert "step/peer/" not in page
    assert client.post(address(case, "step/peer/"), SENT).status_code == 409
    assert client.post(address(case, "step/second/"), SENT).status_code == 404
    assert client.post(address(case, "confirm/")).status_code == 404
    assert case.ref not in client.get("/en/desk/record/review/").content.decode()
    assert not Review.objects.exists()


def _record_addresses(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        with translation.override("en"):
            inner = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _record_addresses(entry.url_patterns, inner)
        elif "record/" in inner:
            yield inner, entry


def _filled(route: str, case: Case, item: EvidenceItem) -> str:
    words = {
        "<slug:ref>": case.ref, "<str:ref>": case.ref, "<slug:what>": "fate", "<slug:step>": "peer",
        "<int:follower_id>": "1", "<int:account_id>": "1", "<slug:slug>": "north",
    }  # fmt: skip
    for word, value in words.items():
        route = route.replace(word, value)
    while "<uuid:" in route:
        start = route.index("<uuid:")
        route = route[:start] + str(item.pk) + route[route.index(">", start) + 1 :]
    return f"/{route}"


def test_the_second_coder_is_blind_by_every_address(north: House) -> None:
    case = north.open_case(
        "Ein Satz that only the first coder wrote.", narrative="Invented: zebra."
    )
    add_source(north, case)
    values = VALUES | {"note": "verdict-of-the-first (invented)"}
    services.review_step(case, "peer", values, north.keys, by=north.reviewer)
    act = case.acts.get()
    adding.qualification_add(
        case, act, {"instrument": "first-coder-law", "status": "proposed"}, by=north.documenter
    )
    item = EvidenceItem.objects.create(
        case=case,
        size=1,
        mime_detected="text/plain",
        verdict="accepted",
        received_by=north.documenter,
    )
    client = unlocked(north.second)
    client.raise_request_exception = False  # a page that fails must not tell either
    assert client.post(address(case, "second/take/")).status_code == 302
    assert not cases_of(north.second).exists()
    seen = 0
    for route, _pattern in _record_addresses():
        if "<slug:language>" in route or "lock/" in route:
            continue
        path = _filled(route, case, item)
        if "<" in path:
            continue
        answers = [client.get(path)]
        if "second/" not in path:
            answers.append(client.post(path, SENT))
        for answer in answers:
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            text = body.decode("utf-8", "replace")
            for secret in (case.summary, "zebra", "verdict-of-the-first", "first-coder-law"):
                assert secret not in text, path
            if case.ref in path and "second/" not in path:
                assert answer.status_code in {302, 404, 405}, path
        seen += 1
    assert seen > 15
    sources = client.get(address(case, "second/")).content.decode()
    assert "They took him from the shop" in sources
    for hidden in (
        "Deprivation of liberty recorded",
        case.summary,
        "talhen",
        "zebra",
        north.reviewer.username,
    ):
        assert hidden not in sources
    assert Review.objects.count() == 1


def test_who_has_read_reviewed_or_written_a_case_codes_it_not_blind(
    north: House, south: House
) -> None:
    case = reviewed(north)
    for account in (north.documenter, north.reviewer):
        assert not services.may_code_second(case, account)
        with pytest.raises(services.NotBlindError):
            services.second_coding_begin(case, by=account)
    assert services.may_code_second(case, north.second)
    reader = unlocked(north.second)
    reader.get(f"/en/desk/record/cases/{case.ref}/")
    assert not services.may_code_second(case, north.second)
    assert reader.get(address(case, "second/")).status_code == 404
    assert reader.post(address(case, "second/take/")).status_code == 404
    other = unlocked(south.reviewer)
    for path in ("", "second/"):
        assert other.get(address(case, path)).status_code == 404
    for path in (
        "second/take/",
        "second/decline/",
        "settle/",
        "confirm/",
        "step/peer/",
        "step/return/",
    ):
        assert other.post(address(case, path), SENT).status_code == 404
    assert not SecondCoding.objects.exists()


def test_a_case_given_back_is_there_again_and_cannot_be_taken_twice(north: House) -> None:
    case = reviewed(north)
    client = unlocked(north.second)
    client.post(address(case, "second/take/"))
    third = somebody("north-third", Role.REVIEWER)
    membership_begin(north.organisation, third)
    with pytest.raises(services.NotBlindError):
        services.second_coding_begin(case, by=third)
    client.post(address(case, "second/decline/"))
    assert cases_of(north.second).filter(pk=case.pk).exists()
    services.second_coding_begin(case, by=third)


def second(house: House, case: Case, **coding: Any) -> Review:
    begun = services.second_coding_begin(case, by=house.second)
    values = ENOUGH | {"coding": CODING | coding}
    return services.second_coding_submit(begun, values, house.keys, by=house.second)


def test_what_two_coders_code_apart_is_settled_by_both_before_it_is_verified(north: House) -> None:
    case = reviewed(north)
    second(north, case, acts=["CON", "DOL"], fate="returned")
    case.refresh_from_db()
    assert case.stage == Stage.REVIEWED
    rows = selectors.standing_of(case, north.reviewer).rows
    assert len(rows) == 2
    client = unlocked(north.second)
    assert client.post(address(case, "confirm/")).status_code == 404  # not one's own
    assert unlocked(north.reviewer).post(address(case, "settle/"), SENT).status_code == 404
    assert services.settling_confirm(case, north.keys, by=north.reviewer)  # nothing is settled yet
    assert client.post(address(case, "settle/"), SENT | {"acts": ["CON", "DOL"]}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.REVIEWED
    assert unlocked(north.reviewer).post(address(case, "confirm/")).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.VERIFIED
    assert Review.objects.get(kind="second").coding["acts"] == ["CON", "DOL"]
    assert (
        Review.objects.get(kind="coding").coding["fate"] == "returned"
    )  # agreement counts what was coded blind


def test_one_source_in_ten_copies_verifies_nothing(north: House) -> None:
    case = north.open_case()
    first = case.sources.get()
    for n in range(10):
        add_source(north, case, f"the same in other words {n}", derived_from=first)
    add_source(north, case, "They took him from the shop. (invented)")  # word for word
    assert independent_sources_of(case.sources.all()) == 1
    services.review_step(case, "peer", VALUES, north.keys, by=north.reviewer)
    second(north, case)
    case.refresh_from_db()
    assert case.stage == Stage.REVIEWED
    add_source(north, case, "Somebody who was there says so. (invented)")
    assert services.settling_confirm(case, north.keys, by=north.reviewer) == []
    case.refresh_from_db()
    assert case.stage == Stage.VERIFIED
    assert payload_mark(north.keys, north.organisation, "") == ""


def test_nothing_skips_a_rung_and_what_goes_back_has_a_reason(north: House) -> None:
    case = north.open_case()
    with pytest.raises(FaultsError):
        services.review_step(case, "second", VALUES, north.keys, by=north.reviewer)
    client = unlocked(north.reviewer)
    assert (
        client.post(address(case, "step/peer/"), SENT | {"standard": "allegation"}).status_code
        == 409
    )
    without = {name: value for name, value in SENT.items() if name != "no_conflict"}
    assert client.post(address(case, "step/peer/"), without).status_code == 422
    assert client.post(address(case, "step/return/"), {"no_conflict": "on"}).status_code == 422
    case = reviewed(north)
    begun = services.second_coding_begin(case, by=north.second)
    values = VALUES | {"enough": False, "note": "No day is told. (invented)"}
    services.second_coding_submit(begun, values, north.keys, by=north.second)
    case.refresh_from_db()
    assert case.stage == Stage.ALLEGATION
    assert case in selectors.queue_of(north.documenter, reviews=False).returned
    assert (
        case not in selectors.queue_of(north.reviewer, reviews=True).peer
    )  # until its author mended it
    add_source(north, case, "The day was the third. (invented)")
    assert case in selectors.queue_of(north.reviewer, reviews=True).peer
    assert case not in selectors.queue_of(north.documenter, reviews=False).returned


def test_a_reviewed_case_changes_only_after_it_was_opened_again(north: House) -> None:
    case = reviewed(north)
    second(north, case)
    author, reviewer = unlocked(north.documenter), unlocked(north.reviewer)
    page = f"/en/desk/record/cases/{case.ref}/"
    assert author.get(page + "change/").status_code == 409
    assert author.post(page + "add/act/", {"act_type": "KIL"}).status_code == 409
    assert case.acts.count() == 1
    assert (
        reviewer.post(
            address(case, "step/reopen/"), {"note": "new papers", "no_conflict": "on"}
        ).status_code
        == 302
    )
    case.refresh_from_db()
    assert case.stage == Stage.ALLEGATION
    assert author.post(page + "add/act/", {"act_type": "KIL"}).status_code == 302


def test_agreement_is_refused_below_thirty_pairs_and_equals_the_figures_by_hand(
    north: House, south: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for coded in (["DOL"], ["DOL"], ["CON"], ["DOL"]):
        second(north, reviewed(north), acts=coded)
    few = {row.label: row for row in selectors.agreements_of(north.reviewer)}
    assert all(row.kappa is None and row.n == 4 for row in few.values())
    assert b"too few" in unlocked(north.reviewer).get("/en/desk/record/review/agreement/").content
    monkeypatch.setattr(selectors, "FEWEST_PAIRS", 4)
    rows = selectors.agreements_of(north.reviewer)
    by_label = {row.label: row for row in rows}
    assert not by_label["somebody under 18"].is_defined  # all coded alike
    # DOL: first 4 yes; second 3 yes, 1 no: chance gives 3/4, found 3/4, kappa 0
    coded_dol = next(row for row in rows if row.label == selectors.item_label("act:DOL"))
    assert coded_dol.kappa is not None
    assert coded_dol.kappa.value == pytest.approx(0.0)
    assert coded_dol.kappa.observed == pytest.approx(0.75)
    assert unlocked(north.reviewer).get("/ur/desk/record/review/agreement/").status_code == 200
    assert selectors.agreements_of(south.reviewer)[0].n == 0
    progress = selectors.progress_of(north.reviewer)
    assert [row["name"] for row in progress] == sorted(row["name"] for row in progress)
    assert {row["name"]: row["second"] for row in progress}[north.second.username] == 4


def test_every_look_is_noted(north: House) -> None:
    case = reviewed(north)
    client: Client = unlocked(north.second)
    client.post(address(case, "second/take/"))
    client.get(address(case, "second/"))
    verbs = ActivityEntry.objects.filter(account=north.second).values_list("verb", flat=True)
    assert {"coding.began", "sources.viewed"} <= set(verbs)
