"""`misaq record import` and `misaq record xlsform`: lists into a process folder, and the form that collects them."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import LANGUAGE, Output, answering, fault_place, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import (
    Table,
    list_bytes,
    load_list,
    read_list_mapping,
    write_atomically,
    write_list_mapping,
    write_xlsform,
)
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.process import ProcessFolder
from misaq.record import (
    CaseRows,
    ListMapping,
    MappedList,
    check_mapping,
    form_mapping,
    map_list,
    read_case_rows,
)

_SOURCE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")
_SHOWN = 50

ListFile = Annotated[
    Path,
    typer.Argument(
        help=t("The list: a workbook (.xlsx), CSV, or submissions of the field form (JSON, CSV)."),
        metavar="FILE",
    ),
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map",
        help=t("The list's mapping; submissions of the field form need none."),
        metavar="MAP.toml",
    ),
]
IntoFolder = Annotated[
    Path | None,
    typer.Option(
        "--folder", help=t("Write list and mapping into this process folder."), metavar="FOLDER"
    ),
]
SourceName = Annotated[
    str,
    typer.Option("--source", help=t("Id of the source; left out: the file's name."), metavar="ID"),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=t("Say what would be written, and write nothing."))
]
Replace = Annotated[
    bool, typer.Option("--replace", help=t("Replace a list of this source that is there."))
]
FormFile = Annotated[
    Path, typer.Option("--out", help=t("Write the form here (.xlsx)."), metavar="FILE")
]
PublicKey = Annotated[
    Path | None,
    typer.Option(
        "--public-key",
        help=t("RSA public key (PEM) under which telephones shut what they collect."),
        metavar="FILE",
    ),
]


def import_command(
    source_file: ListFile,
    mapping: MapFile = None,
    folder: IntoFolder = None,
    source: SourceName = "",
    dry_run: DryRun = False,
    replace: Replace = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Read a list through its mapping; with --folder, write both into a process folder, whole or not at all."""
    output = Output(as_json, quiet)
    with answering(output):
        opened = ProcessFolder.open(folder) if folder else None
        name = source or source_file.stem
        if not _SOURCE.fullmatch(name):
            raise FaultsError([Fault("import_bad_source", params={"source": name})])
        table, used, faults = _read(source_file, mapping)
        communities = opened.config.community_ids if opened else None
        map_name = mapping.name if mapping else source_file.name
        faults += check_mapping(used, table.names, communities=communities, file=map_name)
        acts, cases = _rows(name, table, used, communities)
        faults += _numbered([*acts.faults, *_further(acts, cases)], table)
        written = _write(opened, name, table, used, dry_run, replace, faults)
        _say(output, table, acts, cases, faults, written)
        output.give(_document(name, table, acts, cases, faults, written))
        if any(fault.severity == "error" for fault in faults):
            raise SystemExit(1)


def _read(path: Path, map_path: Path | None) -> tuple[Table, ListMapping, list[Fault]]:
    table, faults = load_list(path)
    if table is None:
        raise FaultsError(faults)
    if map_path is not None:
        used, wrong = read_list_mapping(map_path.read_text("utf-8-sig"), map_path.name)
        return table, used, [*faults, *wrong]
    known = form_mapping(table.names)
    if known is None:
        raise FaultsError([*faults, Fault("intake_unknown_form", path.name)])
    return table, known, faults


def _rows(
    source: str, table: Table, mapping: ListMapping, communities: Any
) -> tuple[MappedList, CaseRows]:
    columns = {name: table.text(name) for name in table.names}
    acts = map_list(source, columns, mapping, communities=communities, file=table.file)
    return acts, read_case_rows(columns, mapping, communities=communities, file=table.file)


def _further(acts: MappedList, cases: CaseRows) -> list[Fault]:
    """What only the reading into cases found."""
    told = {(fault.code, fault.row, fault.column) for fault in acts.faults}
    return [fault for fault in cases.faults if (fault.code, fault.row, fault.column) not in told]


def _numbered(faults: list[Fault], table: Table) -> list[Fault]:
    """Faults under the row that the spreadsheet shows, where blank or damaged rows were left out."""
    return [
        fault
        if fault.row is None
        else Fault(
            fault.code, fault.file, table.row_number(fault.row - 2), fault.column, fault.params, fault.severity
        )
        for fault in faults
    ]  # fmt: skip


def _write(
    folder: ProcessFolder | None,
    source: str,
    table: Table,
    mapping: ListMapping,
    dry_run: bool,
    replace: bool,
    faults: list[Fault],
) -> list[str]:
    """The files written: mapping first, then the list; a mapping without a list is only a warning of `check`."""
    wrong = any(fault.severity == "error" for fault in faults)
    if folder is None or dry_run or wrong:
        return []
    files = {
        f"record/lists/{source}.toml": write_list_mapping(mapping).encode(),
        f"record/lists/{source}.csv": list_bytes(table),
    }
    if not replace and any(folder.files.path(name).exists() for name in files):
        raise FaultsError([Fault("import_list_exists", f"record/lists/{source}.csv")])
    for name, payload in files.items():
        write_atomically(folder.files.path(name), payload)
    return list(files)


def _say(
    output: Output,
    table: Table,
    acts: MappedList,
    cases: CaseRows,
    faults: list[Fault],
    written: list[str],
) -> None:
    output.say(
        t(
            "{rows} rows, {acts} acts; {good} rows without a fault, {faults} faults.",
            rows=table.n_rows,
            acts=len(acts.acts),
            good=len(cases.rows),
            faults=len(faults),
        )
    )
    for fault in faults[:_SHOWN]:
        text = fault.message(LANGUAGE)
        output.say(f"  {fault_place(fault.file, fault.row, fault.column)}: {text.what}")
        output.say(f"      {text.mend}")
    if len(faults) > _SHOWN:
        output.say(t("  and {n} more; --json lists all.", n=len(faults) - _SHOWN))
    for name in written:
        output.say(t("Written: {path}", path=name))
    if not written:
        output.say(t("Nothing was written."))


def _document(
    source: str,
    table: Table,
    acts: MappedList,
    cases: CaseRows,
    faults: list[Fault],
    written: list[str],
) -> dict[str, Any]:
    return {
        "source": source,
        "rows": table.n_rows,
        "rows_without_fault": len(cases.rows),
        "acts": len(acts.acts),
        "faults": [fault.as_dict(LANGUAGE) for fault in faults],
        "written": written,
    }


def xlsform_command(
    out: FormFile,
    title: Annotated[str, typer.Option("--title", help=t("What the telephone shows."))] = "misaq",
    public_key: PublicKey = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Write the field form as an XLSForm for ODK or Kobo, in English and Urdu."""
    output = Output(as_json, quiet)
    with answering(output):
        key = _key_line(public_key) if public_key else ""
        write_atomically(out, write_xlsform(title=title, public_key=key))
        output.say(t("Form written to {path}. Upload it to ODK Central or Kobo.", path=out))
        output.give({"out": str(out)})


def _key_line(path: Path) -> str:
    text = path.read_text("ascii", "replace")
    found = re.search(r"-----BEGIN PUBLIC KEY-----(.+?)-----END PUBLIC KEY-----", text, re.S)
    line = "".join(found[1].split()) if found else ""
    if not re.fullmatch(r"[A-Za-z0-9+/]{100,}={0,2}", line):
        raise FaultsError([Fault("import_bad_key", path.name)])
    return line


register(
    "cli",
    {
        "import_bad_source": Message(
            N_("“{source}” cannot be the id of a source."),
            N_("Give one with --source: letters, digits, dot, dash and underscore, no spaces."),
        ),
        "import_list_exists": Message(
            N_("This source has a list in the folder already."),
            N_("Give another --source, or --replace to put this list in its place."),
        ),
        "import_bad_key": Message(
            N_("This file holds no RSA public key."),
            N_("Make one with: openssl rsa -in private.pem -pubout -out public.pem"),
        ),
    },
)
