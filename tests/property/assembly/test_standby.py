"""Who stands in: the first in the draw's order with whom every quota is kept, as trying all of them says."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.assembly import broken_link, chained, find_stand_in, standby_order, standing_of

PLACES, SEXES = "xyz", "fm"


@st.composite
def rooms(draw: st.DrawFn) -> tuple[dict[str, list[str]], list[list[object]], list[str]]:
    """A pool, its quotas as they were sealed, and a panel of it that meets them."""
    n = draw(st.integers(8, 16))
    ids = [f"p{i}" for i in range(n)]
    columns = {
        "id": ids,
        "Sex": draw(st.lists(st.sampled_from(SEXES), min_size=n, max_size=n)),
        "place": draw(st.lists(st.sampled_from(PLACES), min_size=n, max_size=n)),
        "household": draw(st.lists(st.sampled_from(["", "", "1", "2"]), min_size=n, max_size=n)),
    }
    panel, homes = [], set()
    for person, home in zip(ids, columns["household"], strict=True):
        if len(panel) < 4 and not (home and home in homes):
            panel.append(person)
            homes.add(home)
    quotas: list[list[object]] = []
    for category, features in (("sex", SEXES), ("place", PLACES)):
        values = dict(zip(ids, columns["Sex" if category == "sex" else category], strict=True))
        for feature in features:
            seats = sum(values[person] == feature for person in panel)
            slack = draw(st.integers(0, 1))
            quotas.append([category, feature, max(0, seats - slack), seats + slack])
    return columns, quotas, panel


@settings(max_examples=60, deadline=None)
@given(room=rooms(), seed=st.integers(0, 9))
def test_the_first_who_keeps_every_quota(
    room: tuple[dict[str, list[str]], list[list[object]], list[str]], seed: int
) -> None:
    columns, quotas, panel = room
    known = standing_of(columns, quotas, set(columns["id"]))
    assert known.broken(panel) == ()
    gone, seated = panel[0], panel[1:]
    others = [person for person in columns["id"] if person not in panel]
    order = standby_order("seal", f"dice:{seed}", others)
    mixed = random.Random(seed).sample(others, len(others))
    assert standby_order("seal", f"dice:{seed}", mixed) == order
    homes = dict(zip(columns["id"], columns["household"], strict=True))
    held = {homes[person] for person in seated} - {""}
    may = [p for p in order if homes[p] not in held and not known.broken([*seated, p])]
    found = find_stand_in(known, seated, order)
    assert found.person == (may[0] if may else "")
    assert find_stand_in(known, seated, [gone]).person == gone, "who leaves can come back"


@given(texts=st.lists(st.text(max_size=5), min_size=1, max_size=6), place=st.integers(0, 5))
def test_a_changed_entry_breaks_the_chain_there(texts: list[str], place: int) -> None:
    entries, before = [], "seal"
    for number, text in enumerate(texts):
        body = {"number": number, "text": text}
        before = chained(before, body)
        entries.append((body, before))
    assert broken_link("seal", entries) is None
    assert broken_link("another seal", entries) == 0
    at = place % len(entries)
    entries[at] = ({**entries[at][0], "text": entries[at][0]["text"] + "!"}, entries[at][1])
    assert broken_link("seal", entries) == at
