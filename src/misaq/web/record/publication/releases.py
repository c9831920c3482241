"""Releases of counts: proposed by one side, agreed to by another, each proved safe beside all before it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.foundation.canonical import canonical_json
from misaq.record import (
    FieldAlteredError,
    FrameError,
    ReleaseError,
    SuppressionError,
    WrongSecretError,
    make_release,
)
from misaq.record import PublicationRelease as Release
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.models import PublicationRelease
from misaq.web.record.publication.proofs import Opened, proof_keep, proofs_open, proofs_share
from misaq.web.record.publication.register import answers_by_organisation, count_register
from misaq.web.record.publication.sides import is_other_side, sides_of
from misaq.web.record.refusals import RefusedError
from misaq.web.record.unlocking import Keyring

K, K_SENSITIVE = 5, 10
RULES = {"least": "reviewed", "unit": "act", "coding_rules": 1}
State = PublicationRelease.State


@dataclass(frozen=True)
class _Made:
    """A release of today's register, and the releases before it as they were opened."""

    release: Release
    earlier: list[Opened]


def _make(keys: Keyring, communities: Sequence[str]) -> _Made:
    """The next release. Raises RefusedError, with the reason in words."""
    rows = PublicationRelease.objects.filter(state=State.RELEASED).order_by("number")
    try:
        earlier = proofs_open(rows, keys)
        before = [one.release for one in earlier]
        counts = count_register(before, communities)
        if not counts.types:
            raise RefusedError(_("Nothing has been reviewed yet: there is nothing to count."))
        made = make_release(counts, threshold=K, sensitive=K_SENSITIVE, rules=RULES, earlier=before)
    except SuppressionError:
        raise RefusedError(
            _(
                "It cannot be proved that no small number, and no small change since an earlier release, can be "
                "worked out. Nothing is published. Wait until more cases have been reviewed."
            )
        ) from None
    except FrameError as error:
        raise RefusedError(
            _(
                "Something that an earlier release told is missing now, so that the two could not be compared: "
                "%(lost)s. Nothing is published."
            )
            % {"lost": error.params["lost"]}
        ) from None
    except (ReleaseError, FieldAlteredError, WrongSecretError):
        raise RefusedError(
            _(
                "An earlier release and its proof do not belong together: one of the two was changed. Nothing is "
                "published until this is settled; tell the secretariat."
            )
        ) from None
    return _Made(made, earlier)


@transaction.atomic
def release_propose(
    keys: Keyring, *, by: Account, communities: Sequence[str] = ()
) -> PublicationRelease:
    """Propose a release of the counts as they are today. Raises RefusedError.

    communities : ids that every release of the series counts by, for the first one; later ones keep them.
    """
    sides = sides_of(by)
    if not sides:
        raise RefusedError(_("Your organisation has no side yet. The secretariat enters it."))
    made, today = _make(keys, communities), timezone.localdate()
    PublicationRelease.objects.filter(state=State.PROPOSED).delete()
    row = PublicationRelease.objects.create(
        document=made.release.payload(),
        answers=_answers(made.release, today),
        sha256=made.release.sha256,
        side=sides,
        approved_by=by,
    )
    proof_keep(row, made.release)
    proofs_share(made.earlier)
    note("release.proposed", by=by, about=row)
    return row


def _answers(release: Release, on: date) -> bytes:
    """What authorities and groups answered, beside the counts; told in fives, and no part of their proof."""
    return canonical_json(
        {
            "misaq": "1",
            "kind": "record.register-answers",
            "release": release.sha256,
            "as_of": on.isoformat(),
            "organisations": answers_by_organisation(on),
        }
    )


def _proposed(release: PublicationRelease, by: Account) -> PublicationRelease:
    row = PublicationRelease.objects.select_for_update().get(pk=release.pk)
    if row.state != State.PROPOSED:
        raise RefusedError(_("Somebody has decided about this meanwhile. Load the page again."))
    if row.approved_by_id == by.pk or not is_other_side(by, row.side):
        raise RefusedError(_("Somebody of another side has to decide this."))
    return row


@transaction.atomic
def release_approve(
    release: PublicationRelease, keys: Keyring, *, by: Account
) -> PublicationRelease:
    """Somebody of another side agrees: the counts are public. Raises RefusedError.

    They are made again from the register: what was agreed to is what is published, or nothing.
    """
    row = _proposed(release, by)
    proposed = json.loads(bytes(row.document))
    communities = [one for one in proposed["query"]["communities"] if one]
    made = _make(keys, communities).release
    if made.payload() != bytes(row.document):
        raise RefusedError(_("The register has changed since. It has to be proposed again."))
    row.number, row.state = made.number, State.RELEASED
    row.also_approved_by, row.released_at = by, timezone.now()
    row.save(update_fields=["number", "state", "also_approved_by", "released_at"])
    note("release.approved", by=by, about=row)
    return row


@transaction.atomic
def release_refuse(release: PublicationRelease, reason: str, *, by: Account) -> None:
    """Somebody of another side does not agree, and says why; its proof is erased."""
    row = _proposed(release, by)
    row.state, row.refusal, row.proof_shut = State.REFUSED, reason, b""
    row.save(update_fields=["state", "refusal", "proof_shut"])
    row.keys.all().delete()
    note("release.refused", by=by, about=row)
