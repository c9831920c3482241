"""The error tree.

MisaqError
├── InputError (also a ValueError)   what was given is wrong; the reader can mend it
│   └── FaultsError                  many faults at once, each with file, row, column
├── InfeasibleError                  the question has no answer (quotas that cannot be met)
├── TamperError                      what was published does not verify
└── EngineError                      the machinery failed; nothing the reader gave is wrong

Rooms subclass one branch in their own file and register the texts of their codes with
`misaq.foundation.messages.register`. An error carries a code and plain values, never a sentence.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from misaq.foundation.faults import Fault
from misaq.foundation.messages import Message, render


class MisaqError(Exception):
    """Something went wrong that we can name: a code, and the plain values its text needs.

    >>> MisaqError(file="votes.csv").params
    {'file': 'votes.csv'}
    """

    code: ClassVar[str] = "misaq_error"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross process borders (Spark, multiprocessing) with code and values intact."""
        return _rebuild, (type(self), self.params)

    def __str__(self) -> str:
        return self.message("en").sentence()

    def message(self, language: str) -> Message:
        """What happened and how to mend it, in `language` ("en" or "ur")."""
        return render(self.code, language, **self.params)

    @classmethod
    def _from_params(cls, params: dict[str, Any]) -> Self:
        return cls(**params)


def _rebuild(kind: type[MisaqError], params: dict[str, Any]) -> MisaqError:
    return kind._from_params(params)


class InputError(MisaqError, ValueError):
    """What was given is wrong."""

    code = "input_error"


class InfeasibleError(MisaqError):
    """The question has no answer; the parameters say what stands in its way."""

    code = "infeasible"


class TamperError(MisaqError):
    """What was published does not verify."""

    code = "tampered"


class EngineError(MisaqError):
    """The machinery failed; nothing the reader gave is wrong."""

    code = "engine_failed"


class FaultsError(InputError):
    """The input has faults: all of them, not only the first.

    >>> str(FaultsError([Fault("unknown_code", file="a.csv", row=3, column="act", params={"value": "XXX"})]))
    'Faults found: 1. Mend what is listed and run the command again.'
    """

    code = "faults_found"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))

    def __reduce__(self) -> tuple[Any, ...]:
        return FaultsError, (self.faults,)
