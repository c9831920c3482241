"""Who sits: seats for communities, a lottery with quotas that is as fair as can be, and a draw anyone can redo."""

from misaq.assembly import messages as _messages
from misaq.assembly import randomness_messages as _randomness_messages
from misaq.assembly import rules_messages as _rules_messages
from misaq.assembly.apportionment import METHODS, Apportionment, ApportionmentError, apportion
from misaq.assembly.audit import Break, SealBrokenError, audit_lottery, unseal
from misaq.assembly.beacon import BeaconSignatureError, RoundPastError, round_at, round_time
from misaq.assembly.biproportional import (
    BIPROPORTIONAL,
    BiproportionalSeats,
    CannotBeSharedError,
    prove_biproportional,
    share_biproportionally,
)
from misaq.assembly.certificate import check_certificate, publish_certificate, standalone_check
from misaq.assembly.draw import Draw, commit, draw_panel, sealed
from misaq.assembly.feasibility import (
    Change,
    Limit,
    QuotasInfeasibleError,
    quota_faults,
    relaxed,
    require_feasible,
    smallest_relaxation,
)
from misaq.assembly.legacy import LegacyStuckError
from misaq.assembly.lottery import (
    FORMS,
    PANELS,
    TICKETS,
    Lottery,
    LotteryFormError,
    ShutOut,
    Tickets,
    hold_lottery,
)
from misaq.assembly.pool import Pool, group_people, read_pool
from misaq.assembly.publish import publish_draw, publish_lottery, publish_panels, publish_seats
from misaq.assembly.quotas import Quota, Quotas, read_quotas
from misaq.assembly.randomness import (
    DiceError,
    Randomness,
    RandomnessError,
    Source,
    SourceError,
    randomness_again,
    read_randomness,
    read_source,
    require_dice,
    revealed,
)
from misaq.assembly.report import SMALL, FeatureRow, feature_table
from misaq.assembly.reveal import Reveal, gather_commitments, gather_reveals, new_reveal
from misaq.assembly.rule_comparison import RuleRow, compare_rules
from misaq.assembly.rules import RULES, objective_of
from misaq.assembly.seat_comparison import MethodRow, Paradox, compare_methods, find_paradoxes
from misaq.assembly.seat_tables import publish_biproportional, publish_comparison

__all__ = [  # in the order of the work  # noqa: RUF022
    "METHODS",
    "Apportionment",
    "ApportionmentError",
    "apportion",
    "MethodRow",
    "Paradox",
    "compare_methods",
    "find_paradoxes",
    "BIPROPORTIONAL",
    "BiproportionalSeats",
    "CannotBeSharedError",
    "share_biproportionally",
    "prove_biproportional",
    "Quota",
    "Quotas",
    "read_quotas",
    "Pool",
    "group_people",
    "read_pool",
    "Change",
    "Limit",
    "QuotasInfeasibleError",
    "quota_faults",
    "require_feasible",
    "relaxed",
    "smallest_relaxation",
    "RULES",
    "FORMS",
    "PANELS",
    "TICKETS",
    "Tickets",
    "Lottery",
    "ShutOut",
    "LegacyStuckError",
    "LotteryFormError",
    "hold_lottery",
    "objective_of",
    "RuleRow",
    "compare_rules",
    "SMALL",
    "FeatureRow",
    "feature_table",
    "RandomnessError",
    "Source",
    "read_source",
    "Randomness",
    "read_randomness",
    "randomness_again",
    "BeaconSignatureError",
    "RoundPastError",
    "round_at",
    "round_time",
    "DiceError",
    "require_dice",
    "Reveal",
    "new_reveal",
    "gather_commitments",
    "gather_reveals",
    "revealed",
    "SourceError",
    "Draw",
    "commit",
    "draw_panel",
    "sealed",
    "Break",
    "SealBrokenError",
    "audit_lottery",
    "unseal",
    "publish_seats",
    "publish_comparison",
    "publish_biproportional",
    "publish_lottery",
    "check_certificate",
    "publish_certificate",
    "publish_panels",
    "standalone_check",
    "publish_draw",
]
del _messages, _randomness_messages, _rules_messages
