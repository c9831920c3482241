"""What can be wrong with commitments.

InputError
├── CommitmentFormError      a value that is no score or no date
└── DependencyCycleError     commitments that wait for one another
"""

from misaq.foundation.errors import InputError


class CommitmentFormError(InputError):
    """A row holds a value that cannot be read; `row` counts the header as row 1."""

    code = "bad_commitment"


class DependencyCycleError(InputError):
    """Commitments wait for one another, so none can begin."""

    code = "commitment_cycle"
