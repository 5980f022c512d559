"""The pump: requests in, sound and events out. It runs on the thread of the asyncio loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import aclosing, suppress
from dataclasses import replace

from sotto.audio.sink import Sink
from sotto.cancel import CancelToken
from sotto.clock import Clock, LoopClock
from sotto.errors import EngineError, SinkError, SottoError
from sotto.memory import note
from sotto.messages import AudioChunk, Clause, Options, Utterance
from sotto.speech.alarm import Alarm, waits
from sotto.speech.entries import Activity
from sotto.speech.entry import Entry
from sotto.speech.events import Listener
from sotto.speech.history import History
from sotto.speech.lifecycle import Reason, State, Step
from sotto.speech.notifier import Notifier
from sotto.speech.output import Output
from sotto.speech.preparation import Preparation
from sotto.speech.stream import Streams
from sotto.speech.timeline import Timeline
from sotto.speech.turns import Turns
from sotto.synthesis.context import DEADLINE_SECONDS, Context
from sotto.synthesis.explain import Explanation
from sotto.synthesis.head_start import HeadStart
from sotto.synthesis.memory_cache import DEFAULT_BYTES, MemoryCache
from sotto.synthesis.pipeline import Pipeline
from sotto.synthesis.quality import QualityChooser
from sotto.synthesis.round_trip import gives_sound
from sotto.synthesis.spare_time import SpareTime
from sotto.synthesis.stages import Stages
from sotto.synthesis.workers import ThreadWorkers, Workers

_log = logging.getLogger(__name__)

ENDING_SECONDS = 0.015
"""Before its end an utterance is told to be ending, so that who waits for that can have the next
one follow at once; no earlier, for what is left is not worth cancelling then."""


class Speaker:
    """Everything that happens to utterances, in these steps:

    1. `speak` gives the utterance to the queue, whose decisions say whose turn it is and who
       gives way; a decision changes life cycles and silences what may not be heard any more.
    2. `_pump` then makes the outside match: it begins the synthesis of whoever's turn it is,
       and, once that is rendered, of those that follow, a bounded time ahead.
    3. A synthesis renders on its thread and delivers chunks here; each is added to the track
       of its utterance and pumped on.
    4. The timeline writes tracks to the sink: the current one, and shortly before its end the
       next one behind it, so that nothing is between them.
    5. What was heard decides what is told: the position of the sink moves the track, its cues
       become events, its end finishes the utterance and the queue says who follows.
    6. One timer wakes the pump at the next cue, end or refill, computed from the position.
       While nobody speaks there is no timer.
    7. Whoever's turn it is and has no sound to be heard waits on its synthesis's deadline.

    Threads: every method and every event is on the thread of the loop. Worker threads and
    the sink reach it only through `call_soon_threadsafe`. Events are told after the call that
    caused them has returned, never inside it.
    """

    def __init__(  # noqa: PLR0913 - the parts it connects, all but two with defaults
        self,
        sink: Sink,
        listener: Listener,
        *,
        clock: Clock | None = None,
        workers: Workers | None = None,
        cache_bytes: int = DEFAULT_BYTES,
        deadline: float = DEADLINE_SECONDS,
        on_busy: Callable[[], None] = lambda: None,
        on_idle: Callable[[], None] = lambda: None,
        on_stream: Callable[[], None] = lambda: None,
        on_dead: Callable[[], object] = lambda: None,
        opens_aside: bool = False,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._sink = sink
        self._notifier = Notifier(self._loop, listener)
        self._clock = clock or LoopClock(self._loop)
        self._workers = workers or ThreadWorkers(self._clock, self._post, on_dead)
        self._cache_bytes = cache_bytes
        self._deadline = deadline
        self._on_busy = on_busy
        self._on_idle = on_idle
        self._on_stream = on_stream
        self.quality = QualityChooser()
        self._head_start = HeadStart()
        self._context: Context | None = None
        self._has_stages = asyncio.Event()
        self._timeline = Timeline(sink)
        self._history = History()
        self._turns = Turns(self._timeline, self._notifier, self._history, self._pump)
        self._entries = self._turns.entries
        self._streams = Streams(self._history, self._stream_over)
        self._spare_time = SpareTime(self._clock, self._pump)
        self._preparation = Preparation(self._spare_time.preempt, self._pump, self._turns.put_back)
        self._alarm = Alarm(self._clock, sink, self._pump)
        self._output = Output(
            sink, self._clock, self._post, self._pump, self._no_sound, opens_aside=opens_aside
        )
        self._last_samples = round(ENDING_SECONDS * sink.rate)
        self._is_busy = False
        self._is_pumping = False
        self._is_stale = False

    # ---- set-up

    def configure(self, *, deadline: float, cache_bytes: int) -> None:
        """Seconds without sound after which the plain voice speaks, and bytes kept, from the
        next `use` on."""
        self._deadline, self._cache_bytes = deadline, cache_bytes

    def use(self, stages: Stages) -> None:
        """Speak with these from here on; requests that waited for the first ones go on.

        What other stages rendered is not used again.
        """
        self._spare_time.preempt()
        cache = MemoryCache(self._cache_bytes)
        self._context = Context(
            stages,
            self._workers,
            cache,
            self._clock,
            self._deadline,
            self.quality.strain,
            self._head_start,
        )
        self._has_stages.set()
        self._pump()

    def warmed_up(self, seconds: float) -> None:
        """On any thread: a voice took so long until its first sound, which was for nobody."""
        self._head_start.warmed_up(seconds, self._deadline)

    def look_again(self) -> None:
        """Something that is done while nobody speaks may be possible now."""
        self._pump()

    def open(self) -> bool:
        """Try to reach the sound server; why it failed is kept in `state`."""
        return self._output.open()

    @property
    def has_sound(self) -> bool:
        """Whether there is a sink, or will be as far as is known."""
        return self._output.is_open or (self._output.is_opening and not self._output.problem)

    @property
    def is_beginning(self) -> bool:
        """Whether the sink is being opened, or whoever's turn it is has no sound yet."""
        entry = self._entries.current
        return self._output.is_opening or (entry is not None and not entry.was_started)

    def close(self) -> None:
        """End everything; nothing is heard or told afterwards."""
        self._streams.cancel_all(None)
        self.cancel_all(None)
        self._alarm.cancel()
        self._spare_time.close()
        self._workers.close()
        self._output.close()

    # ---- requests

    def speak(self, utterance: Utterance) -> None:
        """Say it when its turn comes. Raises ValueError when the id is in use."""
        if self._entries.get(utterance.id) or self._streams.get(utterance.id):
            raise ValueError(f"utterance {utterance.id} is already there")
        utterance = self._settled(utterance)
        self._entries.add(utterance)
        self._notice(utterance)
        self._turns.add(utterance)

    async def synthesize(self, utterance: Utterance) -> AsyncGenerator[AudioChunk, None]:
        """The sound of it, for somebody else to play.

        Raises Cancelled, and EngineError after the last chunk when a part could not be spoken.
        """
        await self._has_stages.wait()
        assert self._context is not None
        utterance = self._settled(utterance)
        self._on_stream()
        with self._streams.open(utterance, self._context) as stream:
            self._spare_time.preempt()
            self._spare_time.hold()
            self._notice(utterance)
            async with aclosing(stream.chunks()) as chunks:
                async for chunk in chunks:
                    yield chunk

    def prefetch(self, texts: Iterable[str], options: Options, client: str) -> None:
        """Render short texts ahead of time, while nothing else is to be done."""
        settled = self.quality.settle(options)
        self._spare_time.wish(Utterance(0, client, text, settled) for text in texts)
        self._pump()

    def reading(self, utterance: Utterance) -> Iterator[Clause]:
        """What would be said of it. Raises UnknownVoiceError when there is no voice at all."""
        if self._context is None:
            raise EngineError("there is nothing to speak with yet")
        return Pipeline(utterance, self._context.stages, CancelToken(), self._clock).clauses()

    def cancel(self, identifier: int, client: str) -> None:
        """End it at once, in whatever state; one that is done already is left alone.

        Raises UnknownUtteranceError for another client's, or one that never was.
        """
        if (stream := self._streams.get(identifier)) and stream.utterance.client == client:
            stream.cancel()
        elif not self._history.has(identifier, client):
            self._turns.finish(self._entries.of(identifier, client), Reason.CANCELLED)

    def cancel_all(self, client: str | None) -> None:
        """End all utterances of a client, or of everybody (None)."""
        self._turns.finish_all(client, Reason.CANCELLED)

    def client_gone(self, client: str) -> None:
        """Forget a client and all that it wanted."""
        self._spare_time.forget(client)
        self._streams.cancel_all(client)
        self._turns.finish_all(client, Reason.CLIENT_GONE)

    def pause(self, identifier: int, client: str) -> None:
        """Be silent at once and keep the rest.

        Raises UnknownUtteranceError, IllegalTransitionError.
        """
        self._turns.pause(self._entries.of(identifier, client))

    def resume(self, identifier: int, client: str) -> None:
        """Go on, at the start of the word where it stopped.

        Raises UnknownUtteranceError, IllegalTransitionError.
        """
        self._turns.resume(self._entries.of(identifier, client))

    # ---- questions

    async def is_able(self) -> bool:
        """Whether anything would be spoken now: something is, to nobody."""
        return self._context is not None and await gives_sound(self._context)

    @property
    def state(self) -> Activity:
        """What is going on."""
        return Activity(self._turns.current or 0, self._turns.waiting, self._output.problem)

    def state_of(self, identifier: int) -> State:
        """Where an utterance is in its life."""
        entry = self._entries.get(identifier)
        return entry.life.state if entry else State.DONE

    def why(self, identifier: int) -> Explanation:
        """How an utterance became sound. Raises UnknownUtteranceError."""
        if (entry := self._entries.get(identifier)) is not None:
            return entry.explain()
        if (stream := self._streams.get(identifier)) is not None:
            return stream.explain()
        return self._history.get(identifier)

    def explanations(self) -> tuple[tuple[int, Explanation], ...]:
        """The last utterances that are done, the oldest first."""
        return self._history.recent()

    # ---- the pump

    def _pump(self) -> None:
        """Make the sink, the syntheses, the timer and the listener match what is decided."""
        self._is_stale = True
        if self._is_pumping:
            return
        self._is_pumping = True
        try:
            while self._is_stale:
                self._is_stale = False
                self._careful_round()
        finally:
            self._is_pumping = False
        self._use_spare_time()
        tracks = self._preparation.tracks
        self._alarm.set(waits(tracks, self._timeline, self._sink.rate, self._last_samples))
        self._output.watch(is_wanted=self._turns.current is not None)
        self._tell_busy()

    def _careful_round(self) -> None:
        """What nobody thought of costs one utterance, and not all that follow."""
        try:
            self._round()
        except Exception as error:  # whatever it was, the next one has to be spoken
            note(error)
            _log.exception("the utterance of the moment is given up")
            if (entry := self._entries.current) is not None:
                entry.problem = f"{SottoError.hears}: {error or type(error).__name__}"
                self._turns.finish(entry, Reason.FAILED)

    def _round(self) -> None:
        self._timeline.update()
        entry = self._entries.current
        if self._context is None:
            return
        if entry is None:
            self._preparation.update((), self._context)
            return
        # A late wake-up may find a short one heard from end to end since the last look.
        was_heard = entry.life.state is State.SPEAKING or entry.track.is_heard
        if was_heard and self._hear(entry):
            return
        if not self._output.open() and not self._output.is_opening:
            self._no_sound()
            return
        self._preparation.update(self._entries.in_order(), self._context)
        if self._output.is_opening:
            return
        try:
            self._timeline.play(self._preparation.tracks)
        except SinkError as error:
            self._output.fail(error)
            self._no_sound()
            return
        if not self._hear(entry) and entry.track.heard >= entry.track.rendered:
            self._wait_for(entry)

    def _hear(self, entry: Entry) -> bool:
        """Tell what is heard of the current one; whether that was all of it."""
        track = entry.track
        if entry.life.state is State.PREPARING and (track.rendered or track.is_complete):
            entry.life.advance(Step.HEAR)
            self._notifier.heard(entry)
            entry.was_started = True
        if not entry.was_started:
            return False
        self._notifier.reached(entry)
        if not entry.was_ending and track.is_ending(self._last_samples):
            self._notifier.ending(entry, self._last_samples)
        if track.is_heard:
            self._turns.finish(entry, Reason.FAILED if entry.unspoken else Reason.FINISHED)
        return track.is_heard

    def _use_spare_time(self) -> None:
        if self._context is not None:
            self._spare_time.run(
                self._context,
                is_rendering=bool(self._streams) or self._preparation.is_rendering,
                is_quiet=self._turns.current is None,
                is_saving=self.quality.is_saving,
            )

    def _no_sound(self) -> None:
        """End everything for want of a sink; the next request tries to open it again."""
        for entry in self._entries:
            entry.problem = self._output.problem
        self._turns.finish_all(None, Reason.NO_SOUND)

    # ---- small change

    def _settled(self, utterance: Utterance) -> Utterance:
        """All that was left open decided, so that nothing changes on the way."""
        options = self.quality.settle(utterance.options, lambda full: self._keeps(utterance, full))
        return replace(utterance, options=options)

    def _keeps(self, utterance: Utterance, options: Options) -> bool:
        return self._context is not None and self._context.keeps(utterance.text, options)

    def _notice(self, utterance: Utterance) -> None:
        if self._context is not None:
            self._spare_time.notice(utterance, self._context)

    def _wait_for(self, entry: Entry) -> None:
        if entry.synthesis is not None and entry.utterance.id == self._turns.current:
            entry.synthesis.expect()

    def _stream_over(self) -> None:
        """What was rendered for a reader leaves as much behind as what was heard."""
        self._pump()
        if not self._is_busy and not self._streams:
            self._on_idle()

    def _tell_busy(self) -> None:
        is_busy = self._turns.current is not None
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            (self._on_busy if is_busy else self._on_idle)()

    def _post(self, call: Callable[[], None]) -> None:
        # A thread may outlive the loop by one step; nobody is left to be told.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)
