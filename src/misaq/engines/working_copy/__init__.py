"""Working copies: pixels decoded by a confined child, put together again here. What people look at is only
ever these.
"""

from misaq.engines.working_copy import messages as messages
from misaq.engines.working_copy.errors import (
    CopyFailedError,
    CopyUnconfinedError,
    RedactionError,
)
from misaq.engines.working_copy.making import (
    Box,
    CopyLimits,
    WorkingCopy,
    make_working_copy,
)

__all__ = [
    "Box",
    "CopyFailedError",
    "CopyLimits",
    "CopyUnconfinedError",
    "RedactionError",
    "WorkingCopy",
    "make_working_copy",
]
