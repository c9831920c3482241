"""Proofs of releases: kept encrypted, opened by members of the organisations that document, shown on no page.

Each proof is shut under a key of its own, and that key in a box for every organisation that documents on a side. To
read a proof takes a copy of the database and the passphrase of a member; the server alone has neither half at rest.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from misaq.foundation.canonical import canonical_json
from misaq.record import (
    OrganisationKey,
    ReleaseError,
    Secret,
    decrypt_field,
    encrypt_field,
    make_organisation_key,
    read_release_proof,
    shut_box,
)
from misaq.record import PublicationRelease as Release
from misaq.web.record.models import Organisation, PublicationRelease, ReleaseKey
from misaq.web.record.models.organisation import OrganisationKind
from misaq.web.record.refusals import RefusedError
from misaq.web.record.unlocking import Keyring

TABLE, FIELD = "release", "proof"


@dataclass(frozen=True)
class Opened:
    """A release with its proof, and the key of it."""

    row: PublicationRelease
    key: OrganisationKey
    release: Release


def proof_keep(row: PublicationRelease, release: Release) -> None:
    """Shut the proof of a release for every organisation that documents on a side."""
    key = make_organisation_key(_owner(row))
    text = release.proof().decode()
    row.proof_shut = encrypt_field(key, text, table=TABLE, row=str(row.pk), field=FIELD)
    row.save(update_fields=["proof_shut"])
    _share(row, key, houses_taking_part())


def houses_taking_part() -> list[Organisation]:
    """Organisations that document on a side and have a key. A job of the site: none of them sees another."""
    rows = Organisation.objects.filter(kind=OrganisationKind.DOCUMENTER).exclude(side="")
    return [house for house in rows.order_by("slug") if house.inbox_public]


def proofs_share(opened: Iterable[Opened]) -> None:
    """Give the proofs to organisations that have come since."""
    houses = houses_taking_part()
    for one in opened:
        holding = set(one.row.keys.values_list("organisation", flat=True))
        _share(one.row, one.key, [house for house in houses if house.pk not in holding])


def _share(row: PublicationRelease, key: OrganisationKey, houses: Sequence[Organisation]) -> None:
    parts = [base64.b64encode(one).decode() for one in (key.key_id, key.key.reveal())]
    text = canonical_json(parts).decode()
    ReleaseKey.objects.bulk_create(
        ReleaseKey(
            release=row,
            organisation=house,
            boxed=shut_box(bytes(house.inbox_public), text, about=_about(row, house)),
        )
        for house in houses
    )


def proofs_open(rows: Iterable[PublicationRelease], keys: Keyring) -> list[Opened]:
    """Releases with their proofs, in order. Raises RefusedError where no key of this session opens one.

    Raises ReleaseError where a proof is not that of the document published.
    """
    return [_open(row, keys) for row in rows]


def _open(row: PublicationRelease, keys: Keyring) -> Opened:
    boxes = row.keys.select_related("organisation").order_by("pk")
    boxed = next((one for one in boxes if keys.has(one.organisation)), None)
    if boxed is None:
        raise RefusedError(
            _(
                "Your organisation cannot open the proofs of earlier releases yet. It can after somebody of an "
                "organisation that can has proposed the next release."
            )
        )
    text = keys.open_inbox(
        boxed.organisation, bytes(boxed.boxed), about=_about(row, boxed.organisation)
    )
    key_id, secret = (base64.b64decode(one) for one in json.loads(text))
    key = OrganisationKey(_owner(row), key_id, Secret(secret))
    proof = decrypt_field(key, bytes(row.proof_shut), table=TABLE, row=str(row.pk), field=FIELD)
    release = read_release_proof(proof.reveal())
    if release.payload() != bytes(row.document):
        raise ReleaseError(reason=f"release {row.number}")
    return Opened(row, key, release)


def _owner(row: PublicationRelease) -> str:
    return f"release {row.pk}"


def _about(row: PublicationRelease, house: Organisation) -> str:
    return f"key of release {row.pk} for {house.pk}"
