"""Checking a published lottery and its draw again, from the published values and, where it is at hand, the pool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from misaq.assembly.beacon import RoundPastError, require_future
from misaq.assembly.draw import draw_panel
from misaq.assembly.pool import Pool
from misaq.assembly.randomness import SourceError, randomness_again
from misaq.assembly.seal import commit, leaf, unseal
from misaq.assembly.tickets import Tickets
from misaq.foundation.errors import FaultsError, MisaqError

DRAWN = (
    "commitment",
    "source",
    "rehearsal",
    "value",
    "method",
    "digest",
    "counter",
    "ticket",
    "panel",
    "people",
)
SAME = 1e-12  # probabilities are whole tickets over their total: they agree exactly but for the last digit


@dataclass(frozen=True)
class Break:
    """One thing that does not verify: a message code with its values."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def audit_lottery(
    plain: Mapping[str, Any],
    probabilities: Mapping[str, float],
    drawn: Mapping[str, Any] | None = None,
    pool: Pool | None = None,
) -> list[Break]:
    """Everything that does not verify in a published lottery; [] when all does.

    plain : the sealed list with its "commitment".
    probabilities : as published, id to probability.
    drawn : the published draw, or None before it.
    pool : the pool with its quotas; without it nobody can say whether panels meet the quotas.
    """
    tickets = unseal(plain)
    breaks = []
    seal = commit(plain)
    if seal != plain.get("commitment"):
        breaks.append(Break("audit.seal", {"published": plain.get("commitment"), "found": seal}))
    breaks += _check_leaves(plain)
    breaks += _check_panels(tickets, int(plain["size"]), plain["quotas"], pool)
    breaks += _check_probabilities(tickets, probabilities)
    if drawn is not None:
        breaks += _check_draw(tickets, plain, drawn)
    return breaks


def _check_leaves(plain: Mapping[str, Any]) -> list[Break]:
    """Every panel and its tickets are those that were sealed."""
    panels, leaves = plain["panels"], list(plain["leaves"])
    found = [
        leaf(place, *both) for place, both in enumerate(zip(panels, plain["tickets"], strict=True))
    ]
    changed = [place for place, one in enumerate(found) if leaves[place : place + 1] != [one]]
    lost = range(len(found), len(leaves))
    return [Break("audit.panel_changed", {"panel": place}) for place in (*changed, *lost)]


def _check_panels(
    tickets: Tickets, size: int, quotas: Sequence[Sequence[Any]], pool: Pool | None
) -> list[Break]:
    room = np.array([len(ids) for ids in tickets.members])
    breaks = []
    for place, panel in enumerate(tickets.panels):
        if panel.sum() != size:
            breaks.append(Break("audit.panel_size", {"panel": place, "seats": int(panel.sum())}))
        if (panel > room).any():
            breaks.append(Break("audit.panel_type", {"panel": place}))
    if pool is None:
        return breaks
    homes = tuple(turns.households for turns in tickets.turns)
    if tickets.members != pool.members or homes != pool.households:
        return [*breaks, Break("audit.pool")]
    rows = pool.quotas.rows
    if [list(q) for q in quotas] != [[q.category, q.feature, q.minimum, q.maximum] for q in rows]:
        return [*breaks, Break("audit.quotas")]
    seats = tickets.panels @ pool.holds.T
    for place, row in np.argwhere((seats < _side(pool, 0)) | (seats > _side(pool, 1))).tolist():
        params = {"panel": place, "quota": rows[row].label, "seats": int(seats[place, row])}
        breaks.append(Break("audit.panel_quota", params))
    crowded = pool.household_limits < (pool.household_rows @ tickets.panels.T).T
    breaks += [
        Break("audit.household", {"panel": int(p)}) for p in np.flatnonzero(crowded.any(axis=1))
    ]
    return breaks


def _side(pool: Pool, which: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([(q.minimum, q.maximum)[which] for q in pool.quotas.rows], dtype=np.int64)


def _check_probabilities(tickets: Tickets, published: Mapping[str, float]) -> list[Break]:
    found = {person: n / tickets.total for person, n in tickets.person_tickets().items()}
    breaks = []
    for person in sorted(found.keys() | published.keys()):
        ours, theirs = found.get(person), published.get(person)
        if ours is None or theirs is None or abs(ours - theirs) > SAME:
            params = {"id": person, "published": theirs, "found": ours}
            breaks.append(Break("audit.probability", params))
    return breaks


def _check_draw(
    tickets: Tickets, plain: Mapping[str, Any], drawn: Mapping[str, Any]
) -> list[Break]:
    breaks = _check_seal_time(plain, drawn)
    try:
        randomness = randomness_again(drawn)
        again = draw_panel(tickets, str(plain.get("commitment")), randomness)
    except FaultsError as error:
        return [*breaks, *(Break(fault.code, fault.params) for fault in error.faults)]
    except MisaqError as error:
        return [*breaks, Break(error.code, error.params)]
    named = plain.get("source", "")
    if named and randomness.source != named:
        breaks.append(Break(SourceError.code, {"named": named, "given": randomness.source}))
    for name in DRAWN:
        found, published = getattr(again, name), drawn.get(name)
        if name == "people":  # only who differs: a list of sixty hides it
            found, published = list(found), list(published or ())
            if found == published:
                continue
            found, published = _only(found, published), _only(published, found)
        if published != found:
            params = {"what": name, "published": published, "found": found}
            breaks.append(Break("audit.draw", params))
    return breaks


def _check_seal_time(plain: Mapping[str, Any], drawn: Mapping[str, Any]) -> list[Break]:
    """A round of the beacon comes after the seal, where the seal has its time."""
    kind, _, number = str(drawn.get("source", "")).partition(":")
    if kind != "drand" or "sealed_at" not in plain or not number.isdecimal():
        return []
    try:
        require_future(int(number), datetime.fromisoformat(str(plain["sealed_at"])))
    except RoundPastError as error:
        return [Break(error.code, error.params)]
    except (ValueError, TypeError, OverflowError):
        return [Break("audit.seal_time", {"time": str(plain["sealed_at"])})]
    return []


def _only(ids: Sequence[str], others: Sequence[str]) -> str:
    """The ids that are not among `others`; all of them when only the order differs."""
    return " ".join(sorted(set(ids) - set(others)) or ids)
