"""What can go wrong with making a copy.

InputError
├── CopyFailedError           the file cannot be decoded, or would take too much to decode
│   ├── CopyLockedError           a PDF with a password
│   ├── CopyTooLargeError         more pixels than are decoded
│   ├── CopyTooSlowError          it took too long
│   ├── CopyKilledError           the child died of it, or was stopped by its limits
│   └── CopyKindError             a kind of which no copy is made
└── RedactionError            boxes that do not lie on the copy
EngineError
└── CopyUnconfinedError       this machine grants no walls, so nothing was decoded
"""

from misaq.foundation.errors import EngineError, InputError


class CopyFailedError(InputError):
    """The file cannot be decoded."""

    code = "copy_broken"


class CopyLockedError(CopyFailedError):
    """A PDF that opens only with a password."""

    code = "copy_locked"


class CopyTooLargeError(CopyFailedError):
    """More pixels, or more bytes, than are decoded."""

    code = "copy_too_many_pixels"


class CopyTooSlowError(CopyFailedError):
    """Decoding took longer than it may."""

    code = "copy_too_slow"


class CopyKilledError(CopyFailedError):
    """The child died of the file, or was stopped by its limits."""

    code = "copy_killed"


class CopyKindError(CopyFailedError):
    """No copy is made of this kind of file."""

    code = "copy_kind"


class RedactionError(InputError):
    """A box that does not lie on the copy."""

    code = "redaction_box"


class CopyUnconfinedError(EngineError):
    """The machine grants no walls around the child."""

    code = "copy_unconfined"
