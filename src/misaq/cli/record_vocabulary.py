"""`misaq record vocabulary`: the terms of a list, with what sets each apart and what counts as one."""

from typing import Annotated, Any

import typer

from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.record import (
    VOCABULARIES,
    ActType,
    Term,
    act_types,
    terms,
    vocabulary_list,
    vocabulary_version,
)

ALL = "all"

ListName = Annotated[
    str,
    typer.Argument(
        help=t("A list; left out: the act types. “all” names every list."), metavar="[LIST]"
    ),
]


def vocabulary_command(
    list_name: ListName = "", as_json: Json = False, quiet: Quiet = False, lang: Lang = ""
) -> None:
    """The terms of one list, or of the act types: what each means, what sets it apart, what counts as one."""
    output = Output(as_json, quiet)
    with answering(output):
        if list_name == ALL:
            _give_lists(output)
            return
        chosen = terms(list_name or "act_type")
        for term in chosen.values():
            _say_term(term, output)
        version = vocabulary_version(list_name or "act_type")
        output.say(t("{n} terms, version {version}", n=len(chosen), version=version[:12]))
        if not list_name:
            output.give({"act_types": [_plain_term(term) for term in act_types().values()]})
            return
        about = vocabulary_list(list_name)
        output.give(
            {
                "list": list_name,
                "label": dict(about.label),
                "question": dict(about.question),
                "form": about.form,
                "rest": about.rest,
                "version": version,
                "terms": [_plain_term(term) for term in chosen.values()],
            }
        )


def _give_lists(output: Output) -> None:
    for name in VOCABULARIES:
        about = vocabulary_list(name)
        output.say(f"{name}  {about.label[LANGUAGE]}", style="bold")
        output.say("    " + about.question[LANGUAGE])
    output.give(
        {
            "lists": [
                {
                    "list": name,
                    "label": dict(vocabulary_list(name).label),
                    "terms": list(terms(name)),
                    "version": vocabulary_version(name),
                }
                for name in VOCABULARIES
            ],
            "version": vocabulary_version(),
        }
    )


def _say_term(term: Term, output: Output) -> None:
    output.say(f"{term.code}  {term.label[LANGUAGE]}", style="bold")
    output.say("    " + term.definition[LANGUAGE])
    output.say("    " + term.distinguished[LANGUAGE])
    output.say("    " + t("not: {example}", example=term.counter_example[LANGUAGE]))
    output.say("    " + t("Counted: {how}", how=term.counting[LANGUAGE]))


def _plain_term(term: Term) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "code": term.code,
        "label": dict(term.label),
        "definition": dict(term.definition),
        "distinguished": dict(term.distinguished),
        "examples": {language: list(texts) for language, texts in term.examples.items()},
        "counter_example": dict(term.counter_example),
        "counting": dict(term.counting),
        "see": list(term.see),
    }
    if isinstance(term, ActType):
        plain |= {"unit": term.unit, "sensitive": term.sensitive}
    return plain
