"""How a folder says that its lottery is held and drawn: each fault where it stands, and the seal names the source."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.assembly_folder import SEATS, write_assembly_folder

from misaq.assembly import gather_commitments, gather_reveals, new_reveal
from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.steps.assembly import STEP

SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
DICE = 'randomness = "dice:471829305"'


def with_draw(lines: str, lottery: str = "") -> str:
    return SEATS.replace(DICE, lines) + (f"[lottery]\n{lottery}\n" if lottery else "")


def faults(root: Path) -> list[tuple[str, str]]:
    found = STEP.check(ProcessFolder.open(root))
    for fault in found:
        english, urdu = fault.message("en"), fault.message("ur")
        assert english.what != urdu.what
        assert "{" not in english.sentence() + urdu.sentence()
    return [(fault.code, fault.column) for fault in found]


def documents(root: Path) -> dict[str, Any]:
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    return {result.kind: result.document()["results"] for result in outcome.results}


def seats_with(root: Path, lines: str, lottery: str = "") -> Path:
    return write_assembly_folder(root, seats=with_draw(lines, lottery))


@pytest.mark.parametrize(
    ("lines", "lottery", "found"),
    [
        ("named = 9", "", ("randomness_bad", "draw.named")),
        ('randomness = "dice 4 7 1"', "", ("randomness_unreadable", "draw.randomness")),
        ('randomness = "dice:471"', "", ("dice_do_not_fit", "draw.randomness")),
        ('named = "dice:3"', "", ("dice_do_not_fit", "draw.named")),
        (
            'named = "dice:9"',
            'form = "uniform"\npanels = 1000',
            ("dice_do_not_fit", "draw.named"),
        ),
        ('named = "drand:1000"', "", ("sealed_at_missing", "draw.sealed_at")),
        ('named = "drand:1000"\nsealed_at = "noon"', "", ("sealed_at_bad", "draw.sealed_at")),
        (
            'named = "drand:1000"\nsealed_at = 2023-08-23T16:00:00Z',
            "",
            ("beacon_round_past", "draw.named"),
        ),
        (
            f'randomness = "drand:1001:{SIGNATURE}"',
            "",
            ("beacon_signature_wrong", "draw.randomness"),
        ),
        (f'named = "seed:1"\n{DICE}', "", ("randomness_other_source", "draw.randomness")),
        ('named = "reveal:../secrets.json"', "", ("randomness_unreadable", "draw.named")),
        (DICE, 'rule = "fairest"', ("lottery_setting_bad", "lottery.rule")),
        (DICE, "form = 3", ("lottery_setting_bad", "lottery.form")),
        (DICE, "panels = 0", ("lottery_panels_bad", "lottery.panels")),
        (DICE, 'form = "uniform"', ("dice_do_not_fit", "draw.randomness")),
    ],
)
def test_each_fault_is_named_where_it_stands(
    tmp_path: Path, lines: str, lottery: str, found: tuple[str, str]
) -> None:
    assert faults(seats_with(tmp_path, lines, lottery)) == [found]


def test_the_named_round_is_sealed_before_and_drawn_after(tmp_path: Path) -> None:
    named = 'named = "drand:1000"\nsealed_at = 2023-08-23T15:00:00Z'
    before = documents(seats_with(tmp_path, named))
    assert before["assembly.panels"]["source"] == "drand:1000"
    assert "assembly.draw" not in before
    root = seats_with(tmp_path, f'{named}\nrandomness = "drand:1000:{SIGNATURE}"')
    assert faults(root) == []
    after = documents(root)
    assert after["assembly.panels"] == before["assembly.panels"]
    assert after["assembly.draw"]["commitment"] == before["assembly.panels"]["commitment"]
    assert after["assembly.draw"]["evidence"]["time"] == "2023-08-23T15:59:24+00:00"


def test_three_dice_name_one_of_a_thousand_panels(tmp_path: Path) -> None:
    root = seats_with(
        tmp_path, 'named = "dice:3"\nrandomness = "dice:471"', 'form = "uniform"\nrule = "maximin"'
    )
    assert faults(root) == []
    made = documents(root)
    assert made["assembly.lottery"]["lottery"] == "uniform"
    assert made["assembly.lottery"]["rule"] == "maximin"
    assert made["assembly.lottery"]["n_tickets"] == 1000
    assert made["assembly.draw"]["ticket"] == 471
    assert made["assembly.draw"]["method"] == "direct"


def test_parties_reveal_in_a_file_of_the_folder(tmp_path: Path) -> None:
    parties = [new_reveal(name) for name in ("Talhen", "Sovan")]
    commitments = gather_commitments([party.public() for party in parties])
    root = seats_with(tmp_path, 'named = "reveal:commitments.json"')
    assert faults(root) == [("file_missing", "")]
    (root / "assembly/commitments.json").write_text(json.dumps(commitments), "utf-8")
    assert faults(root) == []
    sealed = documents(root)["assembly.panels"]
    root = seats_with(
        tmp_path, 'named = "reveal:commitments.json"\nrandomness = "reveal:reveals.json"'
    )
    made = gather_reveals(commitments, [party.document() for party in parties])
    reveals = root / "assembly/reveals.json"
    reveals.write_text(json.dumps({**made, "reveals": made["reveals"][:1]}), "utf-8")
    assert faults(root) == [("reveal_missing", "")]
    reveals.write_text("{", "utf-8")
    assert faults(root) == [("reveal_file_bad", "")]
    reveals.write_text(json.dumps(made), "utf-8")
    assert faults(root) == []
    drawn = documents(root)["assembly.draw"]
    assert drawn["commitment"] == sealed["commitment"]
    assert len(drawn["evidence"]["reveals"]) == 2
