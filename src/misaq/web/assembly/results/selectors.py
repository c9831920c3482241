"""What everybody may read of a sealed list and its draw."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from misaq.assembly import bundle_files, commit, pseudonym
from misaq.formats import pack_zip
from misaq.foundation.canonical import canonical_json
from misaq.web.assembly.chances import n_missed
from misaq.web.assembly.drawing.selectors import drawn_of
from misaq.web.assembly.drawing.services import columns_of
from misaq.web.assembly.models import Invitation, SealedLottery, SealingAct
from misaq.web.assembly.standby.selectors import chosen_run
from misaq.web.shell.words import plain_percent

MILLIONTH, NEAR = 1e-6, 0.9
WIDTH, HEIGHT = 600, 160
HIDDEN = ("pool.csv", "check_lottery.py", "README.txt")  # what is for those alone who see the pool
Row = dict[str, Any]


def is_intact(sealing: SealedLottery) -> bool:
    """Whether the list is the one that was sealed."""
    return bool(commit(sealing.sealed) == sealing.commitment)


def bundle_bytes(sealing: SealedLottery) -> bytes:
    """The public bundle as a zip: the same bytes each time.

    Without everybody's answers, when that was chosen at the sealing, it holds neither the pool nor what cannot be
    checked without it.
    """
    lottery = {**sealing.lottery, "sealed": sealing.sealed}
    drawn = drawn_of(sealing) or None
    pool, quotas = columns_of(sealing.pool_csv), columns_of(sealing.quotas_csv)
    files = bundle_files(lottery, pool, quotas, drawn)
    if sealing.panel.sealing_act.bundle == SealingAct.Bundle.LIST:
        files = {name: payload for name, payload in files.items() if name not in HIDDEN}
        lottery["sealed"] = {k: v for k, v in sealing.sealed.items() if k != "rows"}
        proof = sealing.lottery["certificate"]
        lottery["certificate"] = {key: proof[key] for key in ("bound", "gap") if key in proof}
        files["lottery.json"] = canonical_json(lottery)
    return pack_zip(files)


def chance_rows(sealing: SealedLottery) -> Iterator[tuple[Any, ...]]:
    """Everybody's chance by pseudonym, header first."""
    yield ("id", "target", "probability", "tickets", "excluded_by")
    lottery = sealing.lottery
    total, why = lottery["n_tickets"], lottery["excluded"]
    for person, chance in sorted(lottery["probabilities"].items()):
        target = lottery["target"].get(person)
        yield (person, target, chance, round(chance * total), why.get(person))


def own_row(sealing: SealedLottery, code: str) -> Row | None:
    """What is published of whoever has the code; None when the code is of nobody in this list.

    Raises CodeError when it is no code.
    """
    person = pseudonym(code)
    chance = sealing.lottery["probabilities"].get(person)
    if chance is None:
        return None
    drawn, chosen = drawn_of(sealing), chosen_run(sealing.panel)
    return {
        "id": person,
        "chance": plain_percent(chance, 2),
        "one_in": round(1 / chance) if chance else None,
        "why": sealing.lottery["excluded"].get(person, ""),
        "drawn": person in drawn["people"] if drawn else None,
        "asked": Invitation.objects.filter(
            panel=sealing.panel, volunteer__pseudonym=person
        ).exists(),
        "stands_by": person in chosen.people if chosen else False,
    }


def certificate_words(lottery: Mapping[str, Any]) -> Row:
    """The certificate in plain words."""
    proof, low = lottery["certificate"], lottery["min_probability"]
    gap, deviation = proof["gap"], lottery["max_deviation"]
    per_hundred = {"low": _hundred(low), "best": _hundred(proof["bound"])}
    uniform = lottery.get("lottery") == "uniform"
    return {
        **per_hundred,
        "one_in": round(1 / low) if low else None,
        "high": _hundred(lottery["max_probability"]),
        "proven": gap <= MILLIONTH,
        "near": uniform and low >= NEAR * proof["bound"],
        "best_possible": gap <= MILLIONTH
        and (not uniform or low >= proof["bound"] * (1 - MILLIONTH)),
        "gap": _("less than one in a million") if gap <= MILLIONTH else plain_percent(gap, 4),
        "deviation": _("less than one in a million")
        if deviation <= MILLIONTH
        else _hundred(deviation, 3),
        "off": deviation > MILLIONTH,
        "n_excluded": len(lottery["excluded"]),
        "n_missed": n_missed(lottery),
    }


def _hundred(chance: float, digits: int = 1) -> str:
    """A chance as so many in 100; small ones with more digits, so that none becomes 0."""
    shown = f"{100 * chance:.{digits}f}"
    return shown if float(shown) or not chance else f"{100 * chance:.2g}"


def histogram_bars(figures: Mapping[str, Any]) -> list[Row]:
    """The bars of the histogram of chances: from, to, people, and their places in the drawing."""
    found = figures["histogram"]
    counts, step = found["counts"], found["step"]
    most, width = max(counts, default=0) or 1, WIDTH / max(len(counts), 1)
    return [
        {
            "low": f"{100 * step * i:.1f}",
            "high": f"{100 * step * (i + 1):.1f}",
            "people": count,
            "x": f"{width * i + 1:.1f}",
            "width": f"{width - 2:.1f}",
            "y": f"{HEIGHT - HEIGHT * count / most:.1f}",
            "height": f"{HEIGHT * count / most:.1f}",
        }
        for i, count in enumerate(counts)
    ]
