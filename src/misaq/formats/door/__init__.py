"""The door for files that people send: what comes in is hashed, encrypted and looked at, and nothing is trusted.

In the order of the work: the bytes are hashed and encrypted as they arrive, so that they never lie on a disk
in clear; then the file is examined through its own ciphertext, without decoding what it shows.
"""

from misaq.formats.door.examination import (
    Examination,
    check_batch,
    examine_upload,
)
from misaq.formats.door.kinds import FileKind, accepted_kinds
from misaq.formats.door.limits import DoorLimits
from misaq.formats.door.storing import (
    Received,
    UploadTooLargeError,
    open_original,
    receive_upload,
    store_upload,
    stream_pieces,
)

__all__ = [  # noqa: RUF022  in the order of the work
    "DoorLimits",
    "FileKind",
    "accepted_kinds",
    "Received",
    "UploadTooLargeError",
    "receive_upload",
    "store_upload",
    "stream_pieces",
    "open_original",
    "Examination",
    "examine_upload",
    "check_batch",
]
