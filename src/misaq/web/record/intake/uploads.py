"""A list on its way in stays in memory: Django would write it to the disk in clear."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

from misaq.formats import MAX_LIST_BYTES


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
