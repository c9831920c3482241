"""Recording by hand: a draft is kept, a case is recorded. One function per act."""

import json
from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from misaq.record import SealingFormError, read_age, read_sealed
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.cases.opening import NewAct, NewCase, NewMention, NewSource, case_open
from misaq.web.record.intake.forms import RELATIVE, SEALED, VICTIM, CaseForm
from misaq.web.record.models import Case, Draft, Organisation, SealedIdentity
from misaq.web.record.sealed.services import group_current, identity_keep
from misaq.web.record.unlocking import Keyring

_OF_NO_PERSON = {"role", "sex", "age", "record"}


@transaction.atomic
def draft_save(
    organisation: Organisation,
    values: Mapping[str, list[str]],
    keys: Keyring,
    *,
    by: Account,
    draft: Draft | None = None,
) -> Draft:
    """Keep an unfinished form, shut under the organisation's key; only who wrote it gets it back."""
    draft = draft or Draft(organisation=organisation, by=by)
    draft.values_shut = keys.shut(
        organisation,
        json.dumps(values, ensure_ascii=False),
        table="draft",
        row=draft.pk,
        field="values",
    )
    draft.saved_at = timezone.now()
    draft.save()
    return draft


@transaction.atomic
def draft_drop(draft: Draft, *, by: Account) -> None:
    """Throw an unfinished form away."""
    note("draft.dropped", by=by, organisation=draft.organisation, about=draft)
    draft.delete()


@transaction.atomic
def case_record(
    organisation: Organisation,
    form: CaseForm,
    keys: Keyring,
    *,
    by: Account,
    draft: Draft | None = None,
) -> Case:
    """Open a case from a form that is valid, and throw its draft away.

    Raises SealingFormError when somebody must be sealed and there are no custodians, or a document is none of theirs.
    """
    kept = _kept_documents(form.cleaned_data["sealed_documents"], form.people(SEALED))
    case = case_open(organisation, _new_case(form, kept), keys, by=by)
    SealedIdentity.objects.filter(pk__in=[one.pk for one in kept.values()]).update(case=case)
    if draft is not None:
        draft.delete()
    return case


def documents_joined(before: str, new: str) -> str:
    """What a browser sealed, one document a line; a newer one takes the place of that of the same record.

    >>> documents_joined('{"record":"a","n":1}\\n{"record":"b"}', '{"record":"a","n":2}').splitlines()
    ['{"record":"b"}', '{"record":"a","n":2}']
    """
    by_record: dict[str, str] = {}
    for line in (*before.splitlines(), *new.splitlines()):
        try:
            record = str(json.loads(line)["record"])
        except (ValueError, KeyError, TypeError):
            record = line  # kept as it is: it is refused when the case is saved
        if line.strip():
            by_record.pop(record, None)
            by_record[record] = line
    return "\n".join(by_record.values())


def _kept_documents(documents: str, people: list[dict[str, str]]) -> dict[str, SealedIdentity]:
    """What the browser sealed, by the record's id; every document must belong to somebody on the form."""
    lines = [line for line in documents.splitlines() if line.strip()]
    if not lines:
        return {}
    about, group = {one["record"]: one["role"] for one in people}, group_current()
    kept: dict[str, SealedIdentity] = {}
    for line in lines:
        record = read_sealed(line.encode()).record
        if record not in about or record in kept:
            raise SealingFormError(what="record.sealed")
        kept[record] = identity_keep(group, line, about=about[record])
    return kept


def _new_case(form: CaseForm, kept: Mapping[str, SealedIdentity]) -> NewCase:
    values, language = form.cleaned_data, (get_language() or "en")[:2]
    victims = form.people(VICTIM)
    mentions = [_mention("victim", one) for one in victims]
    mentions += [_mention("relative", one) for one in form.people(RELATIVE)]
    mentions += [_mention(one["role"], one, kept.get(one["record"])) for one in form.people(SEALED)]
    return NewCase(
        summary=values["summary"],
        summary_language=language,
        source=NewSource(
            values["source_kind"],
            payload=values["words"],
            source_connection=values["source_connection"],
            collected_on=values["collected_on"],
            language=values["language"],
            reliability=values["reliability"],
            credibility=values["credibility"],
        ),
        acts=tuple(_acts(form, len(victims))),
        mentions=tuple(mentions),
        when=values["when"],
        community=values["community"],
        place=values["place"],
        district=values["district"],
        narrative=values["narrative"],
    )


def _acts(form: CaseForm, n_victims: int) -> list[NewAct]:
    """One act of each kind for each person harmed; one for the group when nobody is told of."""
    values = form.cleaned_data
    shared = partial(
        NewAct,
        methods=tuple(values["method"]),
        is_child={"true": True, "false": False}.get(values["child"]),
    )
    group = {"group_min": values["group_min"], "group_max": values["group_max"]}
    acts = []
    for act_type in values["act_type"]:
        acts += [shared(act_type, victim=place) for place in range(n_victims)]
        if not n_victims or any(group.values()):
            acts.append(shared(act_type, **group))
    return acts


def _mention(
    role: str, told: Mapping[str, str], sealed: SealedIdentity | None = None
) -> NewMention:
    low, high = read_age(told.get("age", "")) or (None, None)
    particulars = {name: text for name, text in told.items() if text and name not in _OF_NO_PERSON}
    return NewMention(
        role,
        {} if sealed else particulars,
        sealed=sealed,
        sex=told.get("sex", ""),
        age_min=low,
        age_max=high,
    )
