"""A search gives what a reader would find going through every case; on PostgreSQL too, by the contract."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone
from tests.record_people import House

from misaq.foundation.seeds import generator
from misaq.record import fold_words
from misaq.web.record.cases.opening import days_of
from misaq.web.record.cases.words import word_rows, words_of
from misaq.web.record.models import Case, CaseWord
from misaq.web.record.search import selectors
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.selectors import find_cases

N_CASES, N_SEARCHES = 100, 60
WORDS = (
    "shop",
    "shops",
    "bazaar",
    "river",
    "school",
    "دکان",
    "بازار",
    "دریا",
    "night",
    "road",
    "سڑک",
    "رات",
)
WHENS = (
    "2009",
    "2009-05",
    "2009-05-17",
    "2009-06/2010",
    "../2008",
    "2011/..",
    "201X",
    "",
    "2010-01",
)
# what the test holds to sound alike in two scripts, said by hand
ALIKE = {"dukan": {"دکان"}, "bazar": {"bazaar", "بازار"}, "بازار": {"بازار", "bazaar"}}


@pytest.fixture
def cases(north: House, south: House) -> list[Case]:
    """Cases with words, places and dates drawn by chance; every fourth is another house's."""
    chance = generator(11, "test.search")
    now, rows = timezone.now(), []
    for place in range(N_CASES):
        house = south if place % 4 == 3 else north
        when = str(chance.choice(WHENS))
        low, high = days_of(when)
        rows.append(
            Case(
                organisation=house.organisation, opened_by=house.documenter, when=when, when_min=low, when_max=high,
                ref=f"x{place:04d}", summary=" ".join(chance.choice(WORDS, 3, replace=False)),
                community=str(chance.choice(["a", "b", ""])), district=str(chance.choice(["d1", "d2", ""])),
                place=str(chance.choice(["p1", "p2"])), act_types=str(chance.choice(["DOL", "KIL", "DOL TOR"])),
                stage=str(chance.choice(["allegation", "verified"])), answer=str(chance.choice(["", "denied"])),
                changed_at=now - timedelta(minutes=int(chance.integers(40))),
            )
        )  # fmt: skip
    Case.objects.bulk_create(rows)
    word_list = [
        CaseWord(case=case, word=word, sound=skeleton)
        for case in rows
        for word, skeleton in _words(case)
    ]
    CaseWord.objects.bulk_create(word_list)
    return [case for case in rows if case.organisation == north.organisation]


def _words(case: Case) -> list[tuple[str, str]]:

    return [(row.word, row.sound) for row in word_rows([case])]


def _matches(case: Case, asked: Asked) -> bool:
    """Whether a reader would say that this case is meant."""
    kept = set(words_of([f"{case.summary} {case.ref} {case.place} {case.district}"])[0])
    for typed in fold_words([asked.q]).to_pylist()[0].split():
        begins = any(word.startswith(typed) for word in kept)
        if not begins and not kept & ALIKE.get(typed, set()):
            return False
    for name in ("community", "district", "place", "stage"):
        if getattr(asked, name) and getattr(case, name) != getattr(asked, name):
            return False
    if asked.act and asked.act not in case.act_types.split():
        return False
    if asked.answer and case.answer != ("" if asked.answer == "none" else asked.answer):
        return False
    return not asked.when or _overlap(case, asked)


def _overlap(case: Case, asked: Asked) -> bool:
    first, last = asked.days()
    if case.when_min is None and case.when_max is None:
        return False
    begins, ends = case.when_min or date.min, case.when_max or date.max
    return begins <= (last or date.max) and ends >= (first or date.min)


def _asked(chance: np.random.Generator) -> Asked:
    def one(*choices: str, share: float = 0.3) -> str:
        return str(chance.choice(choices)) if chance.random() < share else ""

    words = (
        one("sho", "river", "دکان", "dukan", "bazar", "بازار", share=0.8),
        one("night", "x00", "رات"),
    )
    return Asked(
        q=" ".join(filter(None, words)),
        community=one("a", "b"), district=one("d1"), place=one("p2"), act=one("DOL", "TOR"), stage=one("verified"),
        answer=one("none", "denied"), when=one("2009", "2009-05-17", "2010/..", "2008", "2004"),
        order=str(chance.choice(["changed", "when"])),
    )  # fmt: skip


@pytest.mark.parametrize("plan", ["gathers", "walks", "crosses", "as counted"])
def test_a_search_finds_what_a_reader_finds(
    north: House, cases: list[Case], monkeypatch: pytest.MonkeyPatch, plan: str
) -> None:
    monkeypatch.setattr(selectors, "A_PAGE", 7)
    if plan == "crosses":
        monkeypatch.setattr(selectors, "STRETCH", 3)
    if plan in {"walks", "crosses"}:
        monkeypatch.setattr(selectors, "RARE", -1)
        monkeypatch.setattr(selectors, "RARE_FILTER", -1)
    elif plan == "as counted":
        monkeypatch.setattr(selectors, "RARE", 60)
        monkeypatch.setattr(selectors, "RARE_FILTER", 40)
    chance, n_found = generator(12, "test.search"), 0
    for _search in range(N_SEARCHES // 4):
        asked = _asked(chance)
        wanted = [case for case in cases if _matches(case, asked)]
        found, after = [], ""
        while True:
            page = find_cases(north.reviewer, asked, after=after)
            if not after:
                assert page.n == len(wanted), asked
            found += page.cases
            after = page.after
            if not after:
                break
        if asked.order == "changed":
            wanted.sort(key=lambda case: (case.changed_at, case.ref), reverse=True)
        else:
            wanted.sort(key=lambda case: (case.when_min or date.min, case.ref), reverse=True)
        assert [case.ref for case in found] == [case.ref for case in wanted], asked
        n_found += len(wanted)
    assert n_found > N_SEARCHES  # the searches were not all for nothing
