"""Six organisations and how each writes down an act: its own columns, codes, script, dates and spellings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from misaq.process.demo.chance import Chance
from misaq.process.demo.deed import Deed
from misaq.process.demo.names import Person
from misaq.process.demo.resource import resource_table


@dataclass(frozen=True)
class Row:
    """One row of a list, before it is written in that list's words."""

    ref: str
    kind: str
    community: str
    when: str
    district: str
    actor: str
    name: str
    father: str
    child: bool
    count: int
    verification: str
    copied_from: str = ""


@cache
def _words(script: str) -> dict[str, dict[str, str]]:
    """The words of a script for kinds, communities, districts and actors."""
    return {
        table: {row["id"]: row[f"name_{script}"] for row in resource_table(f"plant/{table}.csv")}
        for table in ("districts", "actors")
    }


@cache
def _codes() -> dict[tuple[str, str, str], str]:
    """Each list's own code for a value of ours."""
    return {
        (row["list"], row["field"], row["value"]): row["code"]
        for row in resource_table("plant/codes.csv")
    }


_OFTEN_DAY = {
    "day": 62.0,
    "month": 18.0,
    "year": 13.0,
    "about": 4.0,
    "between": 1.0,
    "unknown": 2.0,
}


@dataclass(frozen=True)
class OwnList:
    """One organisation's list.

    chances : how likely an act of a kind, or by an actor, comes to its ears ("" for any other).
    verified : shares of its rows by verification: verified, reviewed, allegation.
    date_form : strftime form, or "" when it writes EDTF and so knows partly known dates.
    columns : its own column names to what stands there.
    """

    source: str
    prefix: str
    script: str
    chances: Mapping[str, float]
    verified: Mapping[str, float]
    columns: Mapping[str, Callable[["OwnList", Row], object]]
    date_form: str = ""
    says_community: float = 0.97
    copies: str = ""
    only_actors: tuple[str, ...] = field(default=())

    @property
    def header(self) -> tuple[str, ...]:
        """Its own column names."""
        return tuple(self.columns)

    def reach(self, kind: str, actor: str) -> float:
        """How likely such an act comes to its ears."""
        if self.only_actors and actor not in self.only_actors:
            return 0.0
        return self.chances.get(kind, self.chances[""])

    def hear(self, chance: Chance, number: int, deed: Deed) -> Row:
        """What it wrote down of one act."""
        return Row(
            ref=f"{self.prefix}{number:03d}",
            kind=deed.kind,
            community=deed.community if chance.happens(self.says_community) else "",
            when=self._when(chance, deed.day),
            district=deed.district,
            actor=deed.actor,
            name=self._name(chance, deed.person),
            father=self._father(chance, deed.person),
            child=deed.child,
            count=deed.count,
            verification=chance.weighted(self.verified),
        )

    def copy(self, chance: Chance, number: int, row: Row) -> Row:
        """What it took from a row of the list it copies."""
        return replace(
            row,
            ref=f"{self.prefix}{number:03d}",
            copied_from=row.ref,
            name=row.name.upper() if chance.happens(0.3) else row.name,
            verification=chance.weighted(self.verified),
        )

    def write(self, row: Row) -> list[object]:
        """The row in the list's own columns and words."""
        return [cell(self, row) for cell in self.columns.values()]

    def code(self, what: str, value: str) -> str:
        """The list's own code; "" for nothing."""
        return _codes()[self.source, what, value] if value else ""

    def word(self, table: str, value: str) -> str:
        """A district or an actor in the list's script."""
        return _words(self.script)[table][value]

    def _when(self, chance: Chance, day: date) -> str:
        if self.date_form:
            return "" if chance.happens(0.02) else day.strftime(self.date_form)
        year_later = f"{day.year + (day.month > 6)}-{(day.month + 5) % 12 + 1:02d}"
        return {
            "day": day.isoformat(),
            "month": f"{day:%Y-%m}",
            "year": f"{day:%Y}",
            "about": f"{day:%Y}~",
            "between": f"{day:%Y-%m}/{year_later}",
            "unknown": "XXXX",
        }[chance.weighted(_OFTEN_DAY)]

    def _name(self, chance: Chance, person: Person) -> str:
        other = chance.happens(0.5)
        if self.script == "ur":
            given = person.given.urdu_variant(chance) if other else person.given.urdu
            title = (
                chance.weighted({"": 80.0, "جناب ": 12.0, "استاد ": 8.0})
                if person.sex == "male"
                else ""
            )
            return f"{title}{given} {person.second.urdu}"
        given = person.given.latin_variant(chance) if other else person.given.latin
        second = person.second.latin_variant(chance) if chance.happens(0.3) else person.second.latin
        if chance.happens(0.08):
            return f"{given} {person.second.urdu}"  # a clerk who mixes scripts
        title = (
            chance.weighted({"": 84.0, "Mr ": 10.0, "Ustad ": 6.0}) if person.sex == "male" else ""
        )
        return f"{title}{given} {second}"

    def _father(self, chance: Chance, person: Person) -> str:
        if chance.happens(0.12):
            return ""
        if self.script == "ur":
            child_of = "ولد" if person.sex == "male" else "بنت"
            return f"{child_of} {person.father.urdu_variant(chance)}"
        return f"{'s/o' if person.sex == 'male' else 'd/o'} {person.father.latin_variant(chance)}"


DOCUMENTERS = OwnList(
    source="documenters",
    prefix="UD-",
    script="en",
    chances={"": 0.5, "homes": 0.55, "threat": 0.3, "sexual": 0.6},
    verified={"verified": 0.72, "reviewed": 0.18, "allegation": 0.1},
    columns={
        "case_no": lambda own, row: row.ref,
        "Name": lambda own, row: row.name,
        "Father": lambda own, row: row.father,
        "People": lambda own, row: own.code("community", row.community),
        "Violation": lambda own, row: own.code("act_type", row.kind),
        "Date": lambda own, row: row.when,
        "District": lambda own, row: own.word("districts", row.district),
        "Said to be by": lambda own, row: own.word("actors", row.actor),
        "Persons": lambda own, row: row.count,
        "Minor": lambda own, row: own.code("child", "true" if row.child else "false"),
        "Status": lambda own, row: own.code("verification", row.verification),
    },
)
FAMILIES = OwnList(
    source="families",
    prefix="F",
    script="ur",
    chances={
        "": 0.3,
        "taken": 0.8,
        "killing": 0.5,
        "detention": 0.42,
        "homes": 0.2,
        "threat": 0.15,
    },
    verified={"verified": 0.62, "reviewed": 0.2, "allegation": 0.18},
    columns={
        "نمبر": lambda own, row: row.ref,
        "نام": lambda own, row: row.name,
        "ولدیت": lambda own, row: row.father,
        "برادری": lambda own, row: own.code("community", row.community),
        "کیا ہوا": lambda own, row: own.code("act_type", row.kind),
        "کب": lambda own, row: row.when,
        "کہاں": lambda own, row: own.word("districts", row.district),
        "کس نے": lambda own, row: own.word("actors", row.actor),
        "نابالغ": lambda own, row: own.code("child", "true" if row.child else "false"),
        "گواہ": lambda own, row: own.code("verification", row.verification),
    },
)
PRESS = OwnList(
    source="press",
    prefix="cut",
    script="en",
    date_form="%d.%m.%Y",
    says_community=0.82,
    chances={
        "": 0.33,
        "killing": 0.5,
        "explosion": 0.85,
        "sexual": 0.05,
        "homes": 0.42,
        "illtreatment": 0.15,
    },
    verified={"verified": 0.5, "reviewed": 0.3, "allegation": 0.2},
    columns={
        "cutting": lambda own, row: row.ref,
        "printed_on": lambda own, row: row.when,
        "headline_name": lambda own, row: row.name,
        "group": lambda own, row: own.code("community", row.community),
        "what": lambda own, row: own.code("act_type", row.kind),
        "place": lambda own, row: own.word("districts", row.district),
        "blamed": lambda own, row: own.word("actors", row.actor),
        "how_many": lambda own, row: row.count,
        "papers": lambda own, row: own.code("verification", row.verification),
    },
)
REGISTER = OwnList(
    source="register",
    prefix="R-",
    script="en",
    date_form="%d/%m/%Y",
    chances={
        "": 0.22,
        "detention": 0.5,
        "taken": 0.1,
        "killing": 0.3,
        "illtreatment": 0.08,
        "sexual": 0.05,
    },
    verified={"verified": 0.8, "reviewed": 0.2, "allegation": 0.0},
    only_actors=("interior", "army", "hill_front", "plain_watch"),
    columns={
        "reg_no": lambda own, row: row.ref,
        "date_entered": lambda own, row: row.when,
        "person": lambda own, row: row.name,
        "s_o": lambda own, row: row.father[4:],
        "grp": lambda own, row: own.code("community", row.community),
        "entry": lambda own, row: own.code("act_type", row.kind),
        "stn": lambda own, row: own.word("districts", row.district),
        "force_or_group": lambda own, row: own.word("actors", row.actor),
        "n": lambda own, row: row.count,
        "u18": lambda own, row: own.code("child", "true" if row.child else "false"),
        "file_state": lambda own, row: own.code("verification", row.verification),
    },
)
COURT = OwnList(
    source="court",
    prefix="P-",
    script="ur",
    date_form="%Y/%m/%d",
    chances={"": 0.08, "taken": 0.3, "killing": 0.17, "detention": 0.16, "homes": 0.1},
    verified={"verified": 0.85, "reviewed": 0.15, "allegation": 0.0},
    columns={
        "درخواست": lambda own, row: row.ref,
        "متاثرہ فرد": lambda own, row: row.name,
        "ولد": lambda own, row: row.father,
        "قوم": lambda own, row: own.code("community", row.community),
        "معاملہ": lambda own, row: own.code("act_type", row.kind),
        "تاریخ وقوعہ": lambda own, row: row.when,
        "ضلع": lambda own, row: own.word("districts", row.district),
        "مدعا علیہ": lambda own, row: own.word("actors", row.actor),
        "حکم": lambda own, row: own.code("verification", row.verification),
    },
)
BULLETIN = OwnList(
    source="bulletin",
    prefix="b",
    script="en",
    copies="documenters",
    chances={"": 0.42},
    verified={"verified": 0.55, "reviewed": 0.25, "allegation": 0.2},
    columns={
        "no": lambda own, row: row.ref,
        "taken_from": lambda own, row: row.copied_from,
        "who": lambda own, row: " ".join(filter(None, (row.name, row.father))),
        "community": lambda own, row: own.code("community", row.community),
        "act": lambda own, row: own.code("act_type", row.kind),
        "when": lambda own, row: row.when,
        "where": lambda own, row: own.word("districts", row.district),
        "by": lambda own, row: own.word("actors", row.actor),
        "checked": lambda own, row: own.code("verification", row.verification),
    },
)
LISTS = (DOCUMENTERS, FAMILIES, PRESS, REGISTER, COURT, BULLETIN)
