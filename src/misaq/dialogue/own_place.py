"""Somebody's own place on the published map, worked out from the published numbers and their own answers alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from misaq.dialogue.opinion_map import OpinionMap, axis_weights, draw_out

_DIGITS = 6
FEWEST_ANSWERS = 7
"""With fewer answers somebody is not on the map, as in the map itself."""


@dataclass(frozen=True)
class OwnPlace:
    """Where somebody stands.

    x, y : on the published plane. group : the nearest, 0 the largest. n_answers : answers that counted.
    on_map : whether they gave enough answers to be placed.
    """

    x: float
    y: float
    group: int
    n_answers: int
    on_map: bool


def describe_plane(opinions: OpinionMap) -> dict[str, Any]:
    """What anybody needs to find their own place: means, axes and the groups' middles, rounded to 6 digits.

    Holds `statements`, `mean` and two `axes` over them, `weights` of the axes, `answers_added` (see `draw_out`),
    `n_zeroed`, and `centres` with the `stretch` under which the nearest is sought. It says of nobody where they are.
    """
    plane, grouping = opinions.plane, opinions.grouping
    return {
        "statements": list(opinions.matrix.statements),
        "mean": np.round(plane.mean, _DIGITS).tolist(),
        "axes": np.round(plane.components, _DIGITS).tolist(),
        "weights": np.round(axis_weights(plane, opinions.mode), _DIGITS).tolist(),
        "answers_added": draw_out(opinions.matrix, opinions.mode),
        "n_zeroed": opinions.n_zeroed,
        "centres": np.round(grouping.centres, _DIGITS).tolist(),
        "stretch": [round(each, _DIGITS) for each in grouping.stretch],
        "fewest_answers": min(FEWEST_ANSWERS, opinions.matrix.n_statements),
    }


def find_own_place(plane: Mapping[str, Any], answers: Mapping[str, int]) -> OwnPlace:
    """Place one person's answers on a published plane.

    plane : as `describe_plane` gives it. answers : statement id to 1, 0 or -1; unknown statements are passed over.
    Equal to the place the map gave them, but for the rounding of what is published.
    """
    at = {name: place for place, name in enumerate(plane["statements"])}
    known = sorted((at[name], vote) for name, vote in answers.items() if name in at)
    columns = np.array([place for place, _ in known], dtype=np.int64)
    votes = np.array([vote for _, vote in known], dtype=np.float64)
    mean, axes = np.array(plane["mean"]), np.array(plane["axes"])
    n_answers, n_statements = len(known) + plane["n_zeroed"], len(at) + plane["n_zeroed"]
    stretch = np.sqrt(n_statements / (max(n_answers, 1) + plane["answers_added"]))
    point = stretch * (axes[:, columns] @ (votes - mean[columns])) * np.array(plane["weights"])
    apart = (np.array(plane["centres"]) - point) * np.array(plane["stretch"])
    group = int(np.argmin(np.round((apart**2).sum(axis=1), _DIGITS)))
    enough = len(known) >= plane["fewest_answers"]
    x, y = (round(float(each), 3) for each in point)
    return OwnPlace(x, y, group, len(known), enough)
