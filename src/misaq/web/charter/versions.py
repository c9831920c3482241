"""What the documents say of the versions and of the language of the law."""

from typing import Any

from misaq.process import Results
from misaq.web.shell.words import direction_of


def version_rows(results: Results) -> list[dict[str, Any]]:
    """One row a version, the first text included."""
    return list((results.results("charter.versions") or {}).get("versions", []))


def law_language(results: Results) -> str:
    """The language that the constitution is written in."""
    return str((results.results("charter.versions") or {}).get("language", "en"))


def law_words(results: Results) -> dict[str, str]:
    """The language of the law and the direction it is written in."""
    language = law_language(results)
    return {"law_language": language, "law_direction": direction_of(language)}
