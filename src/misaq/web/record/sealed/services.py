"""Sealing: one function per act.

What is sealed here was in this process's memory for a moment; a browser can seal before it sends.
"""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from misaq.record import Custodian as Keeper
from misaq.record import (
    CustodianSet,
    RecordEvent,
    SealingFormError,
    make_leaf,
    read_sealed,
    seal_record,
    sealed_event,
)
from misaq.web.accounts.models import Account
from misaq.web.record.models import (
    Case,
    Custodian,
    CustodianGroup,
    PendingLeaf,
    SealedIdentity,
)


@transaction.atomic
def group_begin(
    keepers: list[tuple[str, str, Account | None]], *, threshold: int
) -> CustodianGroup:
    """Name the custodians from now on: (handle, age recipient, account). What the group before keeps, it keeps.

    Raises CustodiansError and its kinds when they cannot keep a record.
    """
    CustodianSet(tuple(Keeper(handle, recipient) for handle, recipient, _ in keepers), threshold)
    CustodianGroup.objects.filter(ended_at=None).update(ended_at=timezone.now())
    group = CustodianGroup.objects.create(threshold=threshold)
    Custodian.objects.bulk_create(
        Custodian(group=group, handle=handle, recipient=recipient, account=account)
        for handle, recipient, account in keepers
    )
    return group


def group_current() -> CustodianGroup:
    """The custodians of new records. Raises SealingFormError while there are none: nothing can be sealed then."""
    group = CustodianGroup.objects.filter(ended_at=None).first()
    if group is None:
        raise SealingFormError(what="custodians")
    return group


def keepers_of(group: CustodianGroup) -> CustodianSet:
    """The custodians of a group as sealing takes them."""
    rows = group.custodians.order_by("handle")
    return CustodianSet(tuple(Keeper(row.handle, row.recipient) for row in rows), group.threshold)


@transaction.atomic
def identity_seal(
    group: CustodianGroup, text: str, *, about: str, case: Case | None = None
) -> SealedIdentity:
    """Seal a text to the custodians; afterwards nobody here can read it."""
    name = uuid4()
    sealed = seal_record(text.encode(), record=str(name), custodians=keepers_of(group))
    return _keep(SealedIdentity(id=name, about=about, case=case, group=group), sealed.document())


@transaction.atomic
def identity_keep(
    group: CustodianGroup, document: str, *, about: str, case: Case | None = None
) -> SealedIdentity:
    """Keep what a browser sealed. Raises SealingFormError when it is not sealed to these custodians."""
    sealed = read_sealed(document.encode())
    own = {(one.name, one.recipient) for one in keepers_of(group).custodians}
    theirs = {(one.custodian.name, one.custodian.recipient) for one in sealed.shares}
    if own != theirs or sealed.threshold != group.threshold:
        raise SealingFormError(what="record.sealed")
    try:
        row = SealedIdentity(id=sealed.record, about=about, case=case, group=group)
        row.clean_fields(exclude=["case", "group", "document"])
    except (ValueError, TypeError):
        raise SealingFormError(what="record.sealed") from None
    if SealedIdentity.objects.filter(pk=row.pk).exists():
        raise SealingFormError(what="record.sealed")
    return _keep(row, document.encode())


def _keep(row: SealedIdentity, document: bytes) -> SealedIdentity:
    row.document = document.decode()
    row.save(force_insert=True)
    leaf_wait(sealed_event(read_sealed(document)), about=str(row.pk))
    return row


def leaf_wait(event: RecordEvent, *, about: str) -> PendingLeaf:
    """Let an event wait for its hour in the public log, with the salt that shows whose it is."""
    before = PendingLeaf.objects.filter(about=about).order_by("-id").first()
    leaf = make_leaf(event, previous=bytes(before.entry) if before else None)
    return PendingLeaf.objects.create(
        entry=leaf.entry, salt=leaf.salt.reveal(), body=dict(event.body), about=about
    )
