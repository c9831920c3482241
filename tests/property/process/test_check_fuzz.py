"""Whatever a folder holds, its check answers with faults or with nothing: no traceback, no write."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.process.small_folder import FILES, write_folder

from misaq.formats.csv import parse_csv
from misaq.formats.parquet import parse_parquet
from misaq.formats.texts import parse_toml, unpack_xz
from misaq.process import examine_folder

_NASTY = st.sampled_from(
    [
        b"\0",
        b'"',
        b",",
        b"\n",
        b"\r",
        b"\xff",
        b"\xef\xbb\xbf",
        b";",
        b"\x1a",
        b"[",
        b"=",
        b"{}",
        b"\xd9\x86",
        b"1e999",
        b"---\n",
    ]
)
_BYTES = st.lists(st.one_of(_NASTY, st.binary(max_size=4)), max_size=30).map(b"".join)


@given(_BYTES)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_table_or_faults(payload: bytes) -> None:
    table, faults = parse_csv(payload, "a.csv")
    assert table is not None or any(f.severity == "error" for f in faults)
    if table is not None:
        numbers = [table.row_number(i) for i in range(table.n_rows)]
        assert numbers == sorted(set(numbers))
        assert all(len(table.text(name)) == table.n_rows for name in table.names)
        table.canonical_hash()
    for fault in faults:
        assert fault.message("en").what
        assert "{" not in fault.message("ur").what.replace("{}", "")


@given(_BYTES)
@settings(max_examples=100, deadline=None)
def test_any_bytes_under_other_endings(payload: bytes) -> None:
    assert parse_parquet(b"PAR1" + payload + b"PAR1", "a.parquet")[0] is None
    unpack_xz(b"\xfd7zXZ\0" + payload, "a.xz")
    parse_toml(payload.decode(errors="replace"), "a.toml")


@st.composite
def _mutations(draw: st.DrawFn) -> tuple[str, bytes | None]:
    file = draw(st.sampled_from(sorted(FILES)))
    payload = FILES[file].encode()
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(payload)))
        end = begin + draw(st.integers(0, 12))
        payload = payload[:begin] + draw(st.one_of(_NASTY, st.binary(max_size=6))) + payload[end:]
    return file, draw(st.sampled_from([payload, payload, payload, None]))


@given(st.lists(_mutations(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_folder_has_faults_or_none(mutations: list[tuple[str, bytes | None]]) -> None:
    root = Path(tempfile.mkdtemp()) / "p"
    try:
        write_folder(root, dict(mutations))
        before = sorted(root.rglob("*"))
        found = examine_folder(root)
        assert sorted(root.rglob("*")) == before
        for fault in found.faults:
            assert fault.code != "check_failed", fault
            assert fault.as_dict("en")["what"]
    finally:
        shutil.rmtree(root.parent)
