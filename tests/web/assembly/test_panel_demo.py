"""The demonstration's panel: made once, open, with quotas that its volunteers can meet or lack somebody for."""

from tests.record_people import quick_keys

from misaq.web.assembly.demo import N_VOLUNTEERS, SLUG, demo_panel
from misaq.web.assembly.models import Panel
from misaq.web.assembly.quotas.drafts import saved_draft
from misaq.web.assembly.quotas.judging import judge

__all__ = ["quick_keys"]


def test_the_demonstrations_panel_is_made_once_and_can_be_drawn(db: None, quick_keys: None) -> None:
    demo_panel()
    demo_panel()
    panel = Panel.objects.get(slug=SLUG)
    assert panel.state == "open"
    assert "invented" in panel.name_en
    assert panel.volunteers.count() == N_VOLUNTEERS
    assert judge(panel, saved_draft(panel)).verdict == "can"
