"""Answers written together: none lost, none twice, and a bad one takes no other with it."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from tests.conversation import open_small

from misaq.web.dialogue.models import Conversation, Vote, VoteEvent, WayIn
from misaq.web.dialogue.services import participant_join
from misaq.web.dialogue.writer import Ballot, VoteWriter, _write_batch, write_together


def test_the_newest_of_two_answers_in_one_lot_counts(conversation: Conversation) -> None:
    person, _ = participant_join(conversation, WayIn.LINK)
    statement = conversation.statements.earliest("id").pk
    write_together([Ballot(person.pk, statement, 1), Ballot(person.pk, statement, -1)])
    assert Vote.objects.get().value == -1
    assert list(VoteEvent.objects.order_by("id").values_list("value", flat=True)) == [1, -1]


def test_a_bad_answer_is_refused_alone(conversation: Conversation) -> None:
    person, _ = participant_join(conversation, WayIn.LINK)
    first, second = conversation.statements.order_by("id").values_list("id", flat=True)[:2]
    ballots = [
        Ballot(person.pk, first, 1),
        Ballot(person.pk, second, 7),
        Ballot(person.pk, second, 0),
    ]
    promises: list[Future[None]] = [Future() for _ in ballots]
    _write_batch(list(zip(ballots, promises, strict=True)))
    assert promises[0].result(0) is None
    assert isinstance(promises[1].exception(0), IntegrityError)
    assert promises[2].result(0) is None
    assert list(Vote.objects.order_by("statement").values_list("value", flat=True)) == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_every_answer_that_was_promised_is_there() -> None:
    if connection.vendor == "sqlite":
        pytest.skip(
            "the tests' database in memory belongs to one thread; bench/votes.py kills a real one"
        )
    conversation = open_small()
    people = [participant_join(conversation, WayIn.LINK)[0].pk for _ in range(20)]
    statements = list(conversation.statements.values_list("id", flat=True))
    writer = VoteWriter()
    with ThreadPoolExecutor(8) as pool:
        promises = list(
            pool.map(
                lambda pair: writer.put(Ballot(pair[0], pair[1], 1)),
                [(p, s) for p in people for s in statements],
            )
        )
        for promise in promises:
            promise.result(20)
    writer.stop()
    assert Vote.objects.count() == VoteEvent.objects.count() == len(people) * len(statements)
