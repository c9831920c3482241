"""What the secretariat's pages of organisations show: names and numbers of people, nothing of any case."""

from django.db.models import Count, Q, QuerySet

from misaq.web.accounts.access import roles_of
from misaq.web.record.models import CustodianGroup, KeyWrap, Membership, Organisation


def houses() -> QuerySet[Organisation]:
    """Every organisation with how many members it has now."""
    at_work = Q(memberships__ended_at=None, memberships__isnull=False)
    return (
        Organisation.objects.select_related("parent")
        .annotate(n_members=Count("memberships", filter=at_work, distinct=True))
        .order_by("kind", "slug")
    )


def members_of(organisation: Organisation) -> list[dict[str, object]]:
    """Who works there now, with what roles, and whether they hold the organisation's key."""
    holders = set(
        KeyWrap.objects.filter(organisation=organisation, ended_at=None).values_list(
            "account", flat=True
        )
    )
    rows = (
        Membership.objects.filter(organisation=organisation, ended_at=None)
        .select_related("account")
        .order_by("account__username")
    )
    return [
        {
            "membership": row,
            "account": row.account,
            "roles": [role.label for role in sorted(roles_of(row.account))],
            "has_key": row.account_id in holders,
        }
        for row in rows
    ]


def custodian_groups() -> QuerySet[CustodianGroup]:
    """The groups of custodians, the one in force first."""
    return CustodianGroup.objects.prefetch_related("custodians").order_by("-began_at", "-pk")
