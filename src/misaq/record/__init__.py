"""The record: what sources say, the acts they report, what was answered, and what may be published.

In the order of the work: a source's list is read through its mapping into acts; answers stand beside them; acts
are counted; what could point at a few people is withheld before anything leaves the room. What must
stay secret is sealed.
"""

from misaq.record import (
    custody_messages as custody_messages,
)
from misaq.record import (
    messages as messages,
)
from misaq.record import (
    model_messages as model_messages,
)
from misaq.record.acknowledgement import (
    ANSWERS,
    NO_ANSWER_RECORDED,
    Acknowledgement,
    Answer,
    CommitmentDraft,
    PromisedRemedy,
    Response,
    check_acknowledgements,
    current_acknowledgement,
    draft_commitments,
    latest_answers,
)
from misaq.record.act import QUARANTINED, VERIFICATIONS, Act, Verification
from misaq.record.assertion import (
    THE_ACT,
    Assertion,
    RecordedAct,
    VictimGroup,
    asserted_values,
    check_acts,
    sources_of,
)
from misaq.record.clusters import (
    LINK_KINDS,
    LinkDecision,
    LinkDecisionError,
    LinkKind,
    OneReviewerError,
    decide,
    decisions_in_force,
    find_conflicts,
    find_persons,
    join_pairs,
    undo,
)
from misaq.record.coding_rules import CountedAct, CountedActs, apply_coding_rules
from misaq.record.consent import SELF, Consent, check_consents, may_use
from misaq.record.counting import ActCounts, Period, count_acts, find_periods, reply_columns
from misaq.record.custody import (
    CUSTODY_EVENTS,
    CustodyEvent,
    CustodyReport,
    EventKind,
    next_event,
    parse_moment,
    verify_custody,
    with_log_index,
)
from misaq.record.detention import (
    ENDINGS,
    DetentionSpell,
    Particular,
    TriState,
    check_spells,
    find_particulars,
)
from misaq.record.disclosure import (
    Suppression,
    SuppressionError,
    find_gaps,
    suppress,
    width,
)
from misaq.record.duplicates import Hint, NameIndex, compare_names
from misaq.record.evidence import (
    PROOF_KINDS,
    STANDINGS,
    Capture,
    CaptureProof,
    Copy,
    EvidenceFormError,
    EvidenceItem,
    ProofKind,
    Standing,
    look_distance,
    look_hash,
    read_evidence,
)
from misaq.record.fate import (
    Fate,
    FateStatus,
    Identification,
    check_fates,
    current_fate,
    is_presumed_alive,
    record_fate,
)
from misaq.record.field_form import (
    ANSWERED,
    FORM_ID,
    FORM_VERSION,
    INSTANCE,
    QUESTIONS,
    Question,
    form_mapping,
    short_names,
)
from misaq.record.incident import Incident, Place, check_incidents, check_narrative
from misaq.record.intake import (
    CaseRow,
    CaseRows,
    PersonRow,
    names_person,
    read_age,
    read_case_rows,
    without_values,
)
from misaq.record.intake_fields import (
    INTAKE_FIELDS,
    PERSONS,
    IntakeField,
    fold_header,
    recognise_fields,
)
from misaq.record.involvement import (
    Actor,
    CourtFinding,
    Involvement,
    chain_of_command,
    check_actors,
    check_involvements,
)
from misaq.record.lineage import find_origins, independent_sources
from misaq.record.linkage import (
    BANDS,
    Interval,
    LinkedRows,
    LinkQuality,
    PersonCount,
    estimate_persons,
    link_rows,
    measure_links,
    read_truth,
    wilson,
)
from misaq.record.linkage_features import Features, build_features
from misaq.record.linkage_fields import (
    LinkColumns,
    check_columns,
    linkage_fields,
    read_link_map,
    recognise_columns,
)
from misaq.record.mapping import CODED_FIELDS, SEVERAL, check_mapping, map_list, read_date
from misaq.record.mention import (
    NameParts,
    Person,
    PersonMention,
    PersonRefError,
    check_mentions,
    make_person,
)
from misaq.record.name_sounds import skeleton as skeleton_of
from misaq.record.name_sounds import sound as sound_of
from misaq.record.names import ParsedNames, fold_words, parse_names
from misaq.record.neutral import (
    Family,
    LoadedWord,
    check_wording,
    tally_sides,
    wording_families,
    wording_version,
)
from misaq.record.originals import (
    ORIGINAL_CHUNK,
    ORIGINAL_HEAD,
    ORIGINAL_TAG,
    OriginalAlteredError,
    OriginalKeyError,
    decrypt_original,
    encrypt_original,
    make_original_key,
)
from misaq.record.profile import (
    AGE_BANDS,
    CHILDREN,
    ENOUGH,
    FEWEST_PEOPLE,
    PUBLIC_FIELDS,
    age_band,
    coarse_date,
    coarse_place,
    fold_rare,
    is_shared,
    public_profile,
)
from misaq.record.publication import (
    PublicationRelease,
    ReleaseError,
    make_release,
    read_release_proof,
    release_frame,
)
from misaq.record.published_cells import PublishedCells
from misaq.record.qualification import (
    ELEMENTS,
    Element,
    ElementFinding,
    ElementsOutcome,
    LegalQualification,
    check_qualifications,
    weigh_elements,
)
from misaq.record.release import Cell, Release, prepare_release
from misaq.record.release_series import FrameError, Page, find_series_gaps, suppress_next
from misaq.record.reply import (
    NamingDecision,
    Reply,
    RequestStanding,
    ResponseRequest,
    check_requests,
    may_name,
    request_standing,
)
from misaq.record.review import (
    LADDER,
    REVIEW_STEPS,
    CodingComparison,
    Difference,
    Review,
    ReviewStep,
    Rung,
    check_review,
    compare_codings,
    current_rung,
    may_review,
    next_steps,
    record_review,
)
from misaq.record.sealing import (
    ERASURE_REASONS,
    BoxKey,
    Custodian,
    CustodianSet,
    Identity,
    Opened,
    OpenRequest,
    OrganisationKey,
    RecordEvent,
    RecordLeaf,
    Rotation,
    SealedRecord,
    SealedShare,
    Secret,
    ShareRelease,
    UnlockedUser,
    UserKey,
    change_password,
    combine_shares,
    decrypt_field,
    encrypt_field,
    identity_needs_passphrase,
    make_box_key,
    make_identity,
    make_leaf,
    make_organisation_key,
    make_return_code,
    make_tombstone,
    make_user_key,
    matches_leaf,
    matches_tombstone,
    open_box,
    read_custodians,
    read_identity,
    read_release,
    read_request,
    read_return_code,
    read_sealed,
    read_user_key,
    recover_user_key,
    release_share,
    released_event,
    request_opening,
    reseal_record,
    return_code_mark,
    seal_record,
    sealed_event,
    shut_box,
    unlock_with_password,
    unlock_with_recovery,
    unwrap_organisation_key,
    wrap_organisation_key,
    write_identity,
)
from misaq.record.sealing.errors import (
    FieldAlteredError,
    OtherKeyError,
    RecoveryKeyFormError,
    SealingFormError,
    WrongSecretError,
)
from misaq.record.source import (
    ListMapping,
    MappedList,
    Source,
    SourceRecord,
    check_source_records,
    check_sources,
)
from misaq.record.term_mapping import (
    TERM_MATCHES,
    MappedCode,
    TermMapping,
    TermMatch,
    check_term_mappings,
    map_code,
)
from misaq.record.tier import TIERS, Entity, Tier, entities, name_tier, readable_fields, tier_of
from misaq.record.vocabulary import (
    VOCABULARIES,
    ActType,
    Term,
    UnknownListError,
    VocabularyList,
    act_types,
    actor_kinds,
    check_term,
    terms,
    vocabulary_list,
    vocabulary_version,
)

__all__ = [
    "AGE_BANDS", "ANSWERED", "ANSWERS", "BANDS", "CHILDREN", "CODED_FIELDS", "CUSTODY_EVENTS",
    "ELEMENTS", "ENDINGS", "ENOUGH", "ERASURE_REASONS", "FEWEST_PEOPLE", "FORM_ID", "FORM_VERSION",
    "INSTANCE", "INTAKE_FIELDS", "LADDER", "LINK_KINDS", "NO_ANSWER_RECORDED", "ORIGINAL_CHUNK",
    "ORIGINAL_HEAD", "ORIGINAL_TAG", "PERSONS", "PROOF_KINDS", "PUBLIC_FIELDS", "QUARANTINED",
    "QUESTIONS", "REVIEW_STEPS", "SELF", "SEVERAL", "STANDINGS", "TERM_MATCHES", "THE_ACT", "TIERS",
    "VERIFICATIONS", "VOCABULARIES", "Acknowledgement", "Act", "ActCounts", "ActType", "Actor",
    "Answer", "Assertion", "BoxKey", "Capture", "CaptureProof", "CaseRow", "CaseRows", "Cell",
    "CodingComparison", "CommitmentDraft", "Consent", "Copy", "CountedAct", "CountedActs",
    "CourtFinding", "Custodian", "CustodianSet", "CustodyEvent", "CustodyReport", "DetentionSpell",
    "Difference", "Element", "ElementFinding", "ElementsOutcome", "Entity", "EventKind",
    "EvidenceFormError", "EvidenceItem", "Family", "Fate", "FateStatus", "Features",
    "FieldAlteredError", "FrameError", "Hint", "Identification", "Identity", "Incident",
    "IntakeField", "Interval", "Involvement", "LegalQualification", "LinkColumns", "LinkDecision",
    "LinkDecisionError", "LinkKind", "LinkQuality", "LinkedRows", "ListMapping", "LoadedWord",
    "MappedCode", "MappedList", "NameIndex", "NameParts", "NamingDecision", "OneReviewerError",
    "OpenRequest", "Opened", "OrganisationKey", "OriginalAlteredError", "OriginalKeyError",
    "OtherKeyError", "Page", "ParsedNames", "Particular", "Period", "Person", "PersonCount",
    "PersonMention", "PersonRefError", "PersonRow", "Place", "PromisedRemedy", "ProofKind",
    "PublicationRelease", "PublishedCells", "Question", "RecordEvent", "RecordLeaf", "RecordedAct",
    "RecoveryKeyFormError", "Release", "ReleaseError", "Reply", "RequestStanding", "Response",
    "ResponseRequest", "Review", "ReviewStep", "Rotation", "Rung", "SealedRecord", "SealedShare",
    "SealingFormError", "Secret", "ShareRelease", "Source", "SourceRecord", "Standing",
    "Suppression", "SuppressionError", "Term", "TermMapping", "TermMatch", "Tier", "TriState",
    "UnknownListError", "UnlockedUser", "UserKey", "Verification", "VictimGroup", "VocabularyList",
    "WrongSecretError", "act_types", "actor_kinds", "age_band", "apply_coding_rules",
    "asserted_values", "build_features", "chain_of_command", "change_password",
    "check_acknowledgements", "check_actors", "check_acts", "check_columns", "check_consents",
    "check_fates", "check_incidents", "check_involvements", "check_mapping", "check_mentions",
    "check_narrative", "check_qualifications", "check_requests", "check_review",
    "check_source_records", "check_sources", "check_spells", "check_term", "check_term_mappings",
    "check_wording", "coarse_date", "coarse_place", "combine_shares", "compare_codings",
    "compare_names", "count_acts", "current_acknowledgement", "current_fate", "current_rung",
    "decide", "decisions_in_force", "decrypt_field", "decrypt_original", "draft_commitments",
    "encrypt_field", "encrypt_original", "entities", "estimate_persons", "find_conflicts",
    "find_gaps", "find_origins", "find_particulars", "find_periods", "find_persons",
    "find_series_gaps", "fold_header", "fold_rare", "fold_words", "form_mapping",
    "identity_needs_passphrase", "independent_sources", "is_presumed_alive", "is_shared",
    "join_pairs", "latest_answers", "link_rows", "linkage_fields", "look_distance", "look_hash",
    "make_box_key", "make_identity", "make_leaf", "make_organisation_key", "make_original_key",
    "make_person", "make_release", "make_return_code", "make_tombstone", "make_user_key",
    "map_code", "map_list", "matches_leaf", "matches_tombstone", "may_name", "may_review",
    "may_use", "measure_links", "name_tier", "names_person", "next_event", "next_steps", "open_box",
    "parse_moment", "parse_names", "prepare_release", "public_profile", "read_age",
    "read_case_rows", "read_custodians", "read_date", "read_evidence", "read_identity",
    "read_link_map", "read_release", "read_release_proof", "read_request", "read_return_code",
    "read_sealed", "read_truth", "read_user_key", "readable_fields", "recognise_columns",
    "recognise_fields", "record_fate", "record_review", "recover_user_key", "release_frame",
    "release_share", "released_event", "reply_columns", "request_opening", "request_standing",
    "reseal_record", "return_code_mark", "seal_record", "sealed_event", "short_names", "shut_box",
    "skeleton_of", "sound_of", "sources_of", "suppress", "suppress_next", "tally_sides", "terms",
    "tier_of", "undo", "unlock_with_password", "unlock_with_recovery", "unwrap_organisation_key",
    "verify_custody", "vocabulary_list", "vocabulary_version", "weigh_elements", "width", "wilson",
    "with_log_index", "without_values", "wording_families", "wording_version",
    "wrap_organisation_key", "write_identity",
]  # fmt: skip
