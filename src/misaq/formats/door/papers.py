"""A PDF looked at from outside: where it begins and ends, and whether it would do anything by itself."""

import re

from misaq.formats.door.foreign import judge_trailing
from misaq.foundation.faults import Fault

_NAME = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{1,40})")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = {
    b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"OpenAction", b"AA", b"XFA", b"RichMedia",
    b"SubmitForm", b"ImportData", b"GoToR", b"GoToE",
}  # fmt: skip
_TOLD = _ACTIVE | {b"Encrypt"}


def check_pdf(payload: bytes) -> list[Fault]:
    """What is wrong with a PDF, and what in it would act when it is opened.

    Names are read with their escapes undone. What stands in compressed parts is not seen, so the absence of
    `pdf_active` is no promise: a PDF is shown only as pixels, whatever is found here.
    """
    faults: list[Fault] = []
    last = payload.rfind(b"%%EOF")
    if last < 0:
        faults.append(Fault("pdf_broken"))
    else:
        faults += judge_trailing(payload[last + 5 :], len(payload))
    every = (_unescape(found[1]) for found in _NAME.finditer(payload))
    names = {name for name in every if name in _TOLD}
    active = sorted(name.decode() for name in names - {b"Encrypt"})
    if active:
        about = {"names": ", ".join(active)}
        faults.append(Fault("pdf_active", params=about, severity="warning"))
    if b"Encrypt" in names:
        faults.append(Fault("pdf_encrypted"))
    return faults


def _unescape(name: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name)
