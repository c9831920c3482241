"""A small invented conversation for the tests of taking part."""

from typing import Any

from misaq.web.dialogue.models import Conversation
from misaq.web.dialogue.services import conversation_open

OVERVIEW: dict[str, Any] = {
    "id": "small",
    "communities": [
        {"id": "talhen", "name": {"en": "Talhen", "ur": "تلہین"}},
        {"id": "sovan", "name": {"en": "Sovan", "ur": "سووان"}},
    ],
}
TEXTS = (
    ("s1", "The wells are repaired within a month.", "کنویں ایک ماہ میں ٹھیک کیے جائیں۔"),
    ("s2", "Schools teach in every language of the valley.", "سکول وادی کی ہر زبان میں پڑھائیں۔"),
    ("s3", "The register of land is open to everybody.", "زمین کا اندراج سب کے لیے کھلا ہو۔"),
    ("s4", "A family is told within a day where a relative is held.", ""),
    ("s5", "The market stays open on rest days.", "بازار چھٹی کے دن کھلا رہے۔"),
)


def published() -> dict[str, Any]:
    """What `dialogue.statements` says of the statements."""
    rows = []
    for name, english, urdu in TEXTS:
        texts = {"en": {"text": english, "status": "checked"}}
        if urdu:
            texts["ur"] = {"text": urdu, "status": "draft"}
        rows.append({"id": name, "texts": texts, "language": "en", "theme": ""})
    return {"statements": rows}


def open_small(**changes: bool) -> Conversation:
    """Open it."""
    return conversation_open(OVERVIEW, published(), **changes)
