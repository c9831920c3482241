"""What may stand in `process.toml`, and every fault of one that holds something else."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from misaq.charter import RULES, library_votes
from misaq.formats import shown
from misaq.foundation.dates import DateError, parse_edtf
from misaq.foundation.faults import Fault
from misaq.process.config import DEFAULT_THRESHOLDS, DIALOGUE_DRAWS, DIALOGUE_MODES, USUAL_DRAWS

FILE = "process.toml"
SAFE_THRESHOLD = (
    3  # one or two persons behind a published number can be found by those who know them
)

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KEYS = (
    "id",
    "title",
    "summary",
    "languages",
    "invented",
    "as_of",
    "thresholds",
    "rules",
    "seeds",
    "dialogue",
    "names",
    "communities",
)
_COMMUNITY_KEYS = ("id", "name", "population", "source")
_LARGEST = 2**63 - 1  # TOML's own
_TYPES = {
    dict: ("config_not_table", '{ en = "...", ur = "..." }'),
    list: ("config_not_list", '["en", "ur"]'),
    str: ("config_not_text", '"text"'),
    int: ("config_not_integer", "10"),
    bool: ("config_not_boolean", "true"),
}
UNREADABLE = frozenset(
    {"config_missing", "config_key_missing", "not_toml", *(code for code, _ in _TYPES.values())}
)


def check_settings(raw: Mapping[str, Any], *, rules: Iterable[str] = ()) -> list[Fault]:
    """Every fault of the values of a `process.toml`; the column of each is its dotted field, counting from 1.

    rules : names of the folder's own decision rules, which may be named beside the shipped ones.
    """
    return [
        *_unknown(raw, _KEYS, ""),
        *check_id(raw, "id", needed=False),
        *_check_languages(raw),
        *_check_texts(raw, "title", _languages(raw), needed=True),
        *_check_texts(raw, "summary", (), needed=False),
        *_check_type(raw, "invented", bool),
        *_check_day(raw),
        *_check_thresholds(raw),
        *_check_rules(raw, (*RULES, *library_votes(), *rules)),
        *_check_seeds(raw),
        *_check_dialogue(raw),
        *_check_names(raw),
        *_check_communities(raw),
    ]


def _fault(code: str, place: str, severity: Any = "error", **params: Any) -> Fault:
    return Fault(code, FILE, None, place, params, severity)


def _unknown(raw: Mapping[str, Any], known: Sequence[str], within: str) -> Iterator[Fault]:
    for name in raw:
        if name not in known:
            yield _fault("config_unknown_key", f"{within}{name}", "warning")


def _wrong_type(place: str, kind: type) -> Fault:
    code, example = _TYPES[kind]
    return _fault(code, place, example=f"{place.rpartition('.')[2]} = {example}")


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _check_type(raw: Mapping[str, Any], name: str, kind: type, within: str = "") -> list[Fault]:
    return (
        [_wrong_type(f"{within}{name}", kind)] if name in raw and not _is(raw[name], kind) else []
    )


def check_id(raw: Mapping[str, Any], name: str, *, needed: bool, within: str = "") -> list[Fault]:
    """The fault of an id that is missing although `needed`, is no text, or has letters that no id has."""
    place = f"{within}{name}"
    if name not in raw:
        return [_fault("config_key_missing", place, example='id = "talhen"')] if needed else []
    if not isinstance(raw[name], str):
        return [_wrong_type(place, str)]
    return (
        [] if _ID.fullmatch(raw[name]) else [_fault("config_bad_id", place, value=shown(raw[name]))]
    )


def _languages(raw: Mapping[str, Any]) -> Sequence[str]:
    given = raw.get("languages", ["en", "ur"])
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []


def _check_languages(raw: Mapping[str, Any]) -> list[Fault]:
    given = raw.get("languages", ["en"])
    if not isinstance(given, list) or not given:
        return [_wrong_type("languages", list)]
    faults = []
    for number, name in enumerate(given, 1):
        if not isinstance(name, str):
            faults.append(_wrong_type(f"languages.{number}", str))
        elif not _LANGUAGE.fullmatch(name):
            faults.append(_fault("config_bad_language", f"languages.{number}", value=shown(name)))
    return faults


def _check_texts(
    raw: Mapping[str, Any], name: str, languages: Sequence[str], *, needed: bool, within: str = ""
) -> list[Fault]:
    """A text in several languages: `{ en = "...", ur = "..." }`, with at least those of `languages`."""
    place = f"{within}{name}"
    if name not in raw:
        example = f'{name} = {{ en = "...", ur = "..." }}'
        return [_fault("config_key_missing", place, example=example)] if needed else []
    texts = raw[name]
    if not isinstance(texts, dict):
        return [_wrong_type(place, dict)]
    faults = [
        _wrong_type(f"{place}.{language}", str)
        for language, text in texts.items()
        if not isinstance(text, str)
    ]
    for language in languages:
        text = texts.get(language, "")
        if isinstance(text, str) and not text.strip():
            faults.append(_fault("config_language_missing", place, language=shown(language)))
    return faults


def _check_day(raw: Mapping[str, Any]) -> list[Fault]:
    day = raw.get("as_of", "")
    if isinstance(day, date) or day == "":
        return []
    if not isinstance(day, str):
        return [_wrong_type("as_of", str)]
    try:
        parse_edtf(day)
    except DateError:
        return [_fault("config_bad_date", "as_of", value=shown(day))]
    return []


def _check_thresholds(raw: Mapping[str, Any]) -> list[Fault]:
    if faults := _check_type(raw, "thresholds", dict):
        return faults
    thresholds = raw.get("thresholds", {})
    faults = list(_unknown(thresholds, tuple(DEFAULT_THRESHOLDS), "thresholds."))
    for name, usual in DEFAULT_THRESHOLDS.items():
        value, place = thresholds.get(name, usual), f"thresholds.{name}"
        if not _is(value, int):
            faults.append(_wrong_type(place, int))
        elif value < SAFE_THRESHOLD:
            faults.append(
                _fault(
                    "config_threshold_unsafe", place, value=value, limit=SAFE_THRESHOLD, usual=usual
                )
            )
        elif value < usual:
            faults.append(
                _fault("config_threshold_small", place, "warning", value=value, usual=usual)
            )
    return faults


def _check_rules(raw: Mapping[str, Any], known: Sequence[str]) -> list[Fault]:
    if faults := _check_type(raw, "rules", dict):
        return faults
    faults = []
    for what, rule in raw.get("rules", {}).items():
        if not isinstance(rule, str):
            faults.append(_wrong_type(f"rules.{what}", str))
        elif rule not in known:
            allowed = ", ".join(known)
            faults.append(
                _fault("config_unknown_rule", f"rules.{what}", value=shown(rule), allowed=allowed)
            )
    return faults


def _check_dialogue(raw: Mapping[str, Any]) -> list[Fault]:
    if faults := _check_type(raw, "dialogue", dict):
        return faults
    settings = raw.get("dialogue", {})
    faults = [
        *_unknown(settings, ("mode", "draws"), "dialogue."),
        *_check_type(settings, "draws", int, "dialogue."),
    ]
    draws, (fewest, most) = settings.get("draws", USUAL_DRAWS), DIALOGUE_DRAWS
    if _is(draws, int) and not fewest <= draws <= most:
        allowed = f"{fewest} - {most}"
        faults.append(
            _fault("config_unknown_choice", "dialogue.draws", value=draws, allowed=allowed)
        )
    elif _is(draws, int) and draws < USUAL_DRAWS:
        faults.append(
            _fault("config_draws_few", "dialogue.draws", "warning", value=draws, usual=USUAL_DRAWS)
        )
    if wrong := _check_type(settings, "mode", str, "dialogue."):
        return [*faults, *wrong]
    value = settings.get("mode", "improved")
    if value not in DIALOGUE_MODES:
        allowed = ", ".join(DIALOGUE_MODES)
        faults.append(
            _fault("config_unknown_choice", "dialogue.mode", value=shown(value), allowed=allowed)
        )
    return faults


def _check_seeds(raw: Mapping[str, Any]) -> list[Fault]:
    if faults := _check_type(raw, "seeds", dict):
        return faults
    seeds = raw.get("seeds", {})
    faults = [*_unknown(seeds, ("public",), "seeds."), *_check_type(seeds, "public", int, "seeds.")]
    value = seeds.get("public", 0)
    if _is(value, int) and not 0 <= value <= _LARGEST:
        faults.append(_fault("config_below", "seeds.public", value=value, limit=0))
    return faults


def _check_names(raw: Mapping[str, Any]) -> list[Fault]:
    names = raw.get("names", {})
    if not isinstance(names, dict):
        return [_wrong_type("names", dict)]
    languages = _languages(raw)
    return [
        fault
        for code in names
        for fault in _check_texts(names, code, languages, needed=True, within="names.")
    ]


def _check_communities(raw: Mapping[str, Any]) -> list[Fault]:
    communities = raw.get("communities", [])
    if not isinstance(communities, list):
        return [_wrong_type("communities", list)]
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, community in enumerate(communities, 1):
        within = f"communities.{number}."
        if not isinstance(community, dict):
            faults.append(_wrong_type(within.rstrip("."), dict))
            continue
        faults += [
            *_unknown(community, _COMMUNITY_KEYS, within),
            *check_id(community, "id", needed=True, within=within),
            *_check_texts(community, "name", _languages(raw), needed=True, within=within),
            *_check_texts(community, "source", (), needed=False, within=within),
            *_check_type(community, "population", int, within),
        ]
        name, population = community.get("id"), community.get("population", 0)
        if _is(population, int) and population < 0:
            faults.append(_fault("config_below", f"{within}population", value=population, limit=0))
        if isinstance(name, str) and name in seen:
            faults.append(_fault("config_community_twice", f"{within}id", value=shown(name)))
        seen.add(name if isinstance(name, str) else "")
    return faults
