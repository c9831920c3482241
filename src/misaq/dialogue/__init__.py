"""The dialogue: statements, votes, opinion groups, what they share, and what a community will not accept.

In the order of the work: a statement, the vote matrix, the plane, the groups and whether they hold, counts,
what each group says, declared communities, common ground, and what may be shown of all this.
"""

from misaq.dialogue import messages
from misaq.dialogue.analysis import DialogueAnalysis, DialogueRules, analyse_dialogue
from misaq.dialogue.brigading import (
    AlikeCluster,
    AlikeRule,
    Burst,
    find_alike,
    find_bursts,
    first_times,
    without_participants,
)
from misaq.dialogue.common_ground import (
    CommonGroundRule,
    Finding,
    agree_probability,
    find_majority,
    group_aware_consensus,
    judge_statement,
)
from misaq.dialogue.communities import (
    DID_NOT_SAY,
    CommunityCell,
    Membership,
    agreement_by_community,
    declare_membership,
    spread_over_groups,
)
from misaq.dialogue.counts import AnswerCounts, count_answers, count_by_group, count_by_membership
from misaq.dialogue.groups import Grouping, find_groups, measure_silhouette
from misaq.dialogue.influence import Influence, measure_influence
from misaq.dialogue.intervals import benjamini_hochberg, wilson_interval
from misaq.dialogue.live_votes import UNDONE, LiveVotes
from misaq.dialogue.map_description import describe_map
from misaq.dialogue.marks import Mark, gather_marks, outline_groups
from misaq.dialogue.moderation import ModerationStep, publish_moderation
from misaq.dialogue.opinion_map import (
    MODES,
    Mode,
    OpinionMap,
    group_points,
    map_opinions,
    place_participants,
)
from misaq.dialogue.own_place import FEWEST_ANSWERS, OwnPlace, describe_plane, find_own_place
from misaq.dialogue.polis_groups import find_polis_groups
from misaq.dialogue.projection import (
    OpinionPlane,
    fit_opinion_plane,
    measure_extremity,
    project_participants,
)
from misaq.dialogue.publication import (
    publish_communities,
    publish_groups,
    publish_parameters,
    publish_statements,
    publish_summary,
)
from misaq.dialogue.publication_exposures import ExposureLog, publish_exposures
from misaq.dialogue.publication_slates import (
    Quarantine,
    QuarantinedPerson,
    part_quarantined,
    publish_brigading,
    publish_scores,
    publish_slates,
)
from misaq.dialogue.representative import (
    RepresentativeStatement,
    find_representative,
    measure_q_values,
    measure_representativeness,
    proportion_z,
    two_proportions_z,
)
from misaq.dialogue.routing import (
    Exposure,
    RoutingError,
    WeightedCounts,
    choose_next,
    count_weighted,
    exposure_probabilities,
    measure_priority,
    weigh_exposures,
)
from misaq.dialogue.scores import (
    RANKING_WAYS,
    ScoreTable,
    kendall_tau,
    rank_scores,
    score_statements,
)
from misaq.dialogue.sensitivity import PassSensitivity, assess_passes, without_passes
from misaq.dialogue.similarity import find_similar, measure_similarity
from misaq.dialogue.slates import (
    SLATE_RULES,
    Approvals,
    SlateAudit,
    audit_slate,
    choose_slate,
    equal_shares,
    gather_approvals,
    sequential_pav,
    sequential_phragmen,
    share_of_cost,
)
from misaq.dialogue.stability import Stability, assess_stability, compare_groupings
from misaq.dialogue.statement import Statement, Translation, counted_statements
from misaq.dialogue.suppression import choose_shown, choose_shown_rows
from misaq.dialogue.vote import (
    NoVotesError,
    VoteMatrix,
    VotesError,
    admit_participants,
    build_from_codes,
    build_vote_matrix,
)
from misaq.dialogue.warm_map import MapDrift, WarmMap, measure_drift, update_map
from misaq.dialogue.ways_in import WAYS_IN, publish_ways
from misaq.dialogue.wording import ADVISED, LONGEST, SHORTEST, wording_hints

__all__ = [  # noqa: RUF022  in the order of the work
    "Statement",
    "Translation",
    "counted_statements",
    "VoteMatrix",
    "VotesError",
    "NoVotesError",
    "build_vote_matrix",
    "build_from_codes",
    "admit_participants",
    "LiveVotes",
    "UNDONE",
    "OpinionPlane",
    "fit_opinion_plane",
    "project_participants",
    "measure_extremity",
    "Grouping",
    "find_groups",
    "measure_silhouette",
    "find_polis_groups",
    "FEWEST_ANSWERS",
    "OwnPlace",
    "describe_plane",
    "find_own_place",
    "Mode",
    "MODES",
    "OpinionMap",
    "map_opinions",
    "describe_map",
    "place_participants",
    "group_points",
    "WarmMap",
    "update_map",
    "MapDrift",
    "measure_drift",
    "Stability",
    "assess_stability",
    "compare_groupings",
    "PassSensitivity",
    "assess_passes",
    "without_passes",
    "AnswerCounts",
    "count_answers",
    "count_by_group",
    "count_by_membership",
    "RepresentativeStatement",
    "find_representative",
    "measure_representativeness",
    "measure_q_values",
    "proportion_z",
    "two_proportions_z",
    "Membership",
    "CommunityCell",
    "DID_NOT_SAY",
    "declare_membership",
    "agreement_by_community",
    "spread_over_groups",
    "CommonGroundRule",
    "Finding",
    "agree_probability",
    "group_aware_consensus",
    "find_majority",
    "judge_statement",
    "wilson_interval",
    "benjamini_hochberg",
    "RANKING_WAYS",
    "ScoreTable",
    "score_statements",
    "rank_scores",
    "kendall_tau",
    "SLATE_RULES",
    "Approvals",
    "gather_approvals",
    "choose_slate",
    "equal_shares",
    "sequential_pav",
    "sequential_phragmen",
    "share_of_cost",
    "SlateAudit",
    "audit_slate",
    "Exposure",
    "RoutingError",
    "measure_priority",
    "exposure_probabilities",
    "choose_next",
    "weigh_exposures",
    "WeightedCounts",
    "count_weighted",
    "AlikeRule",
    "AlikeCluster",
    "Burst",
    "find_alike",
    "find_bursts",
    "first_times",
    "without_participants",
    "Influence",
    "measure_influence",
    "Quarantine",
    "QuarantinedPerson",
    "part_quarantined",
    "choose_shown",
    "choose_shown_rows",
    "Mark",
    "gather_marks",
    "outline_groups",
    "DialogueRules",
    "DialogueAnalysis",
    "analyse_dialogue",
    "publish_parameters",
    "publish_summary",
    "publish_groups",
    "publish_statements",
    "publish_communities",
    "publish_scores",
    "publish_slates",
    "WAYS_IN",
    "publish_ways",
    "ModerationStep",
    "publish_moderation",
    "ExposureLog",
    "publish_exposures",
    "publish_brigading",
    "messages",
    "find_similar",
    "measure_similarity",
    "ADVISED",
    "LONGEST",
    "SHORTEST",
    "wording_hints",
]
