"""The queue: SSIP's rules one by one, then any order of requests."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sotto.messages import Priority
from sotto.speech.lifecycle import Reason
from sotto.speech.queue import Decision, Drop, Interrupt, Queue, Start

IMPORTANT, MESSAGE, TEXT, NOTIFICATION, PROGRESS = Priority
A, B = ":1.1", ":1.2"


def add(
    queue: Queue, identifier: int, priority: Priority, client: str = A, *, resume: bool = False
) -> list[Decision]:
    return queue.add(identifier, client, priority, resume=resume)


def superseded(identifier: int) -> Drop:
    return Drop(identifier, Reason.SUPERSEDED)


STOPPED = {
    # (spoken, arriving): what happens to the spoken one of the same client
    (MESSAGE, IMPORTANT): "ends",
    (TEXT, IMPORTANT): "ends",
    (NOTIFICATION, IMPORTANT): "ends",
    (PROGRESS, IMPORTANT): "waits",
    (TEXT, MESSAGE): "ends",
    (NOTIFICATION, MESSAGE): "ends",
    (PROGRESS, MESSAGE): "waits",
    (NOTIFICATION, TEXT): "ends",
    (PROGRESS, TEXT): "waits",
    (NOTIFICATION, NOTIFICATION): "ends",
}


@pytest.mark.parametrize("spoken", Priority)
@pytest.mark.parametrize("arriving", Priority)
def test_what_an_arrival_does_to_the_spoken_one_of_its_client(
    spoken: Priority, arriving: Priority
) -> None:
    queue = Queue()
    assert add(queue, 1, spoken) == [Start(1)]
    expected: dict[str, list[Decision]] = {
        "ends": [superseded(1), Start(2)],
        "waits": [Interrupt(1), Start(2)],
        "is spoken on": [],
    }
    decisions = add(queue, 2, arriving)
    if arriving is NOTIFICATION and spoken is not NOTIFICATION:
        assert decisions == [superseded(2)]
    else:
        assert decisions == expected[STOPPED.get((spoken, arriving), "is spoken on")]


@pytest.mark.parametrize("spoken", [MESSAGE, TEXT])
def test_one_that_asked_to_resume_goes_on_after_the_urgent_one(spoken: Priority) -> None:
    queue = Queue()
    add(queue, 1, spoken, resume=True)
    add(queue, 2, spoken)
    assert add(queue, 3, IMPORTANT) == [Interrupt(1), Start(3)]
    assert queue.remove(3) == [Start(1)]
    assert queue.remove(1) == [Start(2)]


def test_another_clients_text_goes_on_without_asking() -> None:
    queue = Queue()
    add(queue, 1, TEXT, A)
    assert add(queue, 2, MESSAGE, B) == [Interrupt(1), Start(2)]
    assert queue.remove(2) == [Start(1)]


def test_a_message_supersedes_the_waiting_texts_of_its_own_client_only() -> None:
    queue = Queue()
    add(queue, 1, MESSAGE, A)
    add(queue, 2, TEXT, A)
    add(queue, 3, TEXT, B)
    add(queue, 4, TEXT, A, resume=True)
    assert add(queue, 5, MESSAGE, A) == [superseded(2)]
    assert list(queue.upcoming()) == [5, 3, 4]


def test_important_ones_are_said_in_their_order_and_before_all_others() -> None:
    queue = Queue()
    add(queue, 1, IMPORTANT)
    for identifier, priority in ((2, TEXT), (3, MESSAGE), (4, IMPORTANT)):
        assert add(queue, identifier, priority) in ([], [superseded(2)])
    assert list(queue.upcoming()) == [4, 3]


def test_texts_of_a_client_queue_up() -> None:
    queue = Queue()
    for identifier in range(1, 6):
        add(queue, identifier, TEXT)
    assert list(queue.upcoming()) == [2, 3, 4, 5]


def test_the_newest_notification_replaces_the_older() -> None:
    queue = Queue()
    add(queue, 1, NOTIFICATION)
    assert add(queue, 2, NOTIFICATION) == [superseded(1), Start(2)]


def test_another_clients_notification_is_not_interrupted_by_one() -> None:
    queue = Queue()
    add(queue, 1, NOTIFICATION, A)
    assert add(queue, 2, NOTIFICATION, B) == []
    assert add(queue, 3, NOTIFICATION, B) == [superseded(2)]
    assert add(queue, 4, TEXT, A) == [superseded(3), superseded(1), Start(4)]


@pytest.mark.parametrize("better", [IMPORTANT, MESSAGE, TEXT, PROGRESS])
def test_a_notification_is_not_said_when_anything_better_is(better: Priority) -> None:
    queue = Queue()
    add(queue, 1, better, A)
    assert add(queue, 2, NOTIFICATION, B) == [superseded(2)]


def test_the_last_progress_of_a_series_is_always_said() -> None:
    queue = Queue()
    add(queue, 1, TEXT)
    assert add(queue, 2, PROGRESS) == []
    assert add(queue, 3, PROGRESS) == [superseded(2)]
    assert add(queue, 4, MESSAGE) == [superseded(1), Start(4)]
    assert queue.remove(4) == [Start(3)]


def test_a_progress_that_was_stopped_is_said_afterwards_unless_a_newer_came() -> None:
    queue = Queue()
    add(queue, 1, PROGRESS)
    assert add(queue, 2, TEXT) == [Interrupt(1), Start(2)]
    assert queue.remove(2) == [Start(1)]
    assert add(queue, 3, TEXT) == [Interrupt(1), Start(3)]
    assert add(queue, 4, PROGRESS) == [superseded(1)]
    assert queue.remove(3) == [Start(4)]


def test_a_pause_holds_what_the_client_queued_and_nothing_else() -> None:
    queue = Queue()
    add(queue, 1, TEXT, A)
    add(queue, 2, TEXT, A)
    add(queue, 3, TEXT, B)
    assert queue.pause(1) == [Start(3)]
    assert queue.remove(3) == []
    assert add(queue, 4, TEXT, A) == [Start(4)]
    assert queue.resume(1) == []
    assert queue.remove(4) == [Start(1)]
    assert queue.remove(1) == [Start(2)]


def test_what_waits_behind_a_paused_one_is_said_when_that_is_cancelled() -> None:
    queue = Queue()
    add(queue, 1, TEXT)
    add(queue, 2, TEXT)
    assert queue.pause(1) == []
    assert queue.remove(1) == [Start(2)]


def test_a_paused_one_is_not_superseded() -> None:
    queue = Queue()
    add(queue, 1, TEXT)
    queue.pause(1)
    assert add(queue, 2, MESSAGE) == [Start(2)]
    assert queue.remove(2) == []
    assert queue.resume(1) == [Start(1)]


def test_resuming_an_urgent_one_interrupts_a_lesser() -> None:
    queue = Queue()
    add(queue, 1, IMPORTANT, A)
    queue.pause(1)
    add(queue, 2, TEXT, B)
    assert queue.resume(1) == [Interrupt(2), Start(1)]


def test_resuming_supersedes_nothing_of_its_own_client() -> None:
    queue = Queue()
    add(queue, 1, IMPORTANT)
    queue.pause(1)
    assert add(queue, 2, MESSAGE) == [Start(2)]
    assert queue.resume(1) == [Interrupt(2), Start(1)]
    assert queue.remove(1) == [Start(2)]


def test_several_are_removed_without_a_turn_in_between() -> None:
    queue = Queue()
    for identifier in (1, 2, 3):
        add(queue, identifier, TEXT)
    assert queue.remove(1, 2) == [Start(3)]


def test_it_reads_as_a_sentence() -> None:
    queue = Queue()
    assert repr(queue) == "<queue: silent, 0 wait>"
    add(queue, 1, TEXT)
    add(queue, 2, TEXT)
    assert repr(queue) == "<queue: 1 speaks, 1 wait>"


class AnyOrder(RuleBasedStateMachine):
    """A model that only counts: who is there, who speaks, who is paused."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue()
        self.next = 1
        self.owner: dict[int, str] = {}
        self.priority: dict[int, Priority] = {}
        self.speaking: int | None = None
        self.paused: set[int] = set()

    def follow(self, decisions: list[Decision], cause: str | None = None) -> None:
        for decision in decisions:
            if isinstance(decision, Start):
                assert self.speaking is None, "two would sound at once"
                assert decision.id in self.owner, "a lost one starts"
                assert decision.id not in self.paused, "a paused one starts"
                self.speaking = decision.id
                continue
            if decision.id == self.speaking:
                self.speaking = None
            if isinstance(decision, Drop):
                lesser = self.priority[decision.id] is NOTIFICATION
                assert lesser or self.owner[decision.id] == cause, "another client's was dropped"
                del self.owner[decision.id]

    @rule(client=st.sampled_from([A, B]), priority=st.sampled_from(Priority), resume=st.booleans())
    def arrives(self, client: str, priority: Priority, resume: bool) -> None:
        identifier, self.next = self.next, self.next + 1
        self.owner[identifier] = client
        self.priority[identifier] = priority
        self.follow(self.queue.add(identifier, client, priority, resume=resume), client)

    @precondition(lambda self: self.speaking is not None)
    @rule()
    def finishes(self) -> None:
        assert self.speaking is not None
        ended, self.speaking = self.speaking, None
        del self.owner[ended]
        self.follow(self.queue.remove(ended))

    @precondition(lambda self: self.owner)
    @rule(data=st.data())
    def is_cancelled(self, data: st.DataObject) -> None:
        ended = data.draw(st.sampled_from(sorted(self.owner)))
        self.speaking = None if ended == self.speaking else self.speaking
        self.paused.discard(ended)
        del self.owner[ended]
        self.follow(self.queue.remove(ended))

    @precondition(lambda self: set(self.owner) - self.paused)
    @rule(data=st.data())
    def is_paused(self, data: st.DataObject) -> None:
        held = data.draw(st.sampled_from(sorted(set(self.owner) - self.paused)))
        self.speaking = None if held == self.speaking else self.speaking
        self.paused.add(held)
        self.follow(self.queue.pause(held))

    @precondition(lambda self: self.paused)
    @rule(data=st.data())
    def is_resumed(self, data: st.DataObject) -> None:
        freed = data.draw(st.sampled_from(sorted(self.paused)))
        self.paused.discard(freed)
        self.follow(self.queue.resume(freed))

    @invariant()
    def agrees_with_the_model(self) -> None:
        assert self.queue.current == self.speaking
        waiting = set(self.owner) - {self.speaking}
        assert self.queue.waiting() == len(waiting)
        upcoming = list(self.queue.upcoming())
        assert len(set(upcoming)) == len(upcoming)
        assert set(upcoming) <= waiting - self.paused
        if self.speaking is None:
            assert not upcoming, "somebody is ready and nobody speaks"

    def teardown(self) -> None:
        """Whoever is there can be brought to speak: nobody is lost."""
        for identifier in sorted(self.paused):
            self.is_paused_no_more(identifier)
        while self.speaking is not None:
            self.finishes()
        assert not self.owner

    def is_paused_no_more(self, identifier: int) -> None:
        self.paused.discard(identifier)
        self.follow(self.queue.resume(identifier), self.owner[identifier])


AnyOrder.TestCase.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
TestAnyOrder = AnyOrder.TestCase
