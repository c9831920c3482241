"""A release of the register as a document: what the public reads, and what later releases are checked against."""

from datetime import date
from typing import Any

from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.process import Results, publish_record_counts, publish_record_replies
from misaq.record import ActCounts, Release

K, K_SENSITIVE = 5, 10


def release_document(
    counts: ActCounts, release: Release, organisations: list[dict[str, Any]], on: date
) -> bytes:
    """The document of a release, canonical JSON: the same register gives the same bytes."""
    parameters = {"threshold": K, "threshold_sensitive": K_SENSITIVE, "unit": "act_as_reviewed"}
    tables = {
        "record.counts": publish_record_counts((), counts, release),
        "record.acknowledgement": publish_record_replies(counts, release),
    }
    return canonical_json(
        {
            "misaq": "1",
            "kind": "record.register",
            "as_of": on.isoformat(),
            "parameters": parameters,
            "documents": {
                kind: {"misaq": "1", "kind": kind, "parameters": parameters, "results": values}
                for kind, values in tables.items()
            },
            "organisations": organisations,
            "withheld": dict(release.n_withheld),
            "witnesses": release.n_witnesses,
        }
    )


def results_of(document: dict[str, Any]) -> Results:
    """The document as the record's pages read it."""
    return Results(document["documents"])


def hash_of(document: bytes) -> str:
    """SHA-256 of a document."""
    return sha256_hex(document)
