"""An upload by a plain form: its bytes go from the socket into the encrypted store, part by part.

Django's own handlers would write a large file to the disk in clear. This one is put in before anything is read, by
a view that has checked already whose case it is.
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from misaq.foundation.errors import MisaqError
from misaq.web.accounts.models import Account
from misaq.web.record.evidence.parts import PART
from misaq.web.record.evidence.receiving import part_keep, upload_begin, upload_drop
from misaq.web.record.models import Case, Upload
from misaq.web.record.unlocking import Keyring

FORM_MOST = 200 << 20
"""Bytes of one request of a plain form; films go in parts, or to the custodian of the evidence on a disk."""
_AROUND = 100_000
"""Bytes of a form around its files."""


def is_too_large(content_length: str) -> bool:
    """Whether a request announces more than a plain form may send.

    >>> is_too_large("1000"), is_too_large("999999999"), is_too_large("")
    (False, True, False)
    """
    return content_length.isdigit() and int(content_length) > FORM_MOST + _AROUND


class StraightToStore(FileUploadHandler):
    """Keeps each file of a form as an upload. uploads : those that came whole. refusal : why the rest did not."""

    def __init__(self, case: Case, keys: Keyring, by: Account) -> None:
        super().__init__()
        self._case, self._keys, self._by = case, keys, by
        self._upload: Upload | None = None
        self._held, self._size = b"", 0
        self.uploads: list[Upload] = []
        self.refusal: MisaqError | None = None

    def new_file(self, *args: Any, **more: Any) -> None:
        """Begin an upload of the same name."""
        super().new_file(*args, **more)
        self._held, self._size, self._upload = b"", 0, None
        try:
            self._upload = upload_begin(
                self._case, self.file_name or "", self._keys,
                declared=self.content_type or "", size=0, by=self._by,
            )  # fmt: skip
        except MisaqError as error:
            self.refusal = error
            raise SkipFile from None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what makes up a whole part."""
        self._held += raw_data
        self._size += len(raw_data)
        if self._size > FORM_MOST:
            self.drop()
            raise StopUpload(connection_reset=True)
        while len(self._held) >= PART:
            self._keep(self._held[:PART])
            self._held = self._held[PART:]

    def file_complete(self, file_size: int) -> None:
        """Keep the last part, and say how large the file is."""
        if self._upload is None:
            return
        if self._held:
            self._keep(self._held)
        self._upload.size = self._upload.received = self._size
        self._upload.save(update_fields=["size", "received"])
        self.uploads.append(self._upload)
        self._upload = None

    def upload_interrupted(self) -> None:
        """A form that breaks off cannot go on: nothing of it is kept."""
        self.drop()

    def drop(self) -> None:
        """Throw away what came and was not made an item of."""
        for upload in [*self.uploads, *([self._upload] if self._upload else [])]:
            if Upload.objects.filter(pk=upload.pk).exists():
                upload_drop(upload, by=self._by)
        self.uploads, self._upload = [], None

    def _keep(self, payload: bytes) -> None:
        if self._upload is None:
            return
        offset = (self._size - len(self._held)) // PART * PART
        self._upload.size = offset + len(payload)
        part_keep(self._upload, offset, payload, self._keys)
