"""`misaq dialogue open` and `export` on a site of its own, in processes of their own."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.dialogue_folder import write_dialogue_folder
from tests.site_template import fresh_site

VOTE = """
import sys
from pathlib import Path
from misaq.web.start import start_site
start_site(Path(sys.argv[1]))
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.services import answer_give, participant_join
conversation = conversation_current()
person, _ = participant_join(conversation, "link")
answer_give(person, conversation.statements.get(name="01").pk, 1)
print(person.public_id)
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MISAQ_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    folder = write_dialogue_folder(root / "process")
    assert _run("-m", "misaq", "run", str(folder), "--out", str(root / "out")).returncode == 0
    fresh_site(root / "site")
    loaded = _run("-m", "misaq", "load", str(root / "out"), "--site", str(root / "site"))
    assert loaded.returncode == 0, loaded.stderr
    return root / "site"


def test_open_then_vote_then_export(site: Path, tmp_path: Path) -> None:
    early = _run("-m", "misaq", "dialogue", "export", "--site", str(site), "--out", str(tmp_path))
    assert early.returncode == 1
    assert "misaq dialogue open" in early.stderr + early.stdout
    opened = _run("-m", "misaq", "dialogue", "open", "--site", str(site), "--json")
    assert json.loads(opened.stdout)["statements"] == 10
    person = _run("-c", VOTE, str(site)).stdout.split()[-1]
    done = _run(
        "-m", "misaq", "dialogue", "export", "--site", str(site), "--out", str(tmp_path), "--json"
    )
    assert json.loads(done.stdout)["votes"] == 1
    [vote] = csv.DictReader((tmp_path / "votes.csv").read_text("utf-8").splitlines())
    assert (vote["participant"], vote["statement"], vote["vote"]) == (person, "01", "1")


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    answer = _run("-m", "misaq", "dialogue", "open", "--site", str(tmp_path / "none"))
    assert answer.returncode == 1
    assert "misaq load" in answer.stderr + answer.stdout
