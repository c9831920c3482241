"""The certificate: exact on stored pools, agrees with brute force, and names what was changed."""

import copy
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from misaq.assembly import (
    Pool,
    QuotasInfeasibleError,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_panels,
    read_randomness,
    standalone_check,
    unseal,
)
from misaq.assembly.panel_levels import climb_panels
from misaq.assembly.standalone import check_lottery
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


@pytest.fixture(scope="module")
def files(make_pool: Callable[..., Pool]) -> Files:
    people = [
        (f"p{i}", "fm"[i % 2], "xyz"[i % 3 if i < 9 else 0], "h" if i in {2, 3} else "")
        for i in range(14)
    ]
    quotas = [("sex", "f", 2, 3), ("sex", "m", 2, 3), *(("place", f, 1, 3) for f in "xyz")]
    lottery = hold_lottery(make_pool(HEADER, people, quotas, 5))
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    drawn = publish_draw(
        draw_panel(unseal(sealed), sealed["commitment"], read_randomness("dice:471000009"))
    )
    made = {
        "lottery": {"sealed": sealed, "probabilities": lottery.probabilities},
        "certificate": certificate,
        "pool": rows_of(HEADER, people),
        "quotas": rows_of(("category", "feature", "min", "max"), quotas),
        "drawn": drawn,
    }
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def faults_of(files: Files) -> list[str]:
    return check_lottery.check(*files.values())[0]


def test_an_honest_lottery_has_nothing_to_name(files: Files) -> None:
    assert faults_of(files) == []


def test_names_the_probability_that_was_changed(files: Files) -> None:
    changed = copy.deepcopy(files)
    changed["lottery"]["probabilities"]["p7"] += 1e-6
    (fault,) = faults_of(changed)
    assert fault.startswith("probability of p7:")


def test_names_the_panel_that_was_changed(files: Files) -> None:
    changed = copy.deepcopy(files)
    panel = changed["lottery"]["sealed"]["panels"][1]
    panel.pop()
    found = faults_of(changed)
    assert found[0].startswith("seal:")
    assert any(fault.startswith("panel 1: size has ") for fault in found)


def test_names_the_row_of_the_pool_that_was_changed(files: Files) -> None:
    changed = copy.deepcopy(files)
    changed["pool"][4]["place"] = "z"
    assert faults_of(changed) == ["pool row 6: p4 is not as it was sealed"]


def test_names_the_randomness_that_was_changed(files: Files) -> None:
    changed = copy.deepcopy(files)
    changed["drawn"]["randomness"] = "dice 9 9 9"
    found = faults_of(changed)
    assert found
    assert all(fault.startswith("randomness:") for fault in found)


def test_duals_of_a_worse_claim_do_not_pass(files: Files) -> None:
    """Whoever forges both the certificate and its seal is found out by arithmetic."""
    changed = copy.deepcopy(files)
    for level in changed["certificate"]["levels"]:
        level["prices"] = [price * 3 // 2 for price in level["prices"]]
    sealed = changed["lottery"]["sealed"]
    sealed["certificate"] = check_lottery.sha256(changed["certificate"])
    keys = sealed.keys() - {"commitment"}
    sealed["commitment"] = check_lottery.sha256({key: sealed[key] for key in keys})
    changed["drawn"] = None
    assert any(fault.startswith("certificate:") for fault in faults_of(changed))


def test_a_lottery_that_is_not_the_fairest_is_refused(files: Files) -> None:
    changed = copy.deepcopy(files)
    sealed = changed["lottery"]["sealed"]
    sealed["tickets"] = [sealed["tickets"][0] + sealed["tickets"][-1], *sealed["tickets"][1:-1], 1]
    people = unseal(sealed).person_tickets()
    total = sum(sealed["tickets"])
    changed["lottery"]["probabilities"] = {person: n / total for person, n in people.items()}
    keys = sealed.keys() - {"commitment"}
    sealed["commitment"] = check_lottery.sha256({key: sealed[key] for key in keys})
    changed["drawn"] = None
    (fault,) = faults_of(changed)
    assert "below its bound" in fault


def test_the_script_needs_python_and_nothing_else(files: Files, tmp_path: Path) -> None:
    assert standalone_check().count(b"\n") < 200
    (tmp_path / "check.py").write_bytes(standalone_check())
    names = []
    for name in ("lottery", "certificate", "pool", "quotas", "drawn"):
        path = tmp_path / name
        value = files[name]
        if isinstance(value, list):
            lines = [",".join(value[0]), *(",".join(row.values()) for row in value)]
            path.write_text("\n".join(lines), "utf-8")
        else:
            path.write_text(json.dumps(value), "utf-8")
        names.append(str(path))
    script = [sys.executable, "-I", "-S", str(tmp_path / "check.py")]
    done = subprocess.run([*script, *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:11]) == (0, "All agrees:")
    (tmp_path / "pool").write_text("nothing", "utf-8")
    done = subprocess.run([*script, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    done = subprocess.run([*script, *names[:3]], capture_output=True, text=True, check=False)
    assert done.returncode == 2


@pytest.mark.shared
@pytest.mark.parametrize("name", PROVEN)
def test_every_level_of_a_stored_pool_is_proven(
    stored_pool: Callable[[str], Pool], shared_data: Path, name: str
) -> None:
    lottery = hold_lottery(stored_pool(name))
    certificate = publish_certificate(lottery)
    sealed = json.loads(json.dumps(publish_panels(lottery, certificate)))
    folder = shared_data / "assembly" / name
    tables = [
        check_lottery.read_rows(str(folder / file))
        for file in ("respondents.csv", "categories.csv")
    ]
    given = {"sealed": sealed, "probabilities": lottery.probabilities}
    faults, gap = check_lottery.check(given, certificate, *tables, None)
    assert faults == []
    assert gap <= 1e-6


def panels_of(pool: Pool) -> Iterator[Any]:
    """Every panel of people there is, as a row of 0 and 1."""
    people = [kind for kind, ids in enumerate(pool.members) for _ in ids]
    for panel in itertools.combinations(range(len(people)), pool.quotas.size):
        seats = np.bincount([people[i] for i in panel], minlength=pool.n_types)
        inside = zip(pool.quotas.rows, pool.holds @ seats, strict=True)
        homes = pool.households @ seats
        if all(q.minimum <= n <= q.maximum for q, n in inside) and (homes <= 1).all():
            yield np.bincount(panel, minlength=len(people))


def leximin_by_brute_force(pool: Pool) -> dict[str, float]:
    """Over every panel, one linear program a person a level."""
    people = [person for ids in pool.members for person in ids]
    table = np.array(list(panels_of(pool)), float).T
    known = dict.fromkeys(np.flatnonzero(~table.any(axis=1)).tolist(), 0.0)
    while len(known) < len(people):
        free = [i for i in range(len(people)) if i not in known]
        floor = np.array([known.get(i, 0.0) - 1e-9 for i in range(len(people))])
        level = _most(table, np.isin(range(len(people)), free).astype(float), floor)
        floor[free] = level - 1e-9
        stuck = [i for i in free if _most_of(table, i, floor) <= level + 1e-6]
        known.update(dict.fromkeys(stuck, level))
    return {people[i]: p for i, p in known.items()}


def _most(table: Any, lifted: Any, floor: Any) -> float:
    n_panels = table.shape[1]
    rows = np.hstack([-table, lifted[:, None]])
    room = np.where(lifted > 0, 0.0, -floor)
    sums = [np.append(np.ones(n_panels), 0.0)]
    best = linprog(np.append(np.zeros(n_panels), -1.0), rows, room, sums, [1.0])
    return float(-best.fun)


def _most_of(table: Any, person: int, floor: Any) -> float:
    best = linprog(-table[person], -table, -floor, [np.ones(table.shape[1])], [1.0])
    return float(-best.fun)


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
