"""The certificate: exact on stored pools, agrees with brute force, and names what was changed."""

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.assembly_brute_force import leximin_by_brute_force, panels_of

from misaq.assembly import (
    Pool,
    QuotasInfeasibleError,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_randomness,
    standalone_check,
    unseal,
)
from misaq.assembly.panel_levels import climb_panels
from misaq.assembly.standalone import check_lottery
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.progress import Silent

PROVEN = [
    "example_small_20",
    "example_large_200",
    "sf_fixture_22",
    "divx_wide_60",
    "divx_exact_60",
    "slid94_3000_150",
]
HEADER = ("id", "sex", "place", "household")
Files = dict[str, Any]


def rows_of(header: tuple[str, ...], people: list[tuple[Any, ...]]) -> list[dict[str, str]]:
    return [dict(zip(header, map(str, person), strict=True)) for person in people]


def published(pool: Pool) -> dict[str, Any]:
    """A lottery's document with its sealed list and the draw of one panel, as a file has it."""
    lottery = hold_lottery(pool)
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    values = publish_lottery(lottery, sealed["commitment"], certificate, threshold=5)
    drawn = publish_draw(
        draw_panel(unseal(sealed), sealed["commitment"], read_randomness("seed:471"))
    )
    document = {**values, "sealed": sealed, "panel": drawn}
    return json.loads(json.dumps(document))  # type: ignore[no-any-return]


PEOPLE = [
    (f"p{i}", "fm"[i % 2], "xyz"[i % 3 if i < 9 else 0], "h" if i in {2, 3} else "")
    for i in range(14)
] + [(f"q{i}", "fm"[i % 2], "x", f"home {i // 2}") for i in range(6)]
QUOTAS = [("sex", "f", 2, 3), ("sex", "m", 2, 3), *(("place", f, 1, 3) for f in "xyz")]


@pytest.fixture(scope="module")
def files(make_pool: Callable[..., Pool]) -> Files:
    return {
        "lottery": published(make_pool(HEADER, PEOPLE, QUOTAS, 5)),
        "pool": rows_of(HEADER, PEOPLE),
        "quotas": rows_of(("category", "feature", "min", "max"), QUOTAS),
    }


def faults_of(files: Files) -> list[str]:
    drawn = files["lottery"]["panel"]
    return check_lottery.check(files["lottery"], files["pool"], files["quotas"], drawn)[0]


def digest(value: Any) -> str:
    return sha256_hex(canonical_json(value))


def seal_anew(files: Files) -> None:
    """As a forger would who seals everything again, the certificate too."""
    sealed = files["lottery"]["sealed"]
    sealed["certificate"] = digest(files["lottery"]["certificate"])
    both = enumerate(zip(sealed["panels"], sealed["tickets"], strict=True))
    sealed["leaves"] = [digest([place, *panel]) for place, panel in both]
    keys = sealed.keys() - {"commitment", "panels", "rows", "tickets"}
    sealed["commitment"] = digest({key: sealed[key] for key in keys})
    files["lottery"] |= {"panel": None, "commitment": sealed["commitment"]}


def test_an_honest_lottery_has_nothing_to_name(files: Files) -> None:
    assert faults_of(files) == []


def change_probability(files: Files) -> None:
    files["lottery"]["probabilities"]["p7"] += 1e-6


def change_panel(files: Files) -> None:
    """Another panel of the list in its place: every quota is met, so only its own digest can tell."""
    panels = files["lottery"]["sealed"]["panels"]
    panels[1] = panels[0]


def change_tickets(files: Files) -> None:
    tickets = files["lottery"]["sealed"]["tickets"]
    tickets[0], tickets[2] = tickets[0] + 1, tickets[2] - 1


def change_row(files: Files) -> None:
    files["pool"][4]["place"] = "z"


def change_household(files: Files) -> None:
    """A second person of a household gets a household of their own: both might be seated."""
    files["pool"][3]["household"] = ""


def add_to_household(files: Files) -> None:
    files["pool"][5]["household"] = "h"


def take_row_away(files: Files) -> None:
    del files["pool"][6]


def change_quota(files: Files) -> None:
    files["quotas"][1]["max"] = "4"


def change_dual(files: Files) -> None:
    prices = files["lottery"]["certificate"]["levels"][0]["prices"]
    prices[0][1] = prices[0][1] * 3 // 2 + 1


def twice_in_the_pool(files: Files) -> None:
    files["pool"].append(dict(files["pool"][6]))


def change_floor(files: Files) -> None:
    level = files["lottery"]["certificate"]["levels"][0]
    level["floor"] = level["floor"] * 999 // 1000


def change_weight(files: Files) -> None:
    files["lottery"]["certificate"]["levels"][0]["weights"][0][1] += 2**40


def change_bound(files: Files) -> None:
    files["lottery"]["certificate"]["bound"] *= 1.001


def change_gap(files: Files) -> None:
    files["lottery"]["certificate"]["gap"] = 0.0


def drop_level(files: Files) -> None:
    del files["lottery"]["certificate"]["levels"][1]


def change_randomness(files: Files) -> None:
    files["lottery"]["panel"]["value"] = "seed:472"


def change_ring(files: Files) -> None:
    """Who of alike households comes first; the chances stay within a ticket of what they were."""
    homes = files["lottery"]["sealed"]["households"]
    ring = next(home["rings"][0] for home in homes if home["rings"])
    for places in ring:
        places[:] = [place + 1 for place in places]


def change_deviation(files: Files) -> None:
    files["lottery"]["target"]["p7"] *= 0.99


TAMPERINGS = [
    (change_probability, "probability of p7:"),
    (change_panel, "panel 1:"),
    (change_tickets, "panel 0:"),
    (change_row, "pool row p4:"),
    (change_household, "household of p3:"),
    (add_to_household, "household of p5:"),
    (take_row_away, "pool row p6:"),
    (twice_in_the_pool, "pool row p6:"),
    (change_quota, "quota ('sex', 'm'):"),
    (change_dual, "seal: certificate:"),
    (change_weight, "seal: certificate:"),
    (change_floor, "certificate: the proof of level 1"),
    (change_bound, "certificate: bound:"),
    (change_gap, "certificate: a chance is"),
    (drop_level, "certificate: the proof of level 2 is missing"),
    (change_randomness, "randomness:"),
    (change_ring, "seal: commitment:"),
    (change_deviation, "probability of p7: further from its target"),
]


@pytest.mark.parametrize(("tamper", "named"), TAMPERINGS)
def test_names_what_was_changed(files: Files, tamper: Callable[..., None], named: str) -> None:
    changed = copy.deepcopy(files)
    tamper(changed)
    assert any(fault.startswith(named) for fault in faults_of(changed)), faults_of(changed)


def test_a_changed_row_is_all_that_is_named(files: Files) -> None:
    changed = copy.deepcopy(files)
    change_row(changed)
    (fault,) = faults_of(changed)
    assert fault.startswith("pool row p4:")


@pytest.mark.parametrize("tamper", [change_dual, drop_level])
def test_a_forged_certificate_does_not_pass_when_it_is_sealed_anew(
    files: Files, tamper: Callable[..., None]
) -> None:
    """Whoever forges both the certificate and its seal is found out by arithmetic."""
    changed = copy.deepcopy(files)
    tamper(changed)
    seal_anew(changed)
    assert any(fault.startswith("certificate:") for fault in faults_of(changed))


def test_a_lottery_that_is_not_the_fairest_is_refused(files: Files) -> None:
    changed = copy.deepcopy(files)
    sealed = changed["lottery"]["sealed"]
    sealed["tickets"] = [
        sealed["tickets"][0] + sealed["tickets"][-1] - 1,
        *sealed["tickets"][1:-1],
        1,
    ]
    people = unseal(sealed).person_tickets()
    total = sum(sealed["tickets"])
    chances = {person: n / total for person, n in people.items()}
    changed["lottery"] |= {"probabilities": chances, "max_deviation": 1.0}
    seal_anew(changed)
    (fault,) = faults_of(changed)
    assert "below its bound" in fault


def write_bundle(files: Files, folder: Path) -> None:
    for name in ("check_lottery.py", "check_form.py", "check_randomness.py"):
        shutil.copy(Path(check_lottery.__file__).with_name(name), folder / name)
    for name in ("pool", "quotas"):
        rows = files[name]
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines), "utf-8")
    document = {**files["lottery"], "panel": None}
    (folder / "lottery.json").write_text(json.dumps({"results": document}), "utf-8")
    (folder / "draw.json").write_text(json.dumps(files["lottery"]["panel"]), "utf-8")


def test_the_script_needs_python_and_nothing_else(files: Files, tmp_path: Path) -> None:
    assert standalone_check().count(b"\n") < 200
    write_bundle(files, tmp_path)
    script = [sys.executable, "-I", "-S", str(tmp_path / "check_lottery.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:11]) == (0, "All agrees:"), done.stdout
    names = [str(tmp_path / name) for name in ("lottery.json", "pool.csv", "quotas.csv")]
    done = subprocess.run([*script, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    changed = copy.deepcopy(files)
    change_household(changed)
    write_bundle(changed, tmp_path)
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, "household of p3" in done.stdout) == (1, True)
    (tmp_path / "quotas.csv").unlink()
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 2


@pytest.mark.shared
@pytest.mark.parametrize("name", PROVEN)
def test_every_level_of_a_stored_pool_is_proven(
    stored_pool: Callable[[str], Pool], shared_data: Path, name: str
) -> None:
    document = published(stored_pool(name))
    folder = shared_data / "assembly" / name
    tables = [
        check_lottery.read_rows(folder / f"{file}.csv") for file in ("respondents", "categories")
    ]
    faults, gap, _ = check_lottery.check(document, *tables, document["panel"])
    assert faults == []
    assert gap <= document["certificate"]["gap"] <= 1e-6


@pytest.mark.parametrize("number", range(8))
def test_everybodys_chance_agrees_with_brute_force(
    make_pool: Callable[..., Pool], number: int
) -> None:
    chance = np.random.default_rng(100 + number)
    people = [
        (
            i,
            chance.choice(["f", "m"]),
            chance.choice(["x", "y", "z"]),
            chance.choice(["h1", "", ""]),
        )
        for i in range(9)
    ]
    quotas = [("sex", "f", 1, 2), ("sex", "m", 1, 3), *(("place", key, 0, 2) for key in "xyz")]
    pool = make_pool(HEADER, people, quotas, 4)
    try:
        lottery = hold_lottery(pool)
    except QuotasInfeasibleError:
        assert not any(True for _ in panels_of(pool))
        return
    assert lottery.probabilities == pytest.approx(leximin_by_brute_force(pool), rel=2e-5, abs=1e-8)


def test_chances_agree_with_brute_force_where_whole_panels_fall_short(
    make_pool: Callable[..., Pool],
) -> None:
    """Of three people any two exclude each other: the polytope promises more than panels can do."""
    trio = [("p1", "x", "o", "x"), ("p2", "x", "x", "o"), ("p3", "o", "x", "x")]
    people = [*trio, *((f"q{i}", "o", "o", "o") for i in range(4))]
    quotas = [(c, f, 0, 1 if f == "x" else 3) for c in ("a", "b", "c") for f in ("x", "o")]
    pool = make_pool(("id", "a", "b", "c"), people, quotas, 3)
    lottery = hold_lottery(pool)
    assert lottery.probabilities == pytest.approx(leximin_by_brute_force(pool), rel=1e-5)


def test_levels_of_whole_panels_do_not_depend_on_the_panels_to_begin_with(
    make_pool: Callable[..., Pool],
) -> None:
    """One panel to begin with: the others have to be priced."""
    trio = [("p1", "x", "o", "x"), ("p2", "x", "x", "o"), ("p3", "o", "x", "x")]
    people = [*trio, *((f"q{i}", "o", "o", "o") for i in range(4))]
    quotas = [(c, f, 0, 1 if f == "x" else 3) for c in ("a", "b", "c") for f in ("x", "o")]
    pool = make_pool(("id", "a", "b", "c"), people, quotas, 3)
    one = np.array([[3 if len(ids) == 4 else 0 for ids in pool.members]])
    found = climb_panels(pool, np.ones(pool.n_types, bool), one, Silent())
    assert found.levels.values == pytest.approx((1 / 3, 1 / 2))
    assert found.bound == pytest.approx(1 / 3, rel=1e-6)
    assert found.weights @ found.panels == pytest.approx(found.levels.target, rel=1e-6)


TRIO = ("id", "a", "b", "c")


def document_and_tables(
    pool: Pool, header: tuple[str, ...], people: list[Any], quotas: list[Any]
) -> Files:
    return {
        "lottery": published(pool),
        "pool": rows_of(header, people),
        "quotas": rows_of(("category", "feature", "min", "max"), quotas),
    }


def test_that_somebody_has_no_seat_is_proven_too(make_pool: Callable[..., Pool]) -> None:
    """Fractions of p2 and p3 could sit; less than one seat is left for each, and a panel has whole people."""
    header = ("id", "g", "h", "s")
    people = [
        ("p1", "a", "k", "u"),
        ("p2", "a", "l", "v"),
        ("p3", "b", "k", "v"),
        ("p4", "b", "l", "w"),
        ("p5", "b", "l", "young"),
    ]
    quotas = [(c, f, 1, 1) for c, f in (("g", "a"), ("g", "b"), ("h", "k"), ("h", "l"))]
    quotas += [("s", f, 0, 1) for f in "uvw"] + [("s", "young", 0, 0)]
    files = document_and_tables(make_pool(header, people, quotas, 2), header, people, quotas)
    assert set(files["lottery"]["excluded"]) == {"p2", "p3", "p5"}
    proof = files["lottery"]["certificate"]
    assert proof["unproven"] == []
    assert faults_of(files) == []
    proof["barred"].pop()
    seal_anew(files)
    assert any("no level is proven for types" in fault for fault in faults_of(files))


def test_where_whole_panels_fall_short_of_the_quotas_the_gap_says_so(
    make_pool: Callable[..., Pool],
) -> None:
    trio = [("p1", "x", "o", "x"), ("p2", "x", "x", "o"), ("p3", "o", "x", "x")]
    people = [*trio, *((f"q{i}", "o", "o", "o") for i in range(4))]
    quotas = [(c, f, 0, 1 if f == "x" else 3) for c in ("a", "b", "c") for f in ("x", "o")]
    files = document_and_tables(make_pool(TRIO, people, quotas, 3), TRIO, people, quotas)
    proof = files["lottery"]["certificate"]
    assert proof["bound"] == pytest.approx(3 / 7)
    assert proof["gap"] == pytest.approx(1 - (1 / 3) / (3 / 7), rel=1e-2)
    assert not proof["proven"]
    assert faults_of(files) == []


@pytest.mark.parametrize("form", ["tickets", "uniform"])
@pytest.mark.parametrize("rule", ["leximin", "maximin", "nash", "goldilocks", "legacy"])
def test_every_rule_and_form_is_checked(
    make_pool: Callable[..., Pool], rule: str, form: str
) -> None:
    lottery = hold_lottery(make_pool(HEADER, PEOPLE, QUOTAS, 5), rule=rule, form=form, panels=100)
    proof = publish_certificate(lottery)
    sealed = publish_panels(lottery, proof)
    values = publish_lottery(lottery, sealed["commitment"], proof, threshold=5)
    drawn = draw_panel(lottery.tickets, sealed["commitment"], read_randomness("seed:3"))
    document = {**values, "sealed": sealed, "panel": publish_draw(drawn)}
    files = {
        "lottery": json.loads(json.dumps(document)),
        "pool": rows_of(HEADER, PEOPLE),
        "quotas": rows_of(("category", "feature", "min", "max"), QUOTAS),
    }
    assert faults_of(files) == []
    assert len(proof["levels"]) == (proof["rounds"] if rule == "leximin" else 1)
    if form == "uniform":
        files["lottery"]["max_deviation"] /= 2
        assert any("further from its target" in fault for fault in faults_of(files))


def test_a_ring_that_seats_two_of_a_home_is_refused_even_when_sealed_anew(files: Files) -> None:
    changed = copy.deepcopy(files)
    homes = next(h for h in changed["lottery"]["sealed"]["households"] if h["number"] > 1)
    ring = next(ring for ring in homes["rings"] if sum(map(len, ring)) > 1)
    first = next(place for places in ring for place in places)
    for places in ring:
        places[:] = [first] * len(places)
    seal_anew(changed)
    with pytest.raises(ValueError, match="two seats for one household"):
        faults_of(changed)


def test_a_floor_above_its_bound_does_not_pass_whatever_gap_is_stated(files: Files) -> None:
    """It would make every later bound too low, and a worse lottery look like the best."""
    changed = copy.deepcopy(files)
    proof = changed["lottery"]["certificate"]
    proof["gap"] = 0.5
    proof["levels"][0]["floor"] = proof["levels"][0]["floor"] * 11 // 10
    seal_anew(changed)
    assert any("the proof of level 1 is missing or wrong" in fault for fault in faults_of(changed))
