"""Any requests in any order: nobody is lost, nobody sounds twice, nobody touches another's."""

from __future__ import annotations

import asyncio

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sotto.messages import Priority
from sotto.speech.events import Finished, MarkReached, PausedAt, Resumed, Started, WordReached
from sotto.speech.lifecycle import Reason, State
from sotto.speech.track import Track
from sotto.synthesis.workers import Lane
from speech.stage import ME, OTHER, Stage, reference

TEXTS = [
    "a",
    "button",
    "one *x two three. four *y five| six seven eight.",
    "*only *marks",
    "",
    "a longer text that goes on and on *z for some time. and then| on again with more words.",
]
CLIENTS = [ME, OTHER]


class AnyOrder(RuleBasedStateMachine):
    """Requests and the passing of time; what was told is checked at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stage = self.loop.run_until_complete(self._begin())
        self.made: dict[int, tuple[str, str]] = {}
        self.cancelled: set[int] = set()

    async def _begin(self) -> Stage:
        return Stage()

    def run(self, action: str, *arguments: object) -> None:
        async def act() -> None:
            getattr(self.stage.speaker, action)(*arguments)
            await self.stage.settle()

        self.loop.run_until_complete(act())

    def live(self) -> list[int]:
        return [i for i in self.made if self.stage.speaker.state_of(i) is not State.DONE]

    @rule(
        text=st.sampled_from(TEXTS),
        client=st.sampled_from(CLIENTS),
        priority=st.sampled_from(Priority),
        resume=st.booleans(),
    )
    def speak(self, text: str, client: str, priority: Priority, resume: bool) -> None:
        async def act() -> None:
            made = self.stage.say(text, client, priority, resume=resume)
            self.made[made] = (client, text)
            await self.stage.settle()

        self.loop.run_until_complete(act())

    @rule(seconds=st.sampled_from([0.001, 0.02, 0.1, 0.25, 0.6, 2.0]))
    def time_passes(self, seconds: float) -> None:
        self.loop.run_until_complete(self.stage.play(seconds))

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(self.live()))
        self.cancelled.add(chosen)
        self.run("cancel", chosen, self.made[chosen][0])
        assert self.stage.speaker.state_of(chosen) is State.DONE

    @rule(client=st.sampled_from(CLIENTS))
    def cancel_all(self, client: str) -> None:
        others = [each for each in self.live() if self.made[each][0] != client]
        self.cancelled |= {each for each in self.live() if self.made[each][0] == client}
        self.run("cancel_all", client)
        gone = [each for each in others if self.stage.reason(each) is Reason.CANCELLED]
        assert gone == []

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def pause_or_resume(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(self.live()))
        is_paused = self.stage.speaker.state_of(chosen) is State.PAUSED
        self.run("resume" if is_paused else "pause", chosen, self.made[chosen][0])

    @rule(is_stuck=st.booleans())
    def voice_gets_stuck(self, is_stuck: bool) -> None:
        self.stage.workers.stuck = {Lane.VOICE} if is_stuck else set()

    @rule(texts=st.lists(st.sampled_from(TEXTS), max_size=3))
    def prefetch(self, texts: list[str]) -> None:
        from sotto.messages import Options

        self.run("prefetch", texts, Options(), ME)

    @invariant()
    def at_most_one_sounds(self) -> None:
        states = [self.stage.speaker.state_of(each) for each in self.made]
        assert states.count(State.SPEAKING) <= 1
        held = [entry.track for entry in self.stage.speaker._entries]
        placed = [each.track for each in self.stage.speaker._timeline._placed if _sounds(each)]
        assert all(any(track is other for other in held) for track in placed)

    def teardown(self) -> None:
        """Let everything end, then look at what was told."""
        self.stage.workers.stuck = set()
        for each in self.live():
            if self.stage.speaker.state_of(each) is State.PAUSED:
                self.run("resume", each, self.made[each][0])
        self.loop.run_until_complete(self.stage.play())
        self.stage.assert_idle()
        for identifier, (client, text) in self.made.items():
            self._check(identifier, client, text)
        self.loop.close()

    def _check(self, identifier: int, client: str, text: str) -> None:
        events = self.stage.told(identifier)
        assert isinstance(events[-1], Finished), "it never ended"
        assert all(event.client == client for event in events)
        reason = events[-1].reason
        if identifier in self.cancelled:
            assert reason is Reason.CANCELLED
        else:
            assert reason in (Reason.FINISHED, Reason.SUPERSEDED)
        words = [event.start for event in events if isinstance(event, WordReached)]
        marks = [event.name for event in events if isinstance(event, MarkReached)]
        tokens = text.split()
        all_marks = [token[1:] for token in tokens if token.startswith("*")]
        assert words == sorted(set(words))
        assert marks == all_marks[: len(marks)]
        if reason is Reason.FINISHED:
            assert marks == all_marks
            assert len(words) == len(tokens) - len(all_marks)
        kinds = [type(event) for event in events if not isinstance(event, Finished)]
        heard = [kind for kind in kinds if kind not in (Started, PausedAt)]
        assert kinds.count(Started) == (1 if heard else kinds.count(Started))
        assert kinds.count(Resumed) <= kinds.count(PausedAt)


def _sounds(placed: object) -> bool:
    track, written = getattr(placed, "track", None), getattr(placed, "written", 0)
    return isinstance(track, Track) and written > track.heard


AnyOrder.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestAnyOrder = AnyOrder.TestCase


def test_the_texts_have_sound() -> None:
    lengths = [len(asyncio.run(reference(text))) for text in TEXTS]
    assert np.count_nonzero(lengths) == 4
