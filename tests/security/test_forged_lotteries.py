"""An organiser seals an unfair lottery anew and publishes it: the stand-alone check does not say that all agrees."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from misaq.assembly import (
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
    read_randomness,
    standalone_check,
    unseal,
)
from misaq.assembly.standalone import check_lottery
from misaq.foundation.canonical import canonical_json, sha256_hex

Doc = dict[str, Any]
PEOPLE = [
    (f"p{i}", "fm"[i % 2], "xyz"[i % 3 if i < 9 else 0], "h" if i in {2, 3} else "")
    for i in range(14)
] + [(f"q{i}", "fm"[i % 2], "x", f"home {i // 2}") for i in range(6)]
QUOTAS = [("sex", "f", 2, 3), ("sex", "m", 2, 3), *(("place", f, 1, 3) for f in "xyz")]
HEADER = ("id", "sex", "place", "household")


def rows(header: tuple[str, ...], people: list[tuple[Any, ...]]) -> list[dict[str, str]]:
    return [dict(zip(header, map(str, person), strict=True)) for person in people]


POOL = rows(HEADER, PEOPLE)
LIMITS = rows(("category", "feature", "min", "max"), QUOTAS)


@pytest.fixture(scope="module")
def honest() -> Doc:
    columns = {key: [row[key] for row in LIMITS] for key in LIMITS[0]}
    quotas, _ = read_quotas(columns, 5)
    assert quotas is not None
    people = {key: [row[key] for row in POOL] for key in HEADER}
    pool, _ = read_pool(people, quotas)
    assert pool is not None
    lottery = hold_lottery(pool)
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    values = publish_lottery(lottery, sealed["commitment"], certificate, threshold=5)
    document: Doc = json.loads(json.dumps({**values, "sealed": sealed}))
    return document


def seal_anew(doc: Doc) -> None:
    sealed = doc["sealed"]
    sealed["certificate"] = sha256_hex(canonical_json(doc["certificate"]))
    sealed["pool"] = sha256_hex(canonical_json(sealed["rows"]))
    pairs = enumerate(zip(sealed["panels"], sealed["tickets"], strict=True))
    sealed["leaves"] = [sha256_hex(canonical_json([place, *pair])) for place, pair in pairs]
    keys = sealed.keys() - {"commitment", "panels", "rows", "tickets"}
    sealed["commitment"] = sha256_hex(canonical_json({key: sealed[key] for key in keys}))
    if doc["commitment"] != "kept":
        doc["commitment"] = sealed["commitment"]


def said(
    doc: Doc, folder: Path, quotas: list[dict[str, str]] = LIMITS, drawn: Doc | None = None
) -> tuple[int, str]:
    """What the scripts say in a folder of their own."""
    for name in ("check_lottery.py", "check_form.py", "check_randomness.py"):
        (folder / name).write_bytes(standalone_check(name))
    (folder / "lottery.json").write_text(json.dumps(doc), "utf-8")
    for name, table in (("pool.csv", POOL), ("quotas.csv", quotas)):
        lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    if drawn:
        (folder / "draw.json").write_text(json.dumps(drawn), "utf-8")
    command = [sys.executable, "-I", "-S", str(folder / "check_lottery.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def a_price_of_a_limit_that_is_not_there(doc: Doc) -> None:
    """Place -1 is the last limit to Python, and no type's: its price alone would lower the bound."""
    doc["certificate"]["levels"][0]["prices"].append([-1, -(2**60)])


def a_price_twice(doc: Doc) -> None:
    prices = doc["certificate"]["levels"][0]["prices"]
    prices.insert(0, [prices[0][0], 7])


def a_broken_price(doc: Doc) -> None:
    doc["certificate"]["levels"][0]["prices"][0][1] += 0.5


def a_price_that_is_no_number(doc: Doc) -> None:
    doc["certificate"]["levels"][0]["prices"][0][1] = float("nan")


def an_endless_price(doc: Doc) -> None:
    doc["certificate"]["levels"][0]["prices"][0][1] = float("inf")


def barred_by_a_negative_weight(doc: Doc) -> None:
    """A type that must have two seats or more would be proven to have none."""
    doc["certificate"]["barred"].append({"weights": [[0, -(2**60)]], "prices": []})


def barred_with_a_seat(doc: Doc) -> None:
    doc["certificate"]["unproven"] = [0]


def a_household_of_no_seat(doc: Doc) -> None:
    next(home for home in doc["sealed"]["households"] if home["number"] == 1)["number"] = 0


def a_type_twice_in_a_household(doc: Doc) -> None:
    home = doc["sealed"]["households"][0]
    home["types"] = [*home["types"], home["types"][0]]


def a_household_twice(doc: Doc) -> None:
    doc["sealed"]["households"].insert(
        0, {**doc["sealed"]["households"][0], "number": 1, "rings": []}
    )


def no_ring(doc: Doc) -> None:
    home = next(home for home in doc["sealed"]["households"] if home["number"] > 1)
    home["rings"] = []


def a_quota_twice(doc: Doc) -> None:
    """The limits were those of the one, the file was held against the other."""
    quotas = doc["sealed"]["quotas"]
    quotas.append(list(quotas[0]))
    quotas[0][3] = 2


def a_ticket_in_parts(doc: Doc) -> None:
    doc["sealed"]["tickets"][0] += 0.5


def a_negative_ticket(doc: Doc) -> None:
    doc["sealed"]["tickets"][0] = -5


def no_tickets(doc: Doc) -> None:
    doc["sealed"]["tickets"] = [0 for _ in doc["sealed"]["tickets"]]


def a_panel_of_millions(doc: Doc) -> None:
    doc["sealed"]["panels"][0][0][1] = 10**12


def a_seat_outside_the_types(doc: Doc) -> None:
    doc["sealed"]["panels"][0].append([-1, 1])


def another_rule_on_top(doc: Doc) -> None:
    doc["rule"] = "maximin"


def another_seal_on_top(doc: Doc) -> None:
    doc["commitment"] = "kept"


def somebody_in_two_types(doc: Doc) -> None:
    doc["sealed"]["types"][1].append(doc["sealed"]["types"][0][0])


def somebody_left_out_and_in(doc: Doc) -> None:
    doc["sealed"]["left_out"] = [doc["sealed"]["types"][0][0]]


def a_target_that_is_no_number(doc: Doc) -> None:
    doc["target"]["p0"] = float("nan")


def a_deviation_that_is_no_number(doc: Doc) -> None:
    doc["max_deviation"] = float("nan")


def rounds_without_end(doc: Doc) -> None:
    doc["certificate"]["rounds"] = 10**12
    doc["certificate"]["levels"] = []


FORGERIES = [
    a_price_of_a_limit_that_is_not_there,
    a_price_twice,
    a_broken_price,
    a_price_that_is_no_number,
    an_endless_price,
    barred_by_a_negative_weight,
    barred_with_a_seat,
    a_household_of_no_seat,
    a_type_twice_in_a_household,
    a_household_twice,
    no_ring,
    a_quota_twice,
    a_ticket_in_parts,
    a_negative_ticket,
    no_tickets,
    a_panel_of_millions,
    a_seat_outside_the_types,
    another_rule_on_top,
    another_seal_on_top,
    somebody_in_two_types,
    somebody_left_out_and_in,
    a_target_that_is_no_number,
    a_deviation_that_is_no_number,
    rounds_without_end,
]


def test_the_honest_one_agrees(honest: Doc, tmp_path: Path) -> None:
    doc = copy.deepcopy(honest)
    seal_anew(doc)
    code, text = said(doc, tmp_path)
    assert (code, text[:11]) == (0, "All agrees:"), text


@pytest.mark.parametrize("forge", FORGERIES)
def test_no_forgery_agrees(honest: Doc, tmp_path: Path, forge: Callable[[Doc], None]) -> None:
    doc = copy.deepcopy(honest)
    forge(doc)
    try:
        seal_anew(doc)
    except ValueError:  # no canonical form: not a number
        assert "nan" in json.dumps(doc).casefold() or "Infinity" in json.dumps(doc)
    code, text = said(doc, tmp_path)
    assert code in {1, 2}, text
    assert "All agrees" not in text


def test_seats_that_rings_count_twice_are_not_believed(honest: Doc) -> None:
    """Counted once more for each ring, chances would look greater than they are."""
    doc = copy.deepcopy(honest)
    right = check_lottery.Check(doc).held(10**9)
    for home in doc["sealed"]["households"]:
        home["rings"] *= 2
    assert check_lottery.Check(doc).held(10**9) == right


def test_a_feature_twice_in_the_file_is_named(honest: Doc, tmp_path: Path) -> None:
    code, text = said(honest, tmp_path, [{**LIMITS[0], "feature": " F", "max": "1"}, *LIMITS])
    assert (code, "stands there twice" in text) == (1, True)


def test_what_was_decided_beforehand_is_said(honest: Doc, tmp_path: Path) -> None:
    """Panels of equal weight may miss their target by as much as is stated: the figure must be seen."""
    _, text = said(honest, tmp_path)
    assert "Rule leximin, tickets: chances are" in text
    assert "Given a seat beforehand: []. Left out: []." in text
    assert "'household'" in text


def test_a_draw_by_too_few_dice_is_named(honest: Doc, tmp_path: Path) -> None:
    """One die has ten outcomes: whoever seals could try seals until all ten suit."""
    drawn = publish_draw(
        draw_panel(unseal(honest["sealed"]), honest["commitment"], read_randomness("seed:4"))
    )
    drawn |= {"randomness": "dice:4", "value": "dice:4", "source": "dice:1", "rehearsal": False}
    code, text = said(honest, tmp_path, drawn=drawn)
    assert (code, "1 dice are too few" in text) == (1, True), text


def test_a_draw_whose_source_was_not_sealed_is_said(honest: Doc, tmp_path: Path) -> None:
    seal = honest["sealed"]
    drawn = publish_draw(
        draw_panel(unseal(seal), seal["commitment"], read_randomness("dice:123456789"))
    )
    code, text = said(honest, tmp_path, drawn=drawn)
    assert (code, "NOT SEALED" in text) == (0, True), text


def test_a_type_settled_with_a_trifle_of_the_weight_is_not_held_down(honest: Doc) -> None:
    """Else an organiser holds opponents at the lowest level, and the rest goes to friends."""
    forged = copy.deepcopy(honest)
    first, later = (level for level in forged["certificate"]["levels"] if level["number"] in {1, 2})
    moved = later["settled"].pop()
    first["settled"].append(moved)
    first["weights"].append([moved, 1])
    faults = check_lottery.Check(forged).bound()[0]
    assert any("the proof of level 1 is missing or wrong" in fault for fault in faults)
    assert not check_lottery.Check(honest).bound()[0]
