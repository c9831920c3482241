"""Sending invented files, and the people who send them: what the tests of evidence share."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import hostile
from tests.record_people import House, unlocked

from misaq.web.record.models import Case, EvidenceItem

BASE = "/en/desk/record/evidence/"
NAME = "Zarmeen-0300-0000001.jpg"  # an invented name in the name of a file


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> Path:
    """The files of one test."""
    settings.RECORD_FILES = tmp_path / "record-files"
    return tmp_path / "record-files"


@pytest.fixture
def case(north: House) -> Case:
    return north.open_case()


@pytest.fixture
def client(north: House) -> Client:
    return unlocked(north.documenter)


@pytest.fixture
def reviewer(north: House) -> Client:
    return unlocked(north.reviewer)


def photo() -> bytes:
    return hostile.picture_with_position()


def send(
    client: Client, case: Case, payload: bytes, name: str = NAME, kind: str = "image/jpeg"
) -> EvidenceItem:
    """Send one file by the plain form."""
    file = SimpleUploadedFile(name, payload, kind)
    answer = client.post(f"{BASE}{case.ref}/new/", {"files": file})
    assert answer.status_code == 302, answer.content.decode()
    return EvidenceItem.objects.latest("received_at")


def begin(client: Client, case: Case, size: int, name: str = NAME) -> dict[str, Any]:
    told = json.dumps({"name": name, "type": "application/octet-stream", "size": size})
    answer = client.post(f"{BASE}{case.ref}/begin/", told, content_type="application/json")
    assert answer.status_code == 201, answer.content
    state: dict[str, Any] = answer.json()
    return state


def part(client: Client, upload: str, offset: int | str, payload: bytes) -> Any:
    return client.patch(
        f"{BASE}upload/{upload}/",
        payload,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def finish(client: Client, upload: str) -> Any:
    return client.post(f"{BASE}upload/{upload}/finish/", headers={"Accept": "application/json"})


def large(size: int, seed: int = 3) -> bytes:
    """Invented bytes of no kind."""
    return np.random.default_rng(seed).bytes(size)


def original_of(item: EvidenceItem, client: Client) -> bytes:
    answer = client.post(
        f"{BASE}item/{item.pk}/original/", {"original-reason": "The court asks for it."}
    )
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text
