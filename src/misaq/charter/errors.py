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


class UnknownOperationError(InputError):
    """No amendment, section or operation has that name."""

    code = "charter_unknown_operation"


class FirstTextError(InputError):
    """The first text is no amendment: without it there is nothing."""

    code = "charter_first_text"


class BadResolutionError(InputError):
    """A decision on a conflict that cannot be carried out."""

    code = "charter_bad_resolution"


class BillDiffersError(InputError):
    """The bill, folded into the text, does not give the text that was wanted: it is not issued."""

    code = "charter_bill_differs"


class UnknownSavingsError(InputError):
    """No savings clause has that name."""

    code = "charter_unknown_savings"


class NotInSourceError(InputError):
    """The source does not give the words that stood on that day."""

    code = "charter_not_in_source"


class RuleSaysOtherwiseError(InputError):
    """A decision rule is said to treat abstentions, vacancies or ties otherwise than its numbers do."""

    code = "charter_rule_says_otherwise"


class ImpossibleTallyError(InputError):
    """A tally that cannot have happened."""

    code = "charter_impossible_tally"


class UncountedBallotError(InputError):
    """A ballot that cannot be counted: a seat that voted twice, or a vote that is none."""

    code = "charter_uncounted_ballot"


class OtherTextError(InputError):
    """A vote was taken on another text than the one it is counted for."""

    code = "charter_vote_on_other_text"


class UnknownTextError(OtherTextError):
    """A vote was taken on a text that the process does not have at all."""

    code = "charter_vote_on_unknown_text"


class NotDecidedError(InputError):
    """A decision that cannot be taken as things stand; `reason` is the code of why."""

    code = "charter_not_decided"


class ScatteredProvisionError(InputError):
    """The words of one provision stand in several places, so operations cannot be applied to it."""

    code = "charter_scattered_provision"


class NotThisStepError(InputError):
    """Something that cannot come where it comes in the course of a decision rule."""

    code = "charter_not_this_step"


class NoCompositionError(InputError):
    """A rule cannot be examined without the numbers of who votes."""

    code = "charter_no_composition"


class BadNumbersError(InputError):
    """Something said of who votes cannot be understood."""

    code = "charter_bad_numbers"
