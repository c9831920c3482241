"""What is added to a case after it was opened: one function per act, in a transaction, noted under the case.

Nothing is overwritten: a source, a fate, a qualification is a new row; of the case itself what stood before is kept.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from misaq.foundation.canonical import canonical_json
from misaq.record import act_types
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.cases.opening import (
    NewMention,
    NewSource,
    days_of,
    mention_row,
    source_row,
)
from misaq.web.record.cases.words import words_renew
from misaq.web.record.models import (
    Act,
    Actor,
    Assertion,
    Case,
    CaseRevision,
    DetentionSpell,
    FateStatus,
    Involvement,
    LegalQualification,
    Organisation,
    PersonMention,
    SourceRecord,
)
from misaq.web.record.unlocking import Keyring

CHANGEABLE = ("summary", "summary_language", "when", "place", "district", "community", "narrative")
CLEAR_ASSERTIONS = ("act_type", "when", "place", "fate", "actor_kind")


@transaction.atomic
def case_change(case: Case, values: Mapping[str, str], keys: Keyring, *, by: Account) -> bool:
    """Change what a case says of itself; what stood before is kept, shut. False when nothing is different.

    values : some of CHANGEABLE. Raises OtherKeyError.
    """
    before = {name: told_of(case, name, keys) for name in CHANGEABLE if name in values}
    changed = [name for name, stood in before.items() if stood != values[name]]
    if not changed:
        return False
    revision = CaseRevision.objects.create(case=case, fields=changed, by=by)
    text = canonical_json({name: before[name] for name in changed}).decode()
    revision.before_shut = keys.shut(
        case.organisation_id, text, table="revision", row=revision.pk, field="before"
    )
    revision.save(update_fields=["before_shut"])
    for name in changed:
        if name == "narrative":
            case.narrative_shut = keys.shut(
                case.organisation_id, values[name], table="case", row=case.pk, field="narrative"
            )
        else:
            setattr(case, name, values[name])
    case.when_min, case.when_max = days_of(case.when)
    case.changed_at = timezone.now()
    case.save()
    words_renew(case)
    note("case.changed", by=by, about=case)
    return True


def told_of(case: Case, name: str, keys: Keyring) -> str:
    """What a case says of itself under one name, opened where it is restricted."""
    if name != "narrative":
        return str(getattr(case, name))
    return keys.read(
        case.organisation_id, case.narrative_shut, table="case", row=case.pk, field="narrative"
    )


@transaction.atomic
def source_add(case: Case, new: NewSource, keys: Keyring, *, by: Account) -> SourceRecord:
    """Record what one more source says, word for word."""
    source = source_row(case, new, keys, by=by)
    source.save(force_insert=True)
    _added("source", case, by)
    return source


@transaction.atomic
def person_add(
    case: Case, new: NewMention, source: SourceRecord | None, keys: Keyring, *, by: Account
) -> PersonMention:
    """Record a person as a source mentions them; sealed for a witness, a submitter, a suspect.

    Raises SealingFormError while there are no custodians to seal to.
    """
    mention = mention_row(case.organisation, case, source, new, keys)
    mention.save(force_insert=True)
    _added("person", case, by)
    return mention


@transaction.atomic
def act_add(case: Case, values: Mapping[str, Any], *, by: Account) -> Act:
    """Record one more act; the case's list of kinds follows. values : fields of `Act`."""
    when = values.get("when") or case.when
    first, last = days_of(when)
    act = Act.objects.create(
        case=case, **{**values, "when": when, "when_min": first, "when_max": last}
    )
    types = list(dict.fromkeys([*case.act_types.split(), act.act_type]))
    case.act_types = " ".join(types)[:80]
    case.is_sensitive = case.is_sensitive or _is_sensitive(act)
    case.save(update_fields=["act_types", "is_sensitive"])
    _added("act", case, by)
    return act


def _is_sensitive(act: Act) -> bool:
    term = act_types().get(act.act_type)
    return bool(act.is_child) or (term is not None and term.sensitive)


@transaction.atomic
def involvement_add(
    case: Case,
    act: Act,
    values: Mapping[str, Any],
    *,
    by: Account,
    name: Mapping[str, str],
    through: Organisation | None = None,
) -> Involvement:
    """Record an actor's alleged part in an act.

    name : {kind, en, ur} of an institution that is not among the actors yet; an empty kind uses values["actor"].
    through : the organisation that answers for it, whose name it has where none is given. What others' cases say of
    an institution is never changed by it: the same name with another to answer is another row.
    """
    actor = values.get("actor")
    if through and actor and actor.answers_through_id != through.pk:
        name = {"kind": actor.kind, "en": actor.name_en, "ur": actor.name_ur}
    if name.get("kind"):
        actor = _actor(name, through)
    involvement = Involvement.objects.create(act=act, **{**values, "actor": actor})
    _added("involvement", case, by)
    return involvement


def _actor(name: Mapping[str, str], through: Organisation | None) -> Actor:
    en, ur = name.get("en", ""), name.get("ur", "")
    if through and not (en or ur):
        en, ur = through.name_en, through.name_ur
    actor, _made = Actor.objects.get_or_create(
        kind=name["kind"], name_en=en, name_ur=ur, parent=None, answers_through=through
    )
    return actor


@transaction.atomic
def detention_add(
    case: Case, values: Mapping[str, Any], health: str, keys: Keyring, *, by: Account
) -> DetentionSpell:
    """Record one time in somebody's hands. health : restricted."""
    spell = DetentionSpell.objects.create(case=case, **values)
    spell.health_shut = keys.shut(
        case.organisation_id, health, table="detention", row=spell.pk, field="health"
    )
    spell.save(update_fields=["health_shut"])
    _added("detention", case, by)
    return spell


@transaction.atomic
def fate_add(case: Case, values: Mapping[str, Any], *, by: Account) -> FateStatus:
    """Record what is known of somebody's fate as of a day; what was known before stays."""
    fate = FateStatus.objects.create(case=case, recorded_by=by, **values)
    _added("fate", case, by)
    return fate


@transaction.atomic
def qualification_add(
    case: Case, act: Act, values: Mapping[str, Any], *, by: Account
) -> LegalQualification:
    """Record what an act may be in law."""
    row = LegalQualification.objects.create(act=act, by=by, **values)
    _added("qualification", case, by)
    return row


@transaction.atomic
def assertion_add(
    case: Case,
    source: SourceRecord,
    act: Act | None,
    keys: Keyring,
    *,
    by: Account,
    field: str,
    value: str,
    locator: str = "",
) -> Assertion:
    """Record that a source says something: a code or a date in clear, anything else shut."""
    row = Assertion.objects.create(source=source, act=act, field=field, locator=locator)
    if field in CLEAR_ASSERTIONS:
        row.value = value
    else:
        row.value_shut = keys.shut(
            case.organisation_id, value, table="assertion", row=row.pk, field="value"
        )
    row.save(update_fields=["value", "value_shut"])
    _added("assertion", case, by)
    return row


def _added(what: str, case: Case, by: Account) -> None:
    Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())  # its row was got by access
    note(f"{what}.added", by=by, about=case)
