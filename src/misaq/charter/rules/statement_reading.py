"""What a rule says of abstentions, vacancies and ties, held against what its numbers do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from misaq.charter.rules.grammar import Values
from misaq.charter.rules.schema import Stage, Test, state_test, tests_of

SAYS = ("abstain", "vacancy", "tie")


def hold_against(
    top: Values, stages: Sequence[Stage], values: Mapping[str, Any], said: Mapping[str, str]
) -> None:
    """Note each test that must pass and does otherwise than the rule, or the test itself, says.

    Of a rule of one vote only the first test is asked, as ever.
    """
    flat = "stages" not in values
    for stage in stages:
        written = values if flat else _written(values, stage.id)
        places = _written_tests(written, "tests" if flat else "pass")
        pairs = list(zip(tests_of(stage.passes), places, strict=False))
        for test, (place, own) in pairs[:1] if flat else pairs:
            at = place if flat else f"stages.{stage.id}.{place}"
            _hold(top, test, at, {**said, **{k: own[k] for k in SAYS if k in own}})


def _hold(top: Values, test: Test, place: str, said: Mapping[str, Any]) -> None:
    does = state_test(test)
    for name in SAYS:
        says, is_so = said[name], getattr(does, name)
        if says != is_so and (says, test.base) != ("present", "present"):
            where = name if place.startswith("tests") else f"{place}.{name}"
            params = {"rule": top.values.get("name", ""), "what": name, "says": says, "does": is_so}
            top.fault("charter_rule_says_otherwise", where, **params)


def _written(values: Mapping[str, Any], stage_id: str) -> Mapping[str, Any]:
    return next((s for s in values["stages"] if s.get("id") == stage_id), {})


def _written_tests(values: Any, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each test as it is written, in the order of `tests_of`, with its place."""
    found = values.get(name, {})
    if isinstance(found, Mapping):
        joined = next((key for key in ("all", "any", "none", "of") if key in found), "")
        if joined:
            for place, own in _written_tests(found, joined):
                yield f"{name}.{place}", own
        else:
            yield name, found
        return
    for number, each in enumerate(found, 1):
        for place, own in _written_tests({f"{name}.{number}": each}, f"{name}.{number}"):
            yield place, own
