"""The demonstration's organisations: two of different sides, and one that answers. Never for a real process.

Everything here is invented. The passphrase is printed for everybody: that a real one is known to its member alone is
what the record stands on, so that these keys protect nothing.
"""

from collections.abc import Iterator

from misaq.web.accounts.demo import demo_account, demo_login
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.keys.services import (
    colleague_let_in,
    keys_unlock,
    member_key_make,
    membership_begin,
)
from misaq.web.record.models import KeyWrap, MemberKey, Organisation
from misaq.web.record.models.organisation import OrganisationKind

PASSPHRASE = "velmara demonstration only"  # noqa: S105  printed for everybody, opens invented cases
# slug, names, kind, side, takes what people tell, (account, role)
HOUSES: tuple[tuple[str, str, str, str, str, bool, tuple[tuple[str, Role], ...]], ...] = (
    (
        "valley-aid", "Valley Legal Aid (invented)", "وادی قانونی امداد (فرضی)", OrganisationKind.DOCUMENTER,
        "valley", True, (("documenter", Role.DOCUMENTER), ("reviewer", Role.REVIEWER)),
    ),
    (
        "ridge-watch", "Ridge Watch (invented)", "رج واچ (فرضی)", OrganisationKind.DOCUMENTER,
        "ridge", True, (("ridge-documenter", Role.DOCUMENTER), ("ridge-reviewer", Role.REVIEWER)),
    ),
    (
        "upper-council", "Upper Council (invented)", "بالائی کونسل (فرضی)", OrganisationKind.AUTHORITY,
        "council", False, (("authority", Role.AUTHORITY),),
    ),
)  # fmt: skip


def demo_houses() -> Iterator[tuple[str, str, str]]:
    """Make the organisations, with keys; gives the logins of the accounts that no role of the demonstration has yet.

    name, secret of a fresh one-time login, recovery code; as `demo_logins`.
    """
    known = {str(role) for role in Role}
    for slug, name_en, name_ur, kind, side, takes, people in HOUSES:
        house, _made = Organisation.objects.get_or_create(
            slug=slug,
            defaults={"name_en": name_en, "name_ur": name_ur, "kind": kind, "side": side},
        )
        accounts = [(demo_account(name, role), name, role) for name, role in people]
        for account, _name, _role in accounts:
            membership_begin(house, account)
        _let_in(house, [account for account, _name, _role in accounts])
        Organisation.objects.filter(pk=house.pk).update(takes_submissions=takes)
        for account, name, role in accounts:
            if name not in known:
                yield name, *demo_login(account, role)


def _let_in(house: Organisation, accounts: list[Account]) -> None:
    """Give every member a key pair and the organisation's key, once."""
    for account in accounts:
        if not MemberKey.objects.filter(account=account).exists():
            member_key_make(account, PASSPHRASE)
    house.refresh_from_db()
    holders = set(
        KeyWrap.objects.filter(organisation=house, ended_at=None).values_list("account", flat=True)
    )
    waiting = [account for account in accounts if account.pk not in holders]
    first = next((account for account in accounts if account.pk in holders), None)
    if first is None or not waiting:
        return
    keys = keys_unlock(first, PASSPHRASE)
    for account in waiting:
        colleague_let_in(house, account, keys, by=first)
