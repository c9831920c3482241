"""A row of every kind in one house, with marks that must show up nowhere else."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from tests.record_people import House, Keepers

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.models import Case, CaseFollower

MARKS = ("Markedsummaryword", "Markedname", "Markednarrative", "0399-4444444")


@dataclass
class Objects:
    """The rows, by the name of the argument that names them in an address."""

    case: Case
    house: House
    rows: dict[str, Any] = field(default_factory=dict)
    by_address: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, name: str) -> dict[str, Any]:
        """The arguments of an address, for the first house's rows."""
        return self.by_address.get(name, {})

    @staticmethod
    def absent(key: str, value: Any) -> Any:
        """The same kind of argument for a row that is not there."""
        if isinstance(value, UUID):
            return uuid4()
        if isinstance(value, int):
            return 987_654_321
        return "z" * len(str(value)) if key != "slug" else "no-such-house"

    def bind(self, role: Role, account: Account) -> None:
        """Tie somebody to the rows that are theirs by another way than membership."""
        if role == Role.FAMILY:
            CaseFollower.objects.create(case=self.case, account=account)

    def attach(self, browsers: dict[tuple[str, str], Client]) -> None:
        """What needs the browsers: nothing yet."""


def make_objects(house: House, keepers: Keepers) -> Objects:
    """The rows of a house and how each address names them."""
    case = house.open_case(
        "Markedsummaryword: a person was taken.", narrative="Markednarrative. Invented."
    )
    objects = Objects(case, house)
    colleague = {"slug": house.organisation.slug, "account_id": house.colleague.pk}
    objects.by_address = {"record_let_in": colleague}
    return objects
