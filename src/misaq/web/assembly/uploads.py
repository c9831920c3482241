"""A list that an officer brings in: read in memory, never written to the disk."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest

from misaq.formats import MAX_LIST_BYTES, parse_list
from misaq.foundation.faults import Fault

MOST_ROWS = 20_000


class MemoryOnly(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size, up to the most that a list may have."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django's name
        content_length: int,
        *args: Any,
        **more: Any,
    ) -> None:
        """Stop before the first byte when more is announced than a list may have."""
        if content_length > MAX_LIST_BYTES + 100_000:
            raise StopUpload(connection_reset=True)
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Stop when more comes than may."""
        if start + len(raw_data) > MAX_LIST_BYTES:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


def keep_in_memory(request: HttpRequest) -> None:
    """Let whatever this request brings stay in memory; before its POST is read."""
    request.upload_handlers = [MemoryOnly(request)]


def columns_of_upload(uploaded: Any) -> tuple[dict[str, list[str]], list[Fault]]:
    """The columns of an uploaded list (.csv, .xlsx), and every fault of its form."""
    ending = "xlsx" if str(uploaded.name).lower().endswith((".xlsx", ".xlsm")) else "csv"
    table, faults = parse_list(uploaded.read(), f"list.{ending}", max_rows=MOST_ROWS)
    errors = [fault for fault in faults if fault.severity == "error"]
    if table is None or errors:
        return {}, errors or faults
    return {name: table.text(name) for name in table.names}, []
