"""The lottery desk: setting a panel up, its questions, key and consent, opening and closing; every page renders."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.assembly_people import PASSPHRASE, QUESTIONS, Pool, build_pool, pool
from tests.charter_people import browser
from tests.record_people import quick_keys

from misaq.formats import parse_list
from misaq.web.assembly.models import OfficerEntry, Panel
from misaq.web.assembly.models.volunteers import AddedOnlyError
from misaq.web.assembly.panels.questions import read_questions

__all__ = ["pool", "quick_keys"]


def csv_file(columns: dict[str, list[str]], name: str = "list.csv") -> "SimpleUploadedFile":
    from django.core.files.uploadedfile import SimpleUploadedFile

    rows = [",".join(columns), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    return SimpleUploadedFile(name, "\n".join(rows).encode())


PAGES = (
    "assembly_overview", "assembly_questions", "assembly_key", "assembly_consent", "assembly_pool", "assembly_import",
    "assembly_volunteers", "assembly_log", "assembly_quotas", "assembly_runs", "assembly_open_panel",
    "assembly_register", "assembly_mine", "assembly_change", "assembly_erase",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_panel_is_there_in_both_languages(
    pool: Pool, name: str, language: str
) -> None:
    pool.fill(3)
    with translation.override(language):
        address = reverse(name, args=[pool.slug])
    answer = pool.desk().get(address)
    assert answer.status_code == 200
    title = pool.panel.name_ur if language == "ur" else pool.panel.name_en
    assert title in answer.content.decode()
