"""Right of reply and acknowledgement: asked with a deadline, answered in own words, the latest word stands."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.record_people import PASSPHRASE, House, build_house, somebody, unlocked

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.authority.forms import AcknowledgeForm, AnswerForm, AskForm
from misaq.web.record.authority.services import acknowledgement_give, request_send, silence_record
from misaq.web.record.keys.services import colleague_let_in, member_key_make, membership_begin
from misaq.web.record.models import Acknowledgement, Case, Response, ResponseRequest
from misaq.web.record.models.case import Stage
from misaq.web.record.refusals import RefusedError

DESK = "/en/desk/record/authority/"
CONTENT = "Invented: was a person held at your post on 2 May? Who ordered it?"
LANGUAGES = ("en", "ur")


def speaker_of(house: House) -> Account:
    """Somebody who answers for a house of the kind authority."""
    account = somebody(f"{house.organisation.slug}-speaker", Role.AUTHORITY)
    membership_begin(house.organisation, account)
    member_key_make(account, PASSPHRASE)
    colleague_let_in(house.organisation, account, house.keys, by=house.documenter)
    return account


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def ask(client: Client, case: Case, **changes: str) -> object:
    values = {
        "addressee": "ministry",
        "kind": "right_of_reply",
        "subject": "A person taken from a shop in May 2031",
        "content": CONTENT,
        "due_on": in_days(40),
        **changes,
    }
    return client.post(f"{DESK}case/{case.ref}/", values)


def sent(north: House, ministry: House, *, due: int = 40) -> ResponseRequest:
    """A request as it was sent 60 days ago, due in so many days."""
    values = {"kind": "right_of_reply", "subject": "A person taken", "content": CONTENT}
    values["due_on"] = timezone.localdate() + timedelta(days=due)  # type: ignore[assignment]
    asked = request_send(
        north.open_case(), ministry.organisation, values, north.keys, by=north.documenter
    )
    asked.sent_at -= timedelta(days=60)
    asked.save()
    return asked


def word(answer: str, on: str | None = None, **more: object) -> dict[str, object]:
    owned = answer in {"full", "partial"}
    return {
        "answer": answer,
        "authority": "The invented council, decision 7",
        "form": "statement" if owned else "",
        "text": "It was ours (invented).",
        "text_language": "en",
        "on": on or timezone.localdate().isoformat(),
        **more,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_question_to_acknowledgement(north: House, ministry: House, language: str) -> None:
    case = north.open_case()
    asker, speaker = unlocked(north.documenter), unlocked(speaker_of(ministry))
    assert ask(asker, case).status_code == 302  # type: ignore[attr-defined]
    asked = ResponseRequest.objects.get()
    assert CONTENT.encode() not in bytes(asked.content_shut) + bytes(asked.content_boxed)
    desk = f"/{language}/desk/record/authority/"
    assert asked.subject in speaker.get(desk).content.decode()
    page = speaker.get(f"{desk}{asked.pk}/").content.decode()
    assert CONTENT in page
    assert case.ref not in page
    answer = {
        "kind": "other_explanation",
        "public_text": "“We held nobody”, says the post (invented).",
        "public_language": "en",
        "private_text": "Invented: ask the second post.",
    }
    assert speaker.post(f"{desk}{asked.pk}/answer/", answer).status_code == 302
    given = Response.objects.get()
    assert given.public_text == answer["public_text"]  # letter for letter
    assert b"second post" not in bytes(given.private_boxed)
    replies = asker.get(f"{desk}case/{case.ref}/").content.decode()
    assert "ask the second post" in replies
    full = word(
        "full", is_apology="on", remedy="Tell the family where he is", remedy_due=in_days(30)
    )
    assert speaker.post(f"{desk}{asked.pk}/acknowledge/", full).status_code == 302
    case.refresh_from_db()
    assert case.answer == "full"
    rows = list(csv.DictReader(io.StringIO(asker.get(DESK + "commitments.csv").content.decode())))
    assert [(row["title_en"], row["due"], row["obligor_en"]) for row in rows] == [
        ("Tell the family where he is", in_days(30), "Invented ministry")
    ]


def test_another_authority_and_another_asker_see_nothing(
    north: House, south: House, ministry: House
) -> None:
    asked = sent(north, ministry)
    front = build_house("front", kind="authority")
    for account in (speaker_of(front), speaker_of(south)):  # south is no authority
        client = unlocked(account)
        assert asked.subject not in client.get(DESK).content.decode()
        for path in ("", "answer/", "acknowledge/"):
            method = client.post if path else client.get
            assert method(f"{DESK}{asked.pk}/{path}").status_code == 404
    for account in (south.documenter, south.reviewer, ministry.documenter):
        client = unlocked(account)
        assert client.get(f"{DESK}case/{asked.case.ref}/").status_code == 404
        assert client.post(f"{DESK}{asked.pk}/silence/").status_code == 404
        assert "A person taken" not in client.get(DESK + "commitments.csv").content.decode()


def test_the_authority_sees_the_request_and_nothing_else_of_the_case(
    north: House, ministry: House
) -> None:
    asked = sent(north, ministry)
    client = unlocked(speaker_of(ministry))
    pages = [client.get(address) for address in (DESK, f"{DESK}{asked.pk}/", "/en/desk/record/")]
    for page in pages:
        for secret in (asked.case.ref, asked.case.summary, "Invented Person", "0300-0000001"):
            assert secret not in page.content.decode()
    assert client.get(f"{DESK}case/{asked.case.ref}/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "What the terrorists did"},
        {"subject": "دہشت گردوں نے کیا کیا"},
        {"due_on": in_days(29)},
        {"kind": "information", "due_on": in_days(13)},
        {"addressee": "north"},
        {"content": ""},
        {"kind": "demand"},
    ],
)
def test_what_is_asked_is_neutral_and_leaves_time(
    north: House, ministry: House, change: dict[str, str]
) -> None:
    case = north.open_case()
    assert ask(unlocked(north.documenter), case, **change).status_code == 422  # type: ignore[attr-defined]
    assert not ResponseRequest.objects.exists()


def test_nobody_is_asked_about_a_case_in_quarantine(north: House, ministry: House) -> None:
    case = north.open_case(stage=Stage.QUARANTINE)
    assert ask(unlocked(north.documenter), case).status_code == 422  # type: ignore[attr-defined]


def test_overdue_is_said_in_words_and_silence_is_recorded_by_a_reviewer_after_it(
    north: House, ministry: House
) -> None:
    early, late = sent(north, ministry), sent(north, ministry, due=-3)
    reviewer, documenter = unlocked(north.reviewer), unlocked(north.documenter)
    assert "overdue by" in unlocked(speaker_of(ministry)).get(DESK).content.decode()
    assert documenter.post(f"{DESK}{late.pk}/silence/").status_code == 404
    assert reviewer.post(f"{DESK}{early.pk}/silence/").status_code == 422
    assert reviewer.post(f"{DESK}{late.pk}/silence/").status_code == 302
    late.case.refresh_from_db()
    early.case.refresh_from_db()
    assert (early.case.answer, late.case.answer) == ("", "silent")
    with pytest.raises(RefusedError):
        silence_record(late, by=north.reviewer)


def test_on_the_last_day_it_is_not_overdue(north: House, ministry: House) -> None:
    last, passed = sent(north, ministry, due=0), sent(north, ministry, due=-1)
    with pytest.raises(RefusedError):
        silence_record(last, by=north.reviewer)
    silence_record(passed, by=north.reviewer)


def test_silence_never_takes_the_place_of_a_word(north: House, ministry: House) -> None:
    asked = sent(north, ministry, due=-3)
    form = AcknowledgeForm(word("full"))  # type: ignore[arg-type]
    assert form.is_valid(), form.errors
    acknowledgement_give(asked, form.cleaned_data, by=north.documenter)
    with pytest.raises(RefusedError):
        silence_record(asked, by=north.reviewer)


def test_the_latest_word_stands_by_its_day_not_by_when_it_was_typed(
    north: House, ministry: House
) -> None:
    asked = sent(north, ministry)
    client = unlocked(speaker_of(ministry))
    today = timezone.localdate()
    steps = [
        (word("denied", (today - timedelta(days=9)).isoformat()), "denied"),
        (word("full", (today - timedelta(days=1)).isoformat()), "full"),
        (
            word("partial", (today - timedelta(days=5)).isoformat()),
            "full",
        ),  # an older one, typed later
        (word("partial"), "partial"),
    ]
    for values, stands in steps:
        assert client.post(f"{DESK}{asked.pk}/acknowledge/", values).status_code == 302
        asked.case.refresh_from_db()
        assert asked.case.answer == stands
    assert Acknowledgement.objects.count() == 4  # nothing is overwritten


@pytest.mark.parametrize(
    "values",
    [
        word("denied", is_apology="on"),
        word("denied", remedy="Nothing", remedy_due=in_days(5)),
        word("denied", form="apology"),
        word("full", form=""),
        word("full", remedy="Rebuild the house"),  # by when?
        word("full", remedy_due=in_days(5)),  # what?
        word("full", is_apology="on", text=""),
        word("full", on=in_days(1)),
        word("full", remedy="Rebuild", remedy_due="2001-01-01"),
        word("full", authority=""),
        word("silent"),  # is for a reviewer to record
    ],
)
def test_what_contradicts_itself_is_not_put_on_record(values: dict[str, object]) -> None:
    assert not AcknowledgeForm(values).is_valid()  # type: ignore[arg-type]
    assert AcknowledgeForm(word("full")).is_valid()  # type: ignore[arg-type]


def test_a_promise_that_a_spreadsheet_would_run_is_text(north: House, ministry: House) -> None:
    asked = sent(north, ministry)
    form = AcknowledgeForm(word("full", remedy="=HYPERLINK(1)", remedy_due=in_days(9)))  # type: ignore[arg-type]
    assert form.is_valid(), form.errors
    acknowledgement_give(asked, form.cleaned_data, by=north.documenter)
    text = unlocked(north.documenter).get(DESK + "commitments.csv").content.decode()
    assert "'=HYPERLINK" in text


def test_the_forms_days_are_those_of_the_rules() -> None:
    assert AskForm([]).fields["due_on"].initial == timezone.localdate() + timedelta(days=30)
    assert isinstance(timezone.localdate(), date)


def test_nobody_asks_admits_or_denies_by_leaving_a_field_as_it_is(
    north: House, ministry: House
) -> None:
    asking = AskForm([ministry.organisation])
    firsts = [asking[name].field.choices[0][0] for name in ("addressee", "kind")]
    assert [*firsts, AnswerForm()["kind"].field.choices[0][0]] == ["", "", ""]
    asked = sent(north, ministry)
    client = unlocked(speaker_of(ministry))
    answer = client.post(f"{DESK}{asked.pk}/answer/", {"public_text": "x", "public_language": "en"})
    assert answer.status_code == 422
    assert not asked.responses.exists()
