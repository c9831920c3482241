"""`misaq assembly bundle` and `pseudonyms`: what is published, and ids that only their person can find."""

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import bundle_files, check_certificate, new_code, pseudonym
from misaq.cli.assembly.documents import LotteryFile, load_document, open_published, results_of
from misaq.cli.assembly.pool_files import PoolFile, QuotaFile, columns_of
from misaq.cli.assembly.verify import say_breaks
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.cli.record_seal import OWNER_ONLY, require_free
from misaq.formats import pack_zip, read_table, replace_folder, write_atomically
from misaq.foundation.canonical import sha256_hex


def bundle_command(
    lottery: LotteryFile,
    pool: Annotated[
        Path,
        typer.Option(
            "--pool", help=t("The pool; only ids and quota columns go out."), metavar="POOL.csv"
        ),
    ],
    quotas: QuotaFile,
    out: Annotated[
        Path,
        typer.Option("--out", help=t("A zip when it ends so, else a folder."), metavar="BUNDLE"),
    ],
    draw: Annotated[
        Path | None,
        typer.Option("--draw", help=t("What `misaq assembly draw` wrote."), metavar="FILE"),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Write all that a stranger needs to check a lottery and its draw; nothing when it does not verify."""
    output = Output(as_json, quiet)
    with answering(output):
        people, limits = (columns_of(read_table(path, path.name)) for path in (pool, quotas))
        with open_published(lottery) as found:
            drawn = results_of(load_document(draw)) if draw else found.drawn
            whole = {**found.lottery, "sealed": found.sealed}
            say_breaks(check_certificate(whole, people, limits, drawn), output)
            files = bundle_files(whole, people, limits, drawn)
        if out.suffix == ".zip":
            write_atomically(out, pack_zip(files))
        else:
            replace_folder(out, files)
        output.say(t("Written: {path}", path=out))
        output.say(t("In it, with Python alone: python3 check_lottery.py"))
        digests = {name: f"sha256:{sha256_hex(payload)}" for name, payload in files.items()}
        output.give({"path": str(out), "files": digests})


def pseudonyms_command(
    pool: PoolFile,
    out: Annotated[
        Path,
        typer.Option(
            "--out", help=t("Write the pool with pseudonyms as ids here."), metavar="FILE"
        ),
    ],
    codes: Annotated[
        Path,
        typer.Option(
            "--codes",
            help=t("Write everybody's code here, readable by you alone."),
            metavar="FILE",
        ),
    ],
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Give each person of a pool a code of their own, and the pool ids that only the code finds."""
    output = Output(as_json, quiet)
    with answering(output):
        require_free(out)
        require_free(codes)
        columns = columns_of(read_table(pool, pool.name))
        own = next((name for name in columns if name.strip().casefold() == "id"), None)
        n_rows = len(next(iter(columns.values()), []))
        ids = columns[own] if own else [str(i + 1) for i in range(n_rows)]
        given = [new_code() for _ in ids]
        public = [pseudonym(code) for code in given]
        shown = {"id": public, **{name: values for name, values in columns.items() if name != own}}
        order = sorted(
            range(n_rows), key=lambda i: public[i]
        )  # the order of the pool tells nothing
        write_atomically(out, _table(shown, order))
        secret = {"id": ids, "code": given, "pseudonym": public}
        write_atomically(codes, _table(secret, list(range(n_rows))), mode=OWNER_ONLY)
        output.say(t("{people} people have codes. Give each their own.", people=n_rows))
        output.say(t("Hold the lottery on {out}. Keep {codes} to yourself.", out=out, codes=codes))
        output.give({"n_people": n_rows, "pool": str(out), "codes": str(codes)})


def _table(columns: dict[str, list[str]], order: list[int]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[values[i] for values in columns.values()] for i in order])
    return stream.getvalue().encode()
