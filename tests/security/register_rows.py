"""The rows of the invented register, through the services that the pages use. Needs a started site."""

import io
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from misaq.record import make_identity, write_identity
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open
from misaq.web.record.cases.opening import NewAct, NewCase, NewMention, NewSource, cases_open
from misaq.web.record.evidence.parts import PART
from misaq.web.record.evidence.receiving import part_keep, upload_begin, upload_finish
from misaq.web.record.evidence.services import copy_make
from misaq.web.record.keys.services import keys_unlock, member_key_make, membership_begin
from misaq.web.record.models import Case, EvidenceItem, Organisation, SealedIdentity
from misaq.web.record.sealed.services import group_begin
from misaq.web.record.unlocking import Keyring

FORM = {"name": "Quelzarrith Formsent", "phone": "0399-55500055"}
"""Who is told of in the file that comes by the form."""
ROLES = ("victim", "witness", "submitter", "suspect")


def seed(people: list[dict[str, str]], passphrase: str) -> dict[str, Any]:
    """A house, its custodians, a case for every four people, and a session that reads them.

    Returns what to look for.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    account = account_open("seed-documenter", (Role.DOCUMENTER,))
    TOTP.activate(account, generate_totp_secret())
    house = Organisation.objects.create(
        slug="seed", name_en="Invented seed", kind="documenter", takes_submissions=True
    )
    identities = [make_identity() for _place in range(5)]
    keepers = [(f"keeper-{at}", one.recipient, None) for at, one in enumerate(identities)]
    group_begin(list(keepers), threshold=3)
    membership_begin(house, account)
    member_key_make(account, passphrase)
    house.refresh_from_db()
    keys = keys_unlock(account, passphrase)
    fours = [people[at : at + 4] for at in range(0, len(people), 4)]
    cases = cases_open(house, [_case(four) for four in fours], keys, by=account)
    files = _files(people, cases, keys, account)
    _look(account, passphrase, cases[0], files)
    connection.close()
    return {
        "hidden": [text for person in [*people, FORM] for text in person.values()],
        "clear": [case.ref for case in cases],
        "identities": [write_identity(one).decode() for one in identities],
        "sealed": list(SealedIdentity.objects.values_list("document", flat=True)[:40]),
        "n_sealed": SealedIdentity.objects.count(),
        "people": people[:40],
        "n_files": EvidenceItem.objects.count(),
    }


def _case(four: list[dict[str, str]]) -> NewCase:
    victim, witness, submitter, suspect = four
    told = f"{witness['name']} saw {suspect['name']} take {victim['name']}, {victim['phone']}. Invented."
    return NewCase(
        summary="A person was taken from a shop. (invented)",
        summary_language="en",
        source=NewSource("testimony", payload=told),
        acts=(NewAct("DOL", victim=0),),
        mentions=tuple(NewMention(role, who) for role, who in zip(ROLES, four, strict=True)),
        when="2031-05",
        narrative=f"{told} {submitter['name']}, {submitter['id_number']}, told us.",
    )


FILES = 20
"""Files that came in, half of them with a second one that stopped on the way."""


def _files(
    people: list[dict[str, str]], cases: list[Case], keys: Keyring, account: Account
) -> list[EvidenceItem]:
    """Testimonies and pictures with names and telephones inside and in the names of the files."""
    items = []
    for at in range(FILES):
        who, case = people[at], cases[at % len(cases)]
        told = " ".join(who.values()).encode() * 40
        payload, kind = (told, "text/plain") if at % 2 else (_picture(who), "image/jpeg")
        name = f"{who['name']} {who['phone']}{'.txt' if at % 2 else '.jpg'}"
        items.append(_sent(case, name, kind, payload, keys, account))
        if at % 2:
            half = told * (1 + PART // len(told))
            began = upload_begin(case, name, keys, declared=kind, size=len(half) + PART, by=account)
            part_keep(began, 0, half[:PART], keys)
    for item in items:
        copy_make(item, keys, by=account)
    return items


def _picture(who: dict[str, str]) -> bytes:
    """A picture that tells in its EXIF and in a comment who made it."""
    exif = Image.Exif()
    exif[0x013B] = who["name"].encode("ascii", "ignore").decode() + who["phone"]
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 40)).save(
        stream, "JPEG", exif=exif.tobytes(), comment=" ".join(who.values()).encode()
    )
    return stream.getvalue()


def _sent(
    case: Case, name: str, kind: str, payload: bytes, keys: Keyring, account: Account
) -> EvidenceItem:
    upload = upload_begin(case, name, keys, declared=kind, size=len(payload), by=account)
    part_keep(upload, 0, payload, keys)
    return upload_finish(upload, keys, by=account)


def _look(account: Account, passphrase: str, case: Case, files: list[EvidenceItem]) -> None:
    """Somebody signs in, unlocks, reads, sends a file by the form: their session stays in the database."""
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/en/desk/record/key/unlock/", {"passphrase": passphrase})
    if answer.status_code != 302:
        raise SystemExit(f"unlocking answered {answer.status_code}")
    for page in ("/en/desk/record/", f"/en/desk/record/cases/{case.ref}/"):
        client.get(page)
    for item in files[:4]:
        for page in ("", "copy/working/"):
            seen = client.get(f"/en/desk/record/evidence/item/{item.pk}/{page}")
            if seen.status_code != 200:
                raise SystemExit(f"an item answered {seen.status_code}")
    # larger than what Django would keep in memory
    sent = SimpleUploadedFile(
        f"{FORM['name']}.txt", " ".join(FORM.values()).encode() * 60_000, "text/plain"
    )
    answer = client.post(f"/en/desk/record/evidence/{case.ref}/new/", {"files": sent})
    if answer.status_code != 302:
        raise SystemExit(f"the form answered {answer.status_code}")
