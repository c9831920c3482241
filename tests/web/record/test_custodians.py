"""Opening a sealed record: asked with a reason, answered by each custodian alone, opened by the asker alone."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.record_people import BACKEND, House, Keepers, somebody, unlocked

from misaq.record import (
    Secret,
    combine_shares,
    make_identity,
    matches_leaf,
    read_release,
    read_request,
    read_sealed,
    release_share,
    released_event,
    reseal_record,
)
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.cases.opening import NewMention
from misaq.web.record.models import (
    ActivityEntry,
    PendingLeaf,
    SealedIdentity,
    ShareAnswer,
    UnsealRequest,
)
from misaq.web.record.sealed.services import group_begin, keepers_of

LANGUAGES = ("en", "ur")
WITNESS = {"name": "Zarquel Mavrith", "phone": "0399-11112222"}


@pytest.fixture
def sealed(north: House, keepers: Keepers) -> SealedIdentity:
    """A witness, sealed."""
    north.open_case(mentions=(NewMention("victim", {"name": "V"}), NewMention("witness", WITNESS)))
    return SealedIdentity.objects.get()


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account, BACKEND)
    return client


def ask(client: Client, sealed: SealedIdentity, recipient: str) -> UnsealRequest:
    answer = client.post(
        f"/en/desk/record/sealed/{sealed.pk}/ask/",
        {"reason": "The court asked for the witness.", "recipient": recipient},
    )
    assert answer.status_code == 302, answer.content.decode()
    return UnsealRequest.objects.latest("asked_at")


def hand_in(
    keepers: Keepers, place: int, row: UnsealRequest, document: str | None = None
) -> tuple[Client, int]:
    client = browser(keepers.accounts[place])
    own = release_share(
        read_sealed(row.sealed.document.encode()),
        read_request(row.document.encode()),
        keepers.identities[place],
    )
    text = document if document is not None else own.document().decode()
    url = f"/en/desk/record/custodian/{row.pk}/release/"
    return client, client.post(url, {"document": text}).status_code


def test_three_release_one_refuses_and_only_the_asker_opens(
    north: House, keepers: Keepers, sealed: SealedIdentity
) -> None:
    asker, client = make_identity(), unlocked(north.reviewer)
    row = ask(client, sealed, asker.recipient)
    page = f"/en/desk/record/sealed/asked/{row.pk}/"
    for place in (0, 2):
        assert hand_in(keepers, place, row)[1] == 302
    assert "open combine" not in client.get(page).content.decode()
    assert client.get(page + "sealed.json").status_code == 404
    refuses = browser(keepers.accounts[1])
    refuses.post(f"/en/desk/record/custodian/{row.pk}/refuse/", {"reason": "No court order yet."})
    assert "No court order yet." in client.get(page).content.decode()
    assert hand_in(keepers, 4, row)[1] == 302
    html = client.get(page).content.decode()
    assert "open combine" in html
    assert WITNESS["name"] not in html
    document = client.get(page + "sealed.json").content
    releases = [read_release(client.get(f"{page}{n}.json").content) for n in (1, 2, 3)]
    opened = combine_shares(read_sealed(document), releases, asker)
    assert json.loads(opened.text.reveal()) == WITNESS
    row.refresh_from_db()
    assert row.opened_at is not None
    assert unlocked(north.second).get(page).status_code == 404  # a colleague asks for themselves
    for verb in ("asked", "share-released", "share-refused", "opened", "files-taken"):
        assert ActivityEntry.objects.filter(verb=f"sealed.{verb}").exists(), verb


def test_every_step_waits_for_the_public_log(
    north: House, keepers: Keepers, sealed: SealedIdentity
) -> None:
    row = ask(unlocked(north.reviewer), sealed, make_identity().recipient)
    hand_in(keepers, 0, row)
    leaves = list(PendingLeaf.objects.filter(about=str(sealed.pk)).order_by("id"))
    kinds = [json.loads(bytes(leaf.entry))["type"] for leaf in leaves]
    assert kinds == ["record.sealed", "record.share-released"]
    event = released_event(read_release(row.answers.get().release.encode()))
    assert matches_leaf(
        bytes(leaves[1].entry),
        event,
        Secret(bytes(leaves[1].salt)),
        previous=bytes(leaves[0].entry),
    )
    assert str(sealed.pk).encode() not in bytes(leaves[1].entry)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda own, other: other,
        lambda own, other: own.replace("keeper-0", "keeper-1"),
        lambda own, other: "{}",
        lambda own, other: "not a document",
        lambda own, other: "",
    ],
)
def test_a_release_for_something_else_is_refused(
    north: House, keepers: Keepers, sealed: SealedIdentity, spoil: Callable[[str, str], str]
) -> None:
    client = unlocked(north.reviewer)
    row = ask(client, sealed, make_identity().recipient)
    north.open_case(mentions=(NewMention("victim", {"name": "V"}), NewMention("witness", WITNESS)))
    second = SealedIdentity.objects.exclude(pk=sealed.pk).get()
    another = ask(client, second, make_identity().recipient)
    own, other = (
        release_share(
            read_sealed(one.sealed.document.encode()),
            read_request(one.document.encode()),
            keepers.identities[0],
        )
        .document()
        .decode()
        for one in (row, another)
    )
    assert hand_in(keepers, 0, row, spoil(own, other))[1] == 422
    assert not ShareAnswer.objects.exists()


def test_answered_once_and_not_after_the_end(
    north: House, keepers: Keepers, sealed: SealedIdentity
) -> None:
    row = ask(unlocked(north.reviewer), sealed, make_identity().recipient)
    assert hand_in(keepers, 0, row)[1] == 302
    assert hand_in(keepers, 0, row)[1] == 422
    UnsealRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client, status = hand_in(keepers, 1, row)
    assert status == 422
    assert "has ended" in client.get(f"/en/desk/record/custodian/{row.pk}/").content.decode()


def test_a_custodian_sees_nothing_of_the_case_and_another_groups_sees_nothing(
    north: House, keepers: Keepers, sealed: SealedIdentity
) -> None:
    row = ask(unlocked(north.reviewer), sealed, make_identity().recipient)
    url = f"/en/desk/record/custodian/{row.pk}/"
    html = browser(keepers.accounts[0]).get(url).content.decode()
    case = sealed.case
    assert case is not None
    for hidden in (case.ref, case.summary, "Zarquel"):
        assert hidden not in html
    stranger = somebody("other-keeper", Role.CUSTODIAN)
    pairs = [
        (f"new-{n}", make_identity().recipient, stranger if n == 0 else None) for n in range(3)
    ]
    group_begin(list(pairs), threshold=2)
    for page in ("", "sealed.json", "request.json"):
        assert browser(stranger).get(url + page).status_code == 404
    assert (
        browser(keepers.accounts[0]).get(url).status_code == 200
    )  # what the former keep, they keep


def test_who_may_not_see_the_case_may_not_ask(
    north: House, south: House, keepers: Keepers, sealed: SealedIdentity
) -> None:
    client = unlocked(south.reviewer)
    assert client.get(f"/en/desk/record/sealed/{sealed.pk}/ask/").status_code == 404
    row = ask(unlocked(north.reviewer), sealed, make_identity().recipient)
    assert client.get(f"/en/desk/record/sealed/asked/{row.pk}/").status_code == 404


def test_new_custodians_take_over_and_the_old_text_is_gone(
    north: House, keepers: Keepers, sealed: SealedIdentity
) -> None:
    asker, client = make_identity(), unlocked(north.reviewer)
    row = ask(client, sealed, asker.recipient)
    releases = [
        release_share(
            read_sealed(sealed.document.encode()),
            read_request(row.document.encode()),
            keepers.identities[place],
        )
        for place in (0, 1, 2)
    ]
    fresh = [make_identity() for _place in range(3)]
    group = group_begin(
        [(f"new-{n}", key.recipient, None) for n, key in enumerate(fresh)], threshold=2
    )
    assert str(sealed.pk) in client.get("/en/desk/record/sealed/").content.decode()
    old = read_sealed(sealed.document.encode())
    done = reseal_record(old, releases, asker, custodians=keepers_of(group))
    url = f"/en/desk/record/sealed/{sealed.pk}/reseal/"
    assert client.post(url, {"document": sealed.document}).status_code == 422
    assert client.post(url, {"document": done.sealed.document().decode()}).status_code == 302
    sealed.refresh_from_db()
    assert sealed.group == group
    assert read_sealed(sealed.document.encode()).digest == done.sealed.digest
    kinds = [json.loads(bytes(leaf.entry))["type"] for leaf in PendingLeaf.objects.order_by("id")]
    assert kinds[-2:] == ["record.resealed", "record.ciphertext-deleted"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_in_both_languages(
    north: House, keepers: Keepers, sealed: SealedIdentity, language: str
) -> None:
    client, keeper = unlocked(north.reviewer), browser(keepers.accounts[0])
    base = f"/{language}/desk/record/"
    assert keeper.get(base + "custodian/").status_code == 200
    assert client.get(base + "sealed/").status_code == 200
    row = ask(client, sealed, make_identity().recipient)
    for page in (
        f"sealed/{sealed.pk}/ask/",
        f"sealed/{sealed.pk}/reseal/",
        f"sealed/asked/{row.pk}/",
    ):
        assert client.get(base + page).status_code == 200
    for page in ("custodian/", f"custodian/{row.pk}/"):
        assert keeper.get(base + page).status_code == 200
    wrong = client.post(
        base + f"sealed/{sealed.pk}/ask/", {"reason": "x", "recipient": "age1wrong"}
    )
    assert wrong.status_code == 422
