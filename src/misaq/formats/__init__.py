"""Files in and out: one file per format; the only rooms' door to the disk."""

import misaq.formats.messages  # noqa: F401  texts of codes
from misaq.formats import (
    door_messages as door_messages,
)
from misaq.formats import (
    proofs_messages as proofs_messages,
)
from misaq.formats.archive import (
    ArchiveError,
    pack_zip,
    unpack_zip,
)
from misaq.formats.checking import (
    check_column,
    check_table,
    shown,
)
from misaq.formats.csv import (
    more_of_the_same,
)
from misaq.formats.decisions import (
    Minutes,
    load_decisions,
    load_rule_file,
    load_rules,
)
from misaq.formats.door import (
    DoorLimits,
    Examination,
    FileKind,
    Received,
    UploadTooLargeError,
    accepted_kinds,
    check_batch,
    examine_upload,
    open_original,
    receive_upload,
    store_upload,
    stream_pieces,
)
from misaq.formats.drafts import (
    load_drafts,
)
from misaq.formats.editions import (
    FORMS,
    FORMS_OUT,
    SUFFIXES,
    AmendmentEvent,
    BillSection,
    ChangedBy,
    Edition,
    ImportedText,
    NoPdfError,
    UnknownFormError,
    WordChange,
    WordText,
    akomantoso_bill,
    akomantoso_of,
    bill_as_akomantoso,
    bill_as_docx,
    bill_as_html,
    convert_text,
    docx_bill,
    docx_of,
    docx_redline,
    edition_of,
    html_of,
    is_right_to_left,
    load_edition,
    load_footnoted,
    markdown_of,
    parse_edition,
    pdf_of,
    plain_text,
    read_akomantoso,
    read_docx,
    read_languages,
    read_plain,
    undoing_as_docx,
    work_uri,
)
from misaq.formats.evidence_tables import (
    CUSTODY_FILE,
    CUSTODY_SCHEMA,
    EVIDENCE_FILE,
    EVIDENCE_SCHEMA,
    FolderBusyError,
    StoredItem,
    hold_folder,
    read_evidence_tables,
    write_evidence_tables,
)
from misaq.formats.folder import (
    Folder,
)
from misaq.formats.hashing import (
    raw_hashes,
)
from misaq.formats.limits import (
    MAX_FAULTS,
    MAX_FILES,
)
from misaq.formats.listmap import (
    read_list_mapping,
    write_list_mapping,
)
from misaq.formats.lists import (
    MAX_LIST_BYTES,
    list_bytes,
    load_list,
    parse_list,
)
from misaq.formats.operations import (
    OPERATIONS_FILE,
    load_operations,
    locate_operations,
    operations_table,
)
from misaq.formats.partitions import (
    hash_files,
    list_partitions,
    read_partitions,
)
from misaq.formats.polis import (
    PolisExport,
    is_polis_export,
    polis_tables,
    read_polis_export,
)
from misaq.formats.polis_writing import (
    PolisStatement,
    polis_layout,
)
from misaq.formats.proofs import (
    ArchivedFile,
    AutoArchive,
    ProofModePackage,
    ProvenFile,
    TimeStamp,
    check_timestamp,
    read_auto_archive,
    read_certificates,
    read_proofmode,
)
from misaq.formats.proposals import (
    Drafting,
    load_proposals,
)
from misaq.formats.schemas import (
    Column,
    Schema,
    all_schemas,
    schema_of,
    schema_texts,
)
from misaq.formats.submissions import (
    parse_submissions,
    with_form_names,
)
from misaq.formats.tables import (
    Table,
    load_table,
    read_table,
)
from misaq.formats.texts import (
    parse_toml,
    printable,
)
from misaq.formats.versions import (
    TextHistory,
    canonical_lines_hash,
    load_history,
    load_history_file,
)
from misaq.formats.vote_matrix import (
    matrix_of_votes,
    read_vote_matrix,
    read_vote_part,
)
from misaq.formats.votes import (
    VoteColumns,
    read_votes,
    with_own_headers,
)
from misaq.formats.writing import (
    replace_folder,
    swap_folder,
    write_atomically,
)
from misaq.formats.xlsform import (
    write_xlsform,
)
from misaq.formats.xlsx import (
    column_letter,
    parse_xlsx,
)

__all__ = [
    "CUSTODY_FILE",
    "CUSTODY_SCHEMA",
    "EVIDENCE_FILE",
    "EVIDENCE_SCHEMA",
    "FORMS",
    "FORMS_OUT",
    "MAX_FAULTS",
    "MAX_FILES",
    "MAX_LIST_BYTES",
    "OPERATIONS_FILE",
    "SUFFIXES",
    "AmendmentEvent",
    "ArchiveError",
    "ArchivedFile",
    "AutoArchive",
    "BillSection",
    "ChangedBy",
    "Column",
    "DoorLimits",
    "Drafting",
    "Edition",
    "Examination",
    "FileKind",
    "Folder",
    "FolderBusyError",
    "ImportedText",
    "Minutes",
    "NoPdfError",
    "PolisExport",
    "PolisStatement",
    "ProofModePackage",
    "ProvenFile",
    "Received",
    "Schema",
    "StoredItem",
    "Table",
    "TextHistory",
    "TimeStamp",
    "UnknownFormError",
    "UploadTooLargeError",
    "VoteColumns",
    "WordChange",
    "WordText",
    "accepted_kinds",
    "akomantoso_bill",
    "akomantoso_of",
    "all_schemas",
    "bill_as_akomantoso",
    "bill_as_docx",
    "bill_as_html",
    "canonical_lines_hash",
    "check_batch",
    "check_column",
    "check_table",
    "check_timestamp",
    "column_letter",
    "convert_text",
    "docx_bill",
    "docx_of",
    "docx_redline",
    "edition_of",
    "examine_upload",
    "hash_files",
    "hold_folder",
    "html_of",
    "is_polis_export",
    "is_right_to_left",
    "list_bytes",
    "list_partitions",
    "load_decisions",
    "load_drafts",
    "load_edition",
    "load_footnoted",
    "load_history",
    "load_history_file",
    "load_list",
    "load_operations",
    "load_proposals",
    "load_rule_file",
    "load_rules",
    "load_table",
    "locate_operations",
    "markdown_of",
    "matrix_of_votes",
    "more_of_the_same",
    "open_original",
    "operations_table",
    "pack_zip",
    "parse_edition",
    "parse_list",
    "parse_submissions",
    "parse_toml",
    "parse_xlsx",
    "pdf_of",
    "plain_text",
    "polis_layout",
    "polis_tables",
    "printable",
    "raw_hashes",
    "read_akomantoso",
    "read_auto_archive",
    "read_certificates",
    "read_docx",
    "read_evidence_tables",
    "read_languages",
    "read_list_mapping",
    "read_partitions",
    "read_plain",
    "read_polis_export",
    "read_proofmode",
    "read_table",
    "read_vote_matrix",
    "read_vote_part",
    "read_votes",
    "receive_upload",
    "replace_folder",
    "schema_of",
    "schema_texts",
    "shown",
    "store_upload",
    "stream_pieces",
    "swap_folder",
    "undoing_as_docx",
    "unpack_zip",
    "with_form_names",
    "with_own_headers",
    "work_uri",
    "write_atomically",
    "write_evidence_tables",
    "write_list_mapping",
    "write_xlsform",
]
