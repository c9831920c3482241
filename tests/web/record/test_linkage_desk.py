"""The linkage desk: a model proposes, people decide, two where names are protected, and all of it is reversible."""

import numpy as np
import pytest
from tests.record_people import House, unlocked

from misaq.record import LinkDecisionError, OneReviewerError
from misaq.web.record.cases.opening import NewAct, NewMention
from misaq.web.record.linkage import services
from misaq.web.record.linkage.services import (
    decision_undo,
    pair_decide,
    pair_reopen,
    pairs_propose,
    persons_compute,
)
from misaq.web.record.models import LinkDecision, LinkProposal, Person, PersonMention

LANGUAGES = ("en", "ur")
NAMES = (
    ("Zarmeen Halwo", "Pelvar", "1987"), ("زرمین ہلوو", "پیلوار", "1987"), ("Zarmin Halvo", "Pelvar Khan", "1987-03"),
    ("Tuvesh Okran", "Dalim", "1990"), ("Mirak Sholeb", "Anveer", "1979"),
)  # fmt: skip


@pytest.fixture
def mentions(north: House) -> list[PersonMention]:
    """Five cases, of which three tell of one person in two scripts."""
    for name, father, birth in NAMES:
        told = {"name": name, "father": father, "birth": birth, "origin": "Dry Plain"}
        north.open_case(mentions=(NewMention("victim", told, sex="f"),))
    return list(PersonMention.objects.select_related("case").order_by("case__opened_at", "pk"))


def proposal(north: House, a: PersonMention, b: PersonMention, weight: float = 0.8) -> LinkProposal:
    return LinkProposal.objects.create(
        organisation=north.organisation, mention_a=a, mention_b=b, weight=weight, band="clerical"
    )


def persons() -> set[frozenset[object]]:
    return {
        frozenset(person.mentions.values_list("pk", flat=True)) for person in Person.objects.all()
    }


def test_the_model_proposes_the_pairs_of_one_person(
    north: House, mentions: list[PersonMention]
) -> None:
    found = pairs_propose(north.organisation, mentions, north.keys, seed=1, by=north.reviewer)
    pairs = {frozenset((p.mention_a_id, p.mention_b_id)) for p in LinkProposal.objects.all()}
    same = [one.pk for one in mentions[:3]]
    assert frozenset(same[:2]) in pairs or frozenset(same[1:]) in pairs
    assert all(pair <= set(same) for pair in pairs)
    assert found.persons.fewest <= found.persons.most <= len(mentions)
    again = pairs_propose(north.organisation, mentions, north.keys, seed=1, by=north.reviewer)
    assert again.new == 0


def test_more_than_a_page_compares_is_refused(
    north: House, mentions: list[PersonMention], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_HERE", 2)
    answer = unlocked(north.reviewer).post("/en/desk/record/linkage/propose/")
    assert answer.status_code == 422
    assert "misaq record link" in answer.content.decode()


def test_a_house_without_names_is_told_so(north: House) -> None:
    north.open_case(mentions=(NewMention("victim", {"phone": "0300-0000001"}),))
    answer = unlocked(north.reviewer).post("/en/desk/record/linkage/propose/")
    assert answer.status_code == 422
    assert "fewer than two mentions" in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_is_read_and_decided_without_a_mouse_or_a_script(
    north: House, mentions: list[PersonMention], language: str
) -> None:
    row = proposal(north, mentions[0], mentions[1])
    client, base = unlocked(north.reviewer), f"/{language}/desk/record/linkage/"
    html = client.get(f"{base}pair/{row.pk}/").content.decode()
    for text in ("Zarmeen Halwo", "زرمین ہلوو", 'accesskey="1"', "zrmn"):
        assert text in html
    done = client.post(f"{base}pair/{row.pk}/decide/", {"kind": "same", "reason": "One father."})
    assert done.headers["Location"] == base
    assert persons() == {frozenset((mentions[0].pk, mentions[1].pk))}
    decision = LinkDecision.objects.get()
    assert b"One father" not in bytes(decision.reason_shut)
    assert client.post(f"{base}pair/{row.pk}/decide/", {"kind": "same"}).status_code == 404
    undone = client.post(f"{base}decision/{decision.pk}/undo/", {"reason": "Another father."})
    assert undone.status_code == 302
    assert persons() == set()
    again = client.post(f"{base}decision/{decision.pk}/undo/", {"reason": "Once more."})
    assert again.status_code == 422


def test_two_decide_on_protected_names_without_seeing_each_other(north: House) -> None:
    for _case in range(2):
        north.open_case(
            acts=(NewAct("SEX", victim=0),), mentions=(NewMention("victim", {"name": "Zarmeen"}),)
        )
    a, b = PersonMention.objects.order_by("pk")
    row = proposal(north, a, b)
    first, second = unlocked(north.reviewer), unlocked(north.second)
    url = f"/en/desk/record/linkage/pair/{row.pk}/"
    assert "Two people decide" in first.get(url).content.decode()
    first.post(url + "decide/", {"kind": "same", "reason": "I know the family."})
    assert not LinkDecision.objects.exists()
    assert "You have answered" in first.get(url).content.decode()
    assert first.post(url + "decide/", {"kind": "same"}).status_code == 422
    html = second.get(url).content.decode()
    assert "You are the second" in html
    assert "I know the family" not in html
    second.post(url + "decide/", {"kind": "same"})
    decision = LinkDecision.objects.get()
    assert {decision.decided_by, decision.second} == {north.reviewer, north.second}
    with pytest.raises(OneReviewerError):
        decision_undo(decision, by=north.reviewer, reason="alone", keys=north.keys)
    reopened = pair_reopen(decision, by=north.reviewer)
    assert persons() == {frozenset((a.pk, b.pk))}  # stands until both have answered anew
    pair_decide(reopened, "different", by=north.reviewer, reason="", keys=north.keys)
    pair_decide(reopened, "same", by=north.second, reason="", keys=north.keys)
    assert LinkDecision.objects.latest("pk").kind == "unsure"
    assert persons() == set()


def test_decided_once_and_by_a_known_word(north: House, mentions: list[PersonMention]) -> None:
    row = proposal(north, mentions[0], mentions[1])
    with pytest.raises(LinkDecisionError):
        pair_decide(row, "perhaps", by=north.reviewer, reason="", keys=north.keys)
    pair_decide(row, "different", by=north.reviewer, reason="", keys=north.keys)
    with pytest.raises(LinkDecisionError):
        pair_decide(row, "same", by=north.reviewer, reason="", keys=north.keys)


def test_conflicts_are_shown(north: House, mentions: list[PersonMention]) -> None:
    a, b, c = mentions[:3]
    for left, right, kind in ((a, b, "same"), (b, c, "same"), (a, c, "different")):
        pair_decide(
            proposal(north, left, right), kind, by=north.reviewer, reason="", keys=north.keys
        )
    html = unlocked(north.reviewer).get("/en/desk/record/linkage/").content.decode()
    assert "contradict each other" in html


def test_merging_and_taking_back_in_any_order_gives_the_same_persons(
    north: House, mentions: list[PersonMention]
) -> None:
    chance = np.random.default_rng(5)
    decided = [
        pair_decide(
            proposal(north, mentions[i], mentions[j]),
            "same",
            by=north.reviewer,
            reason="",
            keys=north.keys,
        )
        for i, j in ((0, 1), (1, 2), (3, 4), (2, 3), (0, 4))
    ]
    assert persons() == {frozenset(one.pk for one in mentions)}
    step = persons()
    persons_compute(north.organisation)
    assert persons() == step
    for place in chance.permutation(len(decided)).tolist():
        decision_undo(decided[place], by=north.second, reason="test", keys=north.keys)
        step = persons()
        persons_compute(north.organisation)  # from nothing: the same as step by step
        assert persons() == step
    assert persons() == set()


def test_another_house_sees_no_pair(
    north: House, south: House, mentions: list[PersonMention]
) -> None:
    row = proposal(north, mentions[0], mentions[1])
    client = unlocked(south.reviewer)
    for way in ("pair/{}/", "pair/{}/decide/"):
        url = "/en/desk/record/linkage/" + way.format(row.pk)
        assert client.post(url, {"kind": "same"}).status_code in {404, 405}
    assert "Zarmeen" not in client.get("/en/desk/record/linkage/").content.decode()
    assert unlocked(north.documenter).get("/en/desk/record/linkage/").status_code == 404
