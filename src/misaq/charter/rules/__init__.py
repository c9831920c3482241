"""Decision rules: what they say, what a vote comes to under them, and who can carry, block or bind whom."""

from misaq.charter.rules.coalitions import Coalition, find_shifts
from misaq.charter.rules.electorate import Electorate, count_tally, electorate
from misaq.charter.rules.evaluating import Reason, evaluate_rule
from misaq.charter.rules.library import (
    LIBRARY,
    LibraryRule,
    find_in_library,
    find_rule,
    library_votes,
    list_library,
    rule_of_stage,
)
from misaq.charter.rules.lint_values import lint_values
from misaq.charter.rules.lint_wording import describe_lint
from misaq.charter.rules.linting import lint_rule, lint_stage
from misaq.charter.rules.power import measure_power
from misaq.charter.rules.procedure import Course, Place, Reported, Ruled, Vetoed, Voted, follow_rule
from misaq.charter.rules.reading import read_rule, read_rule_document, rule_of_values
from misaq.charter.rules.schema import (
    Ballots,
    Cell,
    Rule,
    Stage,
    Tally,
    Test,
    flat_rule,
    stage_tests,
)
from misaq.charter.rules.shipped import RULES
from misaq.charter.rules.wording import Line, describe_course, describe_rule, summarise_rule
from misaq.charter.rules.writing import rule_values

__all__ = [  # noqa: RUF022  in the order of the work
    "RULES",
    "Test",
    "Stage",
    "Cell",
    "Rule",
    "Ballots",
    "Tally",
    "flat_rule",
    "stage_tests",
    "find_rule",
    "read_rule",
    "read_rule_document",
    "rule_of_values",
    "rule_values",
    "Reason",
    "evaluate_rule",
    "Voted",
    "Vetoed",
    "Reported",
    "Ruled",
    "Place",
    "Course",
    "follow_rule",
    "describe_course",
    "Line",
    "describe_rule",
    "summarise_rule",
    "LIBRARY",
    "LibraryRule",
    "list_library",
    "find_in_library",
    "library_votes",
    "rule_of_stage",
    "Electorate",
    "electorate",
    "count_tally",
    "Coalition",
    "find_shifts",
    "measure_power",
    "lint_rule",
    "lint_values",
    "describe_lint",
    "lint_stage",
]
