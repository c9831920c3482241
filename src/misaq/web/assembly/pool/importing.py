"""Bringing volunteers in from an officer's file: all of it, or nothing and every fault with its row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from misaq.assembly import new_code, pseudonym
from misaq.foundation.faults import Fault
from misaq.web.accounts.models import Account
from misaq.web.assembly.identities.services import Identity, identity_shut
from misaq.web.assembly.marks import folded, home_mark, key_mark, person_mark
from misaq.web.assembly.models import Panel, Volunteer
from misaq.web.assembly.noting import note

OWN = ("name", "contact", "household")
LONGEST = 300


@dataclass(frozen=True)
class NewVolunteer:
    """One person of a file: who they are, where they live, what they answer. row : in the file."""

    row: int
    name: str
    contact: str
    home: str
    answers: dict[str, str]


@dataclass(frozen=True)
class Given:
    """What a person of the file is to be given: code and key, shown once."""

    row: int
    code: str
    key: str


def read_volunteers(
    panel: Panel, columns: Mapping[str, Sequence[str]]
) -> tuple[list[NewVolunteer], list[Fault]]:
    """Read the people of a file; every fault with its row and column."""
    table = {" ".join(name.split()).casefold(): list(values) for name, values in columns.items()}
    questions = {
        category.name: {folded(f.name): f.name for f in category.features.all()}
        for category in panel.categories.prefetch_related("features")
    }
    faults = [
        Fault("volunteer_column_missing", column=name)
        for name in (*OWN, *questions)
        if name.casefold() not in table
    ]
    if faults:
        return [], faults
    people: list[NewVolunteer] = []
    n_rows = len(table["name"])
    for i in range(n_rows):
        row = {name: " ".join(values[i].split()) for name, values in table.items()}
        person, found = _person(row, i + 2, questions)
        people.append(person)
        faults += found
    faults += _twice(panel, people)
    if not n_rows:
        faults.append(Fault("volunteers_empty"))
    return ([] if faults else people), faults


def _person(
    row: Mapping[str, str], number: int, questions: Mapping[str, Mapping[str, str]]
) -> tuple[NewVolunteer, list[Fault]]:
    faults = [
        Fault("volunteer_blank", "", number, name) for name in ("name", "contact") if not row[name]
    ]
    faults += [
        Fault("volunteer_long", "", number, name, {"longest": LONGEST})
        for name in OWN
        if len(row[name]) > LONGEST
    ]
    answers = {}
    for category, known in questions.items():
        text = row[category.casefold()]
        if not text:
            faults.append(Fault("volunteer_blank", "", number, category))
        elif folded(text) not in known:
            params = {"value": text[:60], "answers": ", ".join(known.values())}
            faults.append(Fault("volunteer_answer_unknown", "", number, category, params))
        else:
            answers[category] = known[folded(text)]
    return NewVolunteer(number, row["name"], row["contact"], row["household"], answers), faults


def _twice(panel: Panel, people: Sequence[NewVolunteer]) -> list[Fault]:
    there = set(panel.volunteers.exclude(person_mark="").values_list("person_mark", flat=True))
    first: dict[str, int] = {}
    faults = []
    for person in people:
        mark = person_mark(panel, person.name, person.contact)
        if not mark:
            continue
        if mark in there:
            faults.append(Fault("volunteer_there", "", person.row, "name"))
        elif mark in first:
            params = {"first": first[mark]}
            faults.append(Fault("volunteer_twice", "", person.row, "name", params))
        first.setdefault(mark, person.row)
    return faults


@transaction.atomic
def volunteers_bring_in(
    panel: Panel, people: Sequence[NewVolunteer], *, by: Account
) -> list[Given]:
    """Put the people of a file into the pool; returns each one's code and key, which are kept nowhere."""
    consent = panel.consents.latest("version")
    given, rows = [], []
    for person in people:
        code, key = new_code(), new_code()
        name = pseudonym(code)
        given.append(Given(person.row, code, key))
        rows.append(
            Volunteer(
                panel=panel,
                pseudonym=name,
                key_mark=key_mark(panel, key),
                person_mark=person_mark(panel, person.name, person.contact),
                answers=person.answers,
                household=home_mark(panel, person.home),
                boxed=identity_shut(panel, name, Identity(person.name, person.contact)),
                consent=consent,
                way=Volunteer.Way.FILE,
            )
        )
    Volunteer.objects.bulk_create(rows, batch_size=500)
    note(panel, "pool.brought-in", by=by, about=str(len(rows)))
    return given
