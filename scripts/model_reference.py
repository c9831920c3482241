"""Write docs/reference/record-model.md from the dataclasses and their tiers; a test checks that it is fresh."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from misaq import record
from misaq.record import TIERS, VOCABULARIES, Entity, entities, terms, vocabulary_list

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "record-model.md"

HEAD = """\
# The model of the record

What the record is made of: each entity, what it holds, the rule it keeps, and who may read which field at most. The
entities are frozen dataclasses of `misaq.record`; their checks find every fault at once and change nothing. This page
is written by `scripts/model_reference.py`.

| tier | who may read it |
|---|---|
| public | anyone, once published through disclosure control |
| restricted | people of the organisation who work on the case; every reading is logged |
| sealed | nobody alone: several custodians open one record together |

A record can only make its own tier stricter. An act of sexual violence is sealed whole. The name of one human being
said to have had a part is sealed; an institution's is not. Two doors open: a victim's name is public with consent to
its publication, a reply once it is published. A field that nobody listed is sealed.

## How it hangs together

```text
SourceRecord <- Assertion -> RecordedAct -> Incident -> (part of, follows) Incident
     ^                          |    ^
     |                          |    +- Involvement -> Actor -> (part of) Actor
PersonMention <- LinkDecision   |    +- LegalQualification - ElementFinding x 4
     |                          |
   Person <- FateStatus         +- victim: PersonMention or VictimGroup
     ^- DetentionSpell          case <- Review; report <- ResponseRequest <- Reply; Acknowledgement -> commitment
     ^- Consent
```

Every value leads back: value, assertion, source record, evidence, its custody, the proof in the log.

## Rules that the code keeps

- **Acts are counted, and never name who did them.** Who is said to have done what is an `Involvement`.
- **Alleged is derived**: `is_alleged` is true until a court's finding is final. Nobody can type it in.
- **Nobody is dead without an identification.** `record_fate` refuses it, `current_fate` passes it over, and
  `is_presumed_alive` stays true. A status counts from the last day that its time can mean.
- **A legal label stands in `LegalQualification` alone.** `weigh_elements` derives from the four answers whether
  Article 2 of the Convention of 2006 is met, which elements are not, which are not known; and Article 3 where the
  acts are the same and the state has no part in them.
- **The ladder** is quarantine, allegation, reviewed, verified; `admit`, `peer` and `second` climb one rung,
  `return` goes one down, `reopen` back to the allegation. No author takes any step; nobody with a conflict of
  interest does; the second coder never touched the case and did not see the first coding; no rung is reached by
  votes.
- **Silence counts only when the time is over.** `may_name` lets an institution of any side be named with two
  independent sources and after it replied or had 30 days to; a single person only once a court's finding is
  final.
- **Consent is denied by default.** Of each person's answers the newest stands; a withdrawal is a no from its
  moment on. What the subject said stands alone; where the subject said nothing, one relative's no is a no for
  all.
- **A date stays as open as it was told.** EDTF level 1; Hijri dates (1343 to 1500) become the days they can mean,
  one more on either side, because months began by sight of the moon.
"""

LISTS = """\
## Vocabularies

Own definitions, in English and Urdu, each term with what sets it apart, two examples, a counter-example and what
counts as one: `misaq record vocabulary LIST`. Codes of other lists stand in `see`; a source's own code is kept and
mapped by a `TermMapping`.

| list | it answers | codes |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    sections = "".join(_section(entity) for entity in entities().values())
    return f"{HEAD}\n## Entities\n{sections}\n{_lists()}"


def _section(entity: Entity) -> str:
    kind = getattr(record, entity.name)
    rows = []
    for tier in TIERS:
        named = [
            f"`{one.name}`{_type(one.type)}"
            for one in fields(kind)
            if entity.tiers[one.name] == tier
        ]
        if named:
            rows.append(f"| {tier} | {', '.join(named)} |")
    table = "\n".join(["| tier at most | fields |", "|---|---|", *rows])
    return f"\n### {entity.name}\n\n{entity.holds} {entity.rule}\n\n{table}\n"


def _type(given: Any) -> str:
    """What a reader needs of a field's type: another entity, a date, a number; a plain text goes without saying."""
    name = given if isinstance(given, str) else getattr(given, "__name__", str(given))
    if not isinstance(given, type):
        name = str(given)
    for entity in entities():
        if re.search(rf"\b{entity}\b", name):
            return f" ({entity}, several)" if "tuple" in name else f" ({entity})"
    for mark, words in (
        ("PartialDate", "EDTF"), ("datetime", "moment"), ("date", "day"), ("tuple", "several"),
        ("bool", "yes or no"), ("int", "number"), ("float", "number"),
    ):  # fmt: skip
        if re.search(rf"\b{mark}\b", name):
            return f" ({words})"
    return ""


def _lists() -> str:
    rows = []
    for name in VOCABULARIES:
        about = vocabulary_list(name)
        codes = ", ".join(f"`{code}`" for code in terms(name))
        rows.append(f"| `{name}` | {about.question['en']} | {codes} |")
    return LISTS + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
