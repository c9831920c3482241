"""Who sits: seats for communities, a lottery with quotas that is as fair as can be, and a draw anyone can redo."""

from misaq.assembly import explanation_messages as _explanation_messages
from misaq.assembly import fairness_messages as _fairness_messages
from misaq.assembly import messages as _messages
from misaq.assembly import pool_messages as _pool_messages
from misaq.assembly import randomness_messages as _randomness_messages
from misaq.assembly import replacement_messages as _replacement_messages
from misaq.assembly import rules_messages as _rules_messages
from misaq.assembly.alternates import Alternates, choose_alternates, expected_loss
from misaq.assembly.apportionment import METHODS, Apportionment, ApportionmentError, apportion
from misaq.assembly.audit import Break, audit_lottery
from misaq.assembly.beacon import BeaconSignatureError, RoundPastError, round_at, round_time
from misaq.assembly.biproportional import (
    BIPROPORTIONAL,
    BiproportionalSeats,
    CannotBeSharedError,
    prove_biproportional,
    share_biproportionally,
)
from misaq.assembly.bundle import bundle_files
from misaq.assembly.certificate import check_certificate, publish_certificate, standalone_check
from misaq.assembly.draw import Draw, draw_panel
from misaq.assembly.dropout import DropOut, learn_dropout, read_replies, state_dropout
from misaq.assembly.explanation import Explanation, explain_all, explain_quotas, limit_words
from misaq.assembly.fairness import (
    Barred,
    ChancesError,
    FairnessReport,
    Group,
    KnownChances,
    TypeChance,
    published_chances,
    read_population,
    report_fairness,
)
from misaq.assembly.feasibility import QuotasInfeasibleError, quota_faults, require_feasible
from misaq.assembly.glance import CategorySeats, Glance, feasibility_at_a_glance
from misaq.assembly.legacy import LegacyStuckError
from misaq.assembly.limits import Limit
from misaq.assembly.lottery import FORMS, PANELS, Lottery, LotteryFormError, ShutOut, hold_lottery
from misaq.assembly.pool import Households, Note, Pool, Selected, group_people
from misaq.assembly.pool_reading import UNKNOWN, UNKNOWN_POLICIES, read_pool
from misaq.assembly.pseudonyms import CodeError, new_code, pseudonym
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
from misaq.assembly.recruitment import Recruitment, recruit
from misaq.assembly.redraw_log import (
    REASONS,
    Entry,
    LogBrokenError,
    add_entry,
    check_log,
    publish_log,
    read_log,
)
from misaq.assembly.relaxation import (
    Change,
    Effect,
    Relaxation,
    nearest_size,
    relaxed,
    smallest_relaxation,
    smallest_relaxations,
)
from misaq.assembly.replacement import Miss, NotOnPanelError, Replacement, replace_people
from misaq.assembly.report import SMALL, FeatureRow, feature_table, hide_small
from misaq.assembly.reveal import Reveal, digest_of, gather_commitments, gather_reveals, new_reveal
from misaq.assembly.rule_comparison import RuleRow, compare_rules
from misaq.assembly.rules import RULES, objective_of
from misaq.assembly.seal import SealBrokenError, commit, sealed, unseal
from misaq.assembly.seat_comparison import MethodRow, Paradox, compare_methods, find_paradoxes
from misaq.assembly.seat_tables import publish_biproportional, publish_comparison
from misaq.assembly.standby import (
    StandIn,
    Standing,
    broken_link,
    chained,
    find_stand_in,
    seed_after_draw,
    standby_order,
    standing_of,
)
from misaq.assembly.tickets import MANY_TICKETS, TICKETS, Tickets, issue_tickets, tickets_for
from misaq.assembly.turns import Turns

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
    "Households",
    "Note",
    "Selected",
    "group_people",
    "UNKNOWN",
    "UNKNOWN_POLICIES",
    "read_pool",
    "Change",
    "Limit",
    "QuotasInfeasibleError",
    "quota_faults",
    "require_feasible",
    "relaxed",
    "Explanation",
    "CategorySeats",
    "Glance",
    "feasibility_at_a_glance",
    "explain_quotas",
    "explain_all",
    "limit_words",
    "Effect",
    "Relaxation",
    "smallest_relaxation",
    "smallest_relaxations",
    "nearest_size",
    "Recruitment",
    "recruit",
    "RULES",
    "FORMS",
    "PANELS",
    "TICKETS",
    "MANY_TICKETS",
    "Tickets",
    "Turns",
    "issue_tickets",
    "tickets_for",
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
    "hide_small",
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
    "digest_of",
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
    "Standing",
    "StandIn",
    "standing_of",
    "standby_order",
    "seed_after_draw",
    "find_stand_in",
    "chained",
    "broken_link",
    "publish_seats",
    "publish_comparison",
    "publish_biproportional",
    "publish_lottery",
    "check_certificate",
    "publish_certificate",
    "publish_panels",
    "standalone_check",
    "publish_draw",
    "DropOut",
    "state_dropout",
    "learn_dropout",
    "read_replies",
    "Alternates",
    "choose_alternates",
    "expected_loss",
    "NotOnPanelError",
    "Miss",
    "Replacement",
    "replace_people",
    "REASONS",
    "Entry",
    "LogBrokenError",
    "add_entry",
    "check_log",
    "publish_log",
    "read_log",
    "CodeError",
    "new_code",
    "pseudonym",
    "bundle_files",
    "Group",
    "TypeChance",
    "Barred",
    "FairnessReport",
    "ChancesError",
    "KnownChances",
    "published_chances",
    "read_population",
    "report_fairness",
]
del (
    _explanation_messages,
    _fairness_messages,
    _messages,
    _pool_messages,
    _randomness_messages,
    _replacement_messages,
    _rules_messages,
)
