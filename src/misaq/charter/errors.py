"""What can be wrong with a question to a constitution."""

from misaq.foundation.errors import InputError


class NoVersionError(InputError):
    """The history has no text at all."""

    code = "charter_no_version"


class TwiceNumberedError(InputError):
    """Two texts have one number."""

    code = "charter_twice_numbered"


class UnknownVersionError(InputError):
    """There is no version of that number, or none on that day."""

    code = "charter_unknown_version"


class UnknownProvisionError(InputError):
    """No provision has that label or id."""

    code = "charter_unknown_provision"


class OpenRuleError(InputError):
    """A decision rule leaves open what it must say."""

    code = "charter_open_rule"


class UnknownRuleError(InputError):
    """No decision rule has that name."""

    code = "charter_unknown_rule"


class ScatteredProvisionError(InputError):
    """The words of one provision stand in several places, so operations cannot be applied to it."""

    code = "charter_scattered_provision"
