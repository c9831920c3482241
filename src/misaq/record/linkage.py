"""From weighed pairs to persons: what is joined, what waits for a clerk, how good it is, how many there may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from misaq.foundation.seeds import generator
from misaq.record.clusters import join_pairs

AUTO, CLERICAL, JOINED = 0.99, 0.5, 0.9  # the thresholds of docs/reference/linkage.md
AUDITED = 0.02
BANDS = ("none", "clerical", "joined", "auto")
_FEBRL = re.compile(r"(.+)-(?:org|dup(?:-\d+)?)")


@dataclass(frozen=True)
class Interval:
    """An estimate with the interval that holds the true value 95 times in 100; NaN where nothing can be said."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LinkedRows:
    """What the pairs make of n rows.

    person : (n,) numbered from 0 in the order of the rows. band : (n,) index into BANDS of the row's best pair.
    pair_band : (m,) the same of each pair. audit : (m,) True for the automatic pairs drawn for a human check.
    """

    person: NDArray[np.int64]
    band: NDArray[np.int64]
    pair_band: NDArray[np.int64]
    audit: NDArray[np.bool_]

    @property
    def n_persons(self) -> int:
        """How many persons, if no clerical pair is one; never to be published as "unique persons"."""
        return int(self.person.max()) + 1 if len(self.person) else 0


@dataclass(frozen=True)
class LinkQuality:
    """How persons agree with the truth, over pairs of rows whose truth is told.

    precision : of the pairs of rows in one person, how many are. recall : of the true pairs, how many are in one.
    blocking_recall : of the true pairs, how many were compared at all.
    """

    precision: Interval
    recall: Interval
    blocking_recall: Interval
    true_pairs: int
    true_persons: int


def link_rows(
    n: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    *,
    threshold: float = JOINED,
    seed: int,
) -> LinkedRows:
    """Join rows whose pair is at or above the threshold; pairs from .5 to it join nobody and wait for a clerk.

    n : number of rows. left, right : (m,) rows of each pair. probability : (m,) that they are one person.
    seed : draws the 2 % of automatic pairs that people check all the same.

    >>> found = link_rows(3, np.array([0, 1]), np.array([1, 2]), np.array([0.97, 0.6]), seed=1)
    >>> found.person.tolist(), [BANDS[band] for band in found.band]
    ([0, 0, 1], ['joined', 'joined', 'clerical'])
    """
    auto = max(AUTO, threshold)
    pair_band = (
        (probability >= min(CLERICAL, threshold)).astype(np.int64)
        + (probability >= threshold)
        + (probability >= auto)
    )
    joined = pair_band >= BANDS.index("joined")
    band = np.zeros(n, np.int64)
    np.maximum.at(band, left, pair_band)
    np.maximum.at(band, right, pair_band)
    automatic = np.flatnonzero(pair_band == BANDS.index("auto"))
    n_audited = int(np.ceil(AUDITED * len(automatic)))
    audit = np.zeros(len(left), bool)
    audit[generator(seed, "record.linkage.audit").permutation(automatic)[:n_audited]] = True
    return LinkedRows(join_pairs(n, left[joined], right[joined]), band, pair_band, audit)


def read_truth(values: Sequence[str]) -> NDArray[np.int64]:
    """Number the true persons, (n,); -1 where the cell is blank.

    Ids of the FEBRL kind, "rec-12-org" and "rec-12-dup-0", are one person up to the ending.

    >>> read_truth(["rec-1-org", "rec-2-org", "rec-1-dup-0"]).tolist(), read_truth(["x", "", "x"]).tolist()
    ([0, 1, 0], [0, -1, 0])
    """
    own = [value.strip() for value in values]
    if own and all(_FEBRL.fullmatch(value) for value in own if value):
        own = [_FEBRL.sub(r"\1", value) for value in own]
    found = np.unique(np.array(own, object).astype(str), return_inverse=True)[1].astype(np.int64)
    blank = np.array([not value for value in own], bool)
    known = found[~blank]
    found[~blank] = np.unique(known, return_inverse=True)[1]
    found[blank] = -1
    return found


def measure_links(
    truth: NDArray[np.int64], person: NDArray[np.int64], candidates: NDArray[np.integer[Any]]
) -> LinkQuality:
    """Hold persons against the truth.

    truth : (n,) true persons from 0, -1 where not told; pairs with such a row are left out.
    person : (n,) persons found. candidates : (m, 2) the pairs of rows that were compared.
    The intervals are Wilson's with the number of pairs divided by the design effect, since the pairs of one person
    stand or fall together (Korn and Graubard 1998, Survey Methodology 24; the true person is the cluster).

    >>> found = measure_links(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2]), np.array([[0, 1], [2, 3]]))
    >>> found.precision.value, found.recall.value, found.blocking_recall.value
    (1.0, 0.5, 1.0)
    """
    told = np.flatnonzero(truth >= 0)
    own, found = truth[told], person[told]
    n = int(own.max()) + 1 if len(own) else 0
    true_pairs = _pairs(np.bincount(own, minlength=n))
    both, first, sizes = np.unique(
        own * (int(found.max(initial=0)) + 1) + found, return_index=True, return_counts=True
    )
    del both
    right = np.bincount(own[first], _pairs(sizes), minlength=n)
    in_person = np.bincount(found)
    partners = (
        (in_person[found[first]] - sizes) * sizes / 2
    )  # a wrong pair is half of each person's
    wrong = np.bincount(own[first], partners, minlength=n)
    one = truth[candidates[:, 0]]
    compared = np.bincount(one[(one == truth[candidates[:, 1]]) & (one >= 0)], minlength=n)
    return LinkQuality(
        _ratio(right, right + wrong),
        _ratio(right, true_pairs),
        _ratio(compared, true_pairs),
        int(true_pairs.sum()),
        n,
    )


def _pairs(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(sizes * (sizes - 1) // 2, np.int64)


def _ratio(part: NDArray[np.generic], whole: NDArray[np.generic]) -> Interval:
    """sum(part) / sum(whole) over clusters, with Wilson's interval for the effective number of pairs."""
    parts, wholes = np.asarray(part, float), np.asarray(whole, float)
    total, clusters = wholes.sum(), int((wholes > 0).sum())
    if not clusters:
        return Interval(float("nan"), float("nan"), float("nan"))
    value = float(parts.sum() / total)
    effective = float(min(total, total**2 / (wholes**2).sum()))
    spread = float(((parts - value * wholes) ** 2).sum()) / total**2
    if spread > 0 and clusters > 1:
        effective = min(total, value * (1 - value) / (spread * clusters / (clusters - 1)))
    return wilson(value, max(effective, 1.0))


def wilson(share: float, n: float) -> Interval:
    """Wilson's 95 % interval of a share seen in n trials (Wilson 1927, J. Am. Stat. Assoc. 22).

    >>> found = wilson(0.9, 100)
    >>> round(found.low, 3), round(found.high, 3)
    (0.826, 0.945)
    """
    z2 = float(ndtri(0.975)) ** 2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2) * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(share, max(float(middle - half), 0.0), min(float(middle + half), 1.0))


@dataclass(frozen=True)
class PersonCount:
    """How many persons stand behind n rows, as far as the pairs tell.

    persons : the estimate, and the interval that the labelled clerical pairs allow.
    fewest, most : with every clerical pair joined, with none. clerical : how many pairs wait. labelled : how many
    a person has decided. No number of "unique persons" is ever given without these.
    """

    persons: Interval
    fewest: int
    most: int
    clerical: int
    labelled: int


def estimate_persons(
    n: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    *,
    threshold: float = JOINED,
    labels: NDArray[np.float64] | None = None,
    seed: int,
    draws: int = 400,
) -> PersonCount:
    """Estimate how many persons n rows tell of, with the bounds of the clerical band.

    left, right, probability : (m,) the weighed pairs. labels : (m,) what people said of a random sample of the
    clerical pairs: 1 same, 0 different, NaN not looked at; None for no sample.
    Each draw takes the share of true pairs in the clerical band from its Beta(k + 1/2, n - k + 1/2) distribution
    (Jeffreys), joins each unlabelled clerical pair with that chance and counts. Without labels nothing is known
    of the share, so the interval is the bounds themselves. Pairs below .5 and pairs never compared are not in it.

    >>> ends = np.array([0, 2]), np.array([1, 3])
    >>> found = estimate_persons(5, *ends, np.array([0.95, 0.7]), seed=1)
    >>> found.fewest, found.most, found.persons.low, found.persons.high
    (3, 4, 3.0, 4.0)
    """
    sure = probability >= threshold
    clerical = (probability >= min(CLERICAL, threshold)) & ~sure
    said = np.full(len(left), np.nan) if labels is None else labels
    fixed = sure | (clerical & (said == 1))
    open_pairs = np.flatnonzero(clerical & np.isnan(said))

    def count(chosen: NDArray[np.int64]) -> int:
        kept = np.concatenate([np.flatnonzero(fixed), chosen])
        return int(join_pairs(n, left[kept], right[kept]).max(initial=-1)) + 1

    fewest, most = count(open_pairs), count(np.empty(0, np.int64))
    looked = clerical & ~np.isnan(said)
    n_looked, n_same = int(looked.sum()), int((clerical & (said == 1)).sum())
    if n_looked == 0:
        share = float(probability[open_pairs].mean()) if len(open_pairs) else 0.0
        value = most - share * (most - fewest)
        counted = Interval(float(value), float(fewest), float(most))
    else:
        chance = generator(seed, "record.linkage.persons")
        shares = chance.beta(n_same + 0.5, n_looked - n_same + 0.5, draws)
        counts = [count(open_pairs[chance.random(len(open_pairs)) < share]) for share in shares]
        low, value, high = np.quantile(counts, [0.025, 0.5, 0.975])
        counted = Interval(float(value), float(low), float(high))
    return PersonCount(counted, fewest, most, int(clerical.sum()), n_looked)
