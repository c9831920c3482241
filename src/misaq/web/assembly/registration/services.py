"""What volunteers do themselves: one function per act, in a transaction. Of the time, only the day is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from misaq.assembly import new_code, pseudonym
from misaq.web.assembly.identities.services import Identity, identity_shut
from misaq.web.assembly.marks import home_mark, key_mark, person_mark
from misaq.web.assembly.models import ConsentText, Panel, Volunteer
from misaq.web.assembly.refusals import RefusedError


@dataclass(frozen=True)
class Codes:
    """What a volunteer writes down: `code` finds their row, `key` corrects or erases it. Kept nowhere."""

    code: str
    key: str


def volunteer_register(
    panel: Panel,
    identity: Identity,
    home: str,
    answers: Mapping[str, str],
    *,
    consent: ConsentText,
    language: str,
) -> Codes:
    """Put somebody into the pool. Raises RefusedError when registration closed or they are in it already."""
    codes = Codes(new_code(), new_code())
    try:
        with transaction.atomic():
            _open(panel)
            name = pseudonym(codes.code)
            Volunteer.objects.create(
                panel=panel,
                pseudonym=name,
                key_mark=key_mark(panel, codes.key),
                person_mark=person_mark(panel, identity.name, identity.contact),
                answers=dict(answers),
                household=home_mark(panel, home),
                boxed=identity_shut(panel, name, identity),
                consent=consent,
                language=language,
            )
    except IntegrityError:
        raise RefusedError(
            _(
                "Somebody with this name and contact is registered already. To correct something, use your code."
            )
        ) from None
    return codes


@transaction.atomic
def answers_correct(volunteer: Volunteer, answers: Mapping[str, str], home: str) -> None:
    """Other answers in place of the first, while registration is open; an empty `home` leaves that as it was."""
    _open(volunteer.panel)
    volunteer.answers = dict(answers)
    if home:
        volunteer.household = home_mark(volunteer.panel, home)
    volunteer.save(update_fields=["answers", "household"])


def _open(panel: Panel) -> None:
    """Hold the panel open while a row is written: it must not be closed, or its secret destroyed, in between."""
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if locked.state != Panel.State.OPEN:
        raise RefusedError(_("Registration has closed meanwhile."))
