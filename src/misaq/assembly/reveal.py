"""Commit and reveal: parties that do not trust each other make one randomness, and none of them can choose it.

Each party draws a value and publishes only its digest. When all digests are published they are sealed with the
list; then all reveal. One honest party is enough: its value was fixed before the others showed theirs, and nobody
knew it. All or nothing: a party that will not reveal, or reveals something else, stops this draw and is named.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from misaq.assembly.quotas import fold
from misaq.foundation.canonical import sha256_hex
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

COMMITMENT = "misaq-assembly-commitment/1"
REVEAL = "misaq-assembly-reveal/1"
FEWEST = 2  # parties
BYTES = 32  # of a value and of a nonce


@dataclass(frozen=True)
class Reveal:
    """What one party keeps secret until all have committed.

    party : its name. nonce, value : 64 hexadecimal digits each, drawn by the party itself.
    """

    party: str
    nonce: str
    value: str

    @property
    def commitment(self) -> str:
        """What the party publishes first: SHA-256 of a tag, its name, the nonce and the value, a line each.

        The name keeps a party from taking over what another committed to.
        """
        text = f"misaq-reveal/1\n{self.party}\n{self.nonce}\n{self.value}"
        return sha256_hex(text.encode())

    def document(self) -> dict[str, str]:
        """The secret file of the party, which it publishes when all reveal."""
        return {
            "format": REVEAL,
            "party": self.party,
            "nonce": self.nonce,
            "value": self.value,
        }

    def public(self) -> dict[str, str]:
        """What the party publishes first."""
        return {"format": COMMITMENT, "party": self.party, "commitment": self.commitment}


def new_reveal(party: str) -> Reveal:
    """A value and a nonce from the system's own randomness, for one party.

    Raises FaultsError when the name is blank or longer than a line.
    """
    name = _name(party)
    if not name:
        raise FaultsError([Fault("reveal_party_bad", params={"party": party.strip()})])
    return Reveal(name, secrets.token_hex(BYTES), secrets.token_hex(BYTES))


def gather_commitments(documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The published commitments of all parties as one document, in the order of the parties' names.

    Raises FaultsError with everything that is wrong with them.
    """
    rows = [{"party": d.get("party"), "commitment": d.get("commitment")} for d in documents]
    return {"format": COMMITMENT, "commitments": read_commitments({"commitments": rows})}


def gather_reveals(
    commitments: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The commitments with what every party revealed, as one document for the draw.

    Raises FaultsError that names each party that did not reveal, or revealed something else.
    """
    rows = [{key: d.get(key) for key in ("party", "nonce", "value")} for d in documents]
    made = {
        "format": REVEAL,
        "commitments": read_commitments(commitments),
        "reveals": sorted(rows, key=lambda row: str(row["party"])),
    }
    read_reveals(made)
    return made


def read_commitments(document: Mapping[str, Any], file: str = "") -> list[dict[str, str]]:
    """The commitments of a document, in the order of the parties' names.

    Raises FaultsError with everything that is wrong with them.
    """
    rows = document.get("commitments")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise FaultsError([Fault("reveal_file_bad", file)])
    faults, seen, kept = [], set(), []
    for row in rows:
        party, commitment = row.get("party"), row.get("commitment")
        name = _name(party) if isinstance(party, str) else ""
        if not name or name != party:
            faults.append(Fault("reveal_party_bad", file, params={"party": str(party)}))
        elif fold(name) in seen:
            faults.append(Fault("reveal_party_twice", file, params={"party": name}))
        elif not _digits(commitment):
            faults.append(Fault("reveal_commitment_bad", file, params={"party": name}))
        else:
            kept.append({"party": name, "commitment": str(commitment)})
        seen.add(fold(name))
    if not faults and len(kept) < FEWEST:
        faults.append(Fault("reveal_too_few", file, params={"count": len(kept), "least": FEWEST}))
    if faults:
        raise FaultsError(faults)
    return sorted(kept, key=lambda row: row["party"])


def read_reveals(
    document: Mapping[str, Any], file: str = ""
) -> tuple[list[dict[str, str]], list[Reveal]]:
    """The commitments of a document and what each party revealed, in the order of their names.

    Raises FaultsError that names each party that did not reveal, revealed something else, or never committed.
    """
    commitments = read_commitments(document, file)
    rows = document.get("reveals")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise FaultsError([Fault("reveal_file_bad", file)])
    given = {str(row.get("party")): row for row in rows}
    faults = [
        Fault("reveal_stranger", file, params={"party": party})
        for party in sorted(given.keys() - {row["party"] for row in commitments})
    ]
    found = []
    for row in commitments:
        told = given.get(row["party"])
        if told is None:
            faults.append(Fault("reveal_missing", file, params={"party": row["party"]}))
            continue
        reveal = Reveal(row["party"], str(told.get("nonce")), str(told.get("value")))
        whole = _digits(reveal.nonce) and _digits(reveal.value)
        if not whole or reveal.commitment != row["commitment"]:
            faults.append(Fault("reveal_wrong", file, params={"party": row["party"]}))
        found.append(reveal)
    if len(given) < len(rows):
        faults.append(Fault("reveal_file_bad", file))
    if faults:
        raise FaultsError(faults)
    return commitments, found


def digest_of(commitments: Sequence[Mapping[str, str]]) -> str:
    """The digest by which a seal names commitments: of "party commitment" lines, in the order of the names."""
    return sha256_hex("".join(f"{r['party']} {r['commitment']}\n" for r in commitments).encode())


def combine(reveals: Sequence[Reveal]) -> str:
    """The randomness that all parties made: SHA-256 of their names and values, a line each, in their order."""
    return sha256_hex("".join(f"{r.party}\n{r.value}\n" for r in reveals).encode())


def _name(party: str) -> str:
    """The name as it is kept, "" when it is none."""
    name = " ".join(party.split())
    return name if len(name) <= 200 and name.isprintable() else ""


def _digits(text: Any) -> bool:
    return (
        isinstance(text, str) and len(text) == 2 * BYTES and not set(text) - set("0123456789abcdef")
    )
