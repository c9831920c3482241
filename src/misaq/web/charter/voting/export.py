"""A drafting as files of the process folder, so that a run recomputes every verdict from what was decided here.

Nobody is named: a ballot is that of a seat, and stands there only where the roll is public. Amendments to a proposal
that were voted in are in the words of the proposal's next version.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from misaq.formats import read_table, write_atomically
from misaq.web.charter.drafting.overlapping import LIVE
from misaq.web.charter.drafting.selectors import proposal_name
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import latest
from misaq.web.charter.models import Division, Drafting, Proposal, ProposalVersion
from misaq.web.charter.voting.counting import ballots_of, tally_of

DECISIONS = (
    "n", "id", "date", "kind", "proposal", "base", "rule", "text", "because", "note_en", "note_ur"
)  # fmt: skip
BALLOTS = ("decision", "member", "vote", "community")
TALLIES = ("decision", "over", "group", "yes", "no", "abstain", "members", "vacant")
_OF_OPERATION = ("id", "kind", "provision", "where", "parent", "after", "file", "label")
_BY_LANGUAGE = ("words", "text", "heading")
Row = Mapping[str, str]


def drafting_export(drafting: Drafting, folder: Path) -> int:
    """Write a drafting into `folder`, the "charter" folder of a process; gives how many files were written.

    What stands there and is not of this drafting is kept; what is of it is written anew, so that writing twice
    changes nothing.
    """
    files = drafting_files(drafting)
    for name, payload in files.items():
        path = folder / name
        if path.suffix == ".csv":
            payload = _beside_others(path, payload, drafting)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, payload)
    return len(files)


def drafting_files(drafting: Drafting) -> dict[str, bytes]:
    """Name to bytes of each file of a drafting: bases, proposals, decisions, ballots or tallies."""
    files: dict[str, bytes] = {}
    if drafting.base_n is None:
        for text in drafting.texts.order_by("language"):
            name = f"bases/{drafting.slug}.{text.language}.txt"
            files[name] = "".join(text.files.values()).encode()
    for version in _versions(drafting):
        files[f"proposals/{proposal_id(version)}.toml"] = _proposal(drafting, version).encode()
    decided = list(_decided(drafting))
    if decided:
        files["decisions.csv"] = _table(DECISIONS, _decisions(drafting, decided))
        if drafting.roll_call:
            files["ballots.csv"] = _table(BALLOTS, _ballots(decided))
        else:
            files["tallies.csv"] = _table(TALLIES, _tallies(decided))
    return files


def proposal_id(version: ProposalVersion) -> str:
    """The name of a version in the process folder."""
    drafting = version.proposal.drafting
    return f"{drafting.slug}-p{version.proposal.number}v{version.n}"


def _base_name(drafting: Drafting) -> str:
    return drafting.slug if drafting.base_n is None else f"n{drafting.base_n}"


def _decided(drafting: Drafting) -> Iterable[Division]:
    rows = drafting.divisions.filter(state=Division.State.CLOSED, proposal__amends=None)
    return rows.select_related("proposal", "version", "drafting").order_by("closed_at", "number")


def _versions(drafting: Drafting) -> list[ProposalVersion]:
    """Every version that was voted on, and the newest of each live proposal that the public may read."""
    voted = {
        division.version.pk: division.version
        for division in drafting.divisions.select_related("version__proposal__drafting")
        if division.version is not None
        and division.proposal is not None
        and division.proposal.amends_id is None
    }
    if drafting.shows_proposals:
        for proposal in Proposal.objects.filter(drafting=drafting, state__in=LIVE, amends=None):
            version = latest(proposal)
            voted.setdefault(version.pk, version)
    return sorted(voted.values(), key=lambda v: (v.proposal.number, v.n))


def _proposal(drafting: Drafting, version: ProposalVersion) -> str:
    """A version as people would write it."""
    proposal, text = version.proposal, text_of(drafting)
    names = {code: proposal_name(text, proposal, version, code) for code in ("en", "ur")}
    lines = [
        f"title = {_bilingual(names)}",
        f"author = {_text(f'Seat {proposal.by.number}')}",
        f"order = {proposal.number}",
        f"submitted = {_text(version.made_at.date().isoformat())}",
        f"base = {_text(_base_name(drafting))}",
        f"base_sha256 = {_text(version.base_sha256)}",
    ]
    grounds = [
        f"  {{ kind = {_text(g.kind)}, ref = {_text(g.ref)}, note = {_bilingual(g.note)} }},"
        for g in proposal.grounds.order_by("pk")
    ]
    if grounds:
        lines += ["grounds = [", *grounds, "]"]
    for place in range(len(next(iter(version.operations.values())))):
        lines += [
            "",
            "[[operations]]",
            *_operation(version.operations, place, proposal_id(version)),
        ]
    return "\n".join(lines) + "\n"


def _operation(
    operations: Mapping[str, Sequence[Mapping[str, Any]]], place: int, stem: str
) -> Iterable[str]:
    """One instruction: what is the same in every language once, its words by language."""
    each = {code: listed[place] for code, listed in operations.items()}
    first = next(iter(each.values()))
    for name in _OF_OPERATION:
        value = f"{stem}.{place + 1}" if name == "id" else first.get(name, "")
        if value:
            yield f"{name} = {_text(value)}"
    occurrences = {code: one.get("occurrence", 1) for code, one in each.items()}
    if set(occurrences.values()) != {1}:
        listed = ", ".join(f"{code} = {n}" for code, n in sorted(occurrences.items()))
        yield f"occurrence = {{ {listed} }}"
    for name in _BY_LANGUAGE:
        if any(one.get(name) for one in each.values()):
            yield f"{name} = {_bilingual({code: one.get(name, '') for code, one in each.items()})}"
    if not any(one.get(name) for one in each.values() for name in _BY_LANGUAGE):
        # an instruction without words still says in which languages it is given
        yield f"heading = {_bilingual(dict.fromkeys(sorted(each), ''))}"


def _decisions(drafting: Drafting, decided: Sequence[Division]) -> list[Row]:
    return [
        {
            "n": str(n),
            "id": decision_id(division),
            "date": (division.closed_at or division.opened_at).date().isoformat(),
            "kind": str(division.question),
            "proposal": proposal_id(division.version) if division.version else "",
            "base": _base_name(drafting),
            "rule": str(division.rule["name"]),
            "text": division.text_sha256,
        }
        for n, division in enumerate(decided, 1)
    ]


def decision_id(division: Division) -> str:
    """The name of a decision in the process folder."""
    return f"{division.drafting.slug}-d{division.number}"


def _ballots(decided: Sequence[Division]) -> list[Row]:
    return [
        {
            "decision": decision_id(division),
            "member": ballot.member,
            "vote": ballot.vote,
            "community": ballot.group,
        }
        for division in decided
        for ballot in ballots_of(division)
    ]


def _tallies(decided: Sequence[Division]) -> list[Row]:
    rows: list[Row] = []
    for division in decided:
        tally = tally_of(division)
        named = [("overall", "", tally.overall)]
        named += [("community", group, ballots) for group, ballots in tally.groups.items()]
        for over, group, ballots in named:
            numbers = ("yes", "no", "abstain", "members", "vacant")
            rows.append(
                {"decision": decision_id(division), "over": over, "group": group}
                | {name: str(getattr(ballots, name)) for name in numbers}
            )
    return rows


def _beside_others(path: Path, payload: bytes, drafting: Drafting) -> bytes:
    """The rows of a table that are not this drafting's, and then its own; decisions are numbered after them."""
    if not path.exists():
        return payload
    table = read_table(path, f"charter/{path.name}")
    key = "id" if "id" in table else "decision"
    kept = [row for row in table.rows() if not row[key].startswith(f"{drafting.slug}-d")]
    own = list(csv.DictReader(io.StringIO(payload.decode())))
    if key == "id":
        last = max((int(row["n"]) for row in kept), default=0)
        own = [row | {"n": str(last + n)} for n, row in enumerate(own, 1)]
    columns = (*table.names, *(name for name in own[0] if name not in table.names))
    return _table(columns, [*kept, *own])


def _table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _text(value: str) -> str:
    """A string as TOML writes it: the escapes of JSON are those of TOML."""
    return json.dumps(value, ensure_ascii=False).replace("\u007f", "\\u007f")


def _bilingual(texts: Mapping[str, str]) -> str:
    return (
        "{ " + ", ".join(f"{code} = {_text(text)}" for code, text in sorted(texts.items())) + " }"
        if texts
        else "{}"
    )
