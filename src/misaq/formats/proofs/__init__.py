"""What other programs leave beside a file to prove when and how it was captured: read, compared, kept."""

from misaq.formats.proofs.auto_archiver import ArchivedFile, AutoArchive, read_auto_archive
from misaq.formats.proofs.proofmode import ProofModePackage, ProvenFile, read_proofmode
from misaq.formats.proofs.timestamps import TimeStamp, check_timestamp, read_certificates

__all__ = [
    "ArchivedFile",
    "AutoArchive",
    "ProofModePackage",
    "ProvenFile",
    "TimeStamp",
    "check_timestamp",
    "read_auto_archive",
    "read_certificates",
    "read_proofmode",
]
