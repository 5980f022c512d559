"""One utterance becomes chunks of sound: text, phonemes, voice, time-stretch, pauses.

A plain generator that runs wherever it is stepped. A stage that raises does not end it: text goes
on as plain words, a clause whose voice is still being loaded is spoken by another of its language,
any other goes on in the fallback's voice from the word where its own stopped, and a clause that
even the fallback cannot say is skipped and accounted for. Only Cancelled passes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace

from sotto.audio.pauses import silence
from sotto.cancel import CancelToken
from sotto.errors import (
    Cancelled,
    EngineError,
    TextTooLongError,
    VoiceLoadingError,
)
from sotto.messages import (
    AudioChunk,
    Clause,
    MarkCue,
    Options,
    Pauses,
    PhonemeRun,
    Utterance,
    WordCue,
)
from sotto.synthesis.adapter import adapted, speak
from sotto.synthesis.casting import Casting
from sotto.synthesis.long_reading import LongReading, Planned, may_be_long
from sotto.synthesis.progress import Progress, plain_clauses, remaining
from sotto.synthesis.stages import Stages
from sotto.synthesis.trace import Trace
from sotto.text.announcements import announcement
from sotto.voice.catalogue import Route
from sotto.voice.engine import Engine, Ordered
from sotto.voice.shaping.style import styled

_LONGEST_PAUSE = 10_000
_PAUSE_PIECE = 500
_LONGEST_WAIT = 30.0
"""Seconds that a heavy clause may be waited for while there is something to be heard."""
_PAUSES = {Pauses.NORMAL: 1.0, Pauses.SHORT: 0.5, Pauses.SHORTEST: 0.1}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chunk of sound, and how far the utterance is rendered once it is counted."""

    chunk: AudioChunk
    progress: Progress
    is_due: Callable[[], bool] | None = None
    """Nothing more is to be rendered before it is true; any thread may ask."""


class Pipeline:
    """Renders one utterance once. `is_plain` takes the fallback from the first word on,
    `has_text` False takes its own plain words as well. `is_awaited` tells whether somebody waits
    for sound now: else a voice that is being loaded is waited for. With `reads_long` a heavy voice
    may go on; `is_dry` tells whether there is little left to be heard meanwhile, and `nudge` is
    called on any thread when `Rendered.is_due` may be true."""

    def __init__(  # noqa: PLR0913 - everything a rendering depends on, in one place
        self,
        utterance: Utterance,
        stages: Stages,
        cancel: CancelToken,
        clock: Callable[[], float],
        *,
        start: Progress | None = None,
        is_plain: bool = False,
        has_text: bool = True,
        is_awaited: Callable[[], bool] = lambda: False,
        reads_long: bool = False,
        is_dry: Callable[[], bool] = lambda: False,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self.trace = Trace()
        self._reads_long = reads_long
        self._is_dry = is_dry
        self._nudge = nudge
        self._read_to = 0
        self._is_awaited = is_awaited
        self._text = utterance.text
        self._options = utterance.options
        self._casting = Casting(stages, utterance.options, self.trace, is_plain=is_plain)
        self._stages = stages
        self._cancel = cancel
        self._clock = clock
        self._start = start or Progress()
        self._has_text = has_text
        self._done = self._start
        self._is_first = True

    def __iter__(self) -> Iterator[Rendered]:
        """Pieces in order. Raises Cancelled, and UnknownVoiceError when there is no voice."""
        self.trace.begun = self._clock()
        pause = 0.0
        for planned in self._planned(map(styled, self.clauses())):
            if pause:
                yield from self._pause(pause)
            yield from self._clause(planned)
            yield Rendered(silence(0, self._stages.rate), self._done)
            pause = min(self._pause_after(planned.clause), _LONGEST_PAUSE)

    def runs(self) -> Iterator[tuple[Route, PhonemeRun]]:
        """What would be rendered, and by whom. Raises as iterating does, and as phonemes do."""
        for clause in map(styled, self.clauses()):
            if clause.words:
                route = self._casting.route(clause.language)
                run = self._phonemes(replace(clause, language=route.language), route.engine)
                yield route, run

    def engine(self) -> Engine:
        """What speaks the language of the request. Raises UnknownVoiceError."""
        return self._casting.route(self._casting.find()).engine

    def _planned(self, clauses: Iterator[Clause]) -> Iterator[Planned]:
        if not (self._reads_long and may_be_long(self._options) and self._stages.reads_long()):
            return map(Planned, clauses)
        heavy = lambda clause: self._casting.route(clause.language).heavy  # noqa: E731
        return LongReading(heavy, self._stages.phonemes, self.trace.note).planned(clauses)

    def _pause_after(self, clause: Clause) -> float:
        """Milliseconds: the voice's own pause gets shorter, one that was asked for does not."""
        own = (clause.pause - clause.fixed) * _PAUSES[self._options.reading.pauses]
        return own / clause.prosody.rate + clause.fixed

    # ---- text

    def clauses(self) -> Iterator[Clause]:
        """What is said, and what is made of it. Raises UnknownVoiceError when there is no voice."""
        language = self._casting.find()
        try:
            if self._has_text:
                yield from remaining(self._timed_text(language), self._start)
                return
        except (Cancelled, GeneratorExit):
            raise
        except TextTooLongError as error:
            self.trace.note(error)
            self.trace.unspoken = self.trace.reason
            text, language = announcement(error.hears, language)
            yield from plain_clauses(text, Options(), language)
            return
        except Exception as error:  # whatever it was, the text is still spoken
            self.trace.note(error)
        begin = max(self._done.character, self._read_to)
        yield from plain_clauses(self._text, self._options, language, begin)

    def _timed_text(self, language: str) -> Iterator[Clause]:
        # Own words may be of one voice; who steps in for it says the same.
        options = replace(self._options, voice=self._casting.voice.identifier)
        clauses = self._stages.clauses(self._text, options, language)
        while True:
            self._cancel.check()
            self.trace.enter("text")
            began = self._clock()
            clause = next(clauses, None)
            if self._is_first:
                self.trace.text_ms += (self._clock() - began) * 1000
            if clause is None:
                return
            if clause.words:
                self._read_to = clause.words[-1].end
            yield clause

    # ---- voice

    def _clause(self, planned: Planned) -> Iterator[Rendered]:
        clause, before = planned.clause, self._done
        if not clause.words:
            yield self._marks(clause)
            return
        is_spoken = yield from self._heavily(planned)
        if not is_spoken:
            yield from self._quickly(self._rest(clause, before))
        self._done = Progress(
            before.words + len(clause.words),
            before.marks + len(clause.marks),
            clause.words[-1].end,
        )

    def _heavily(self, planned: Planned) -> Generator[Rendered, None, bool]:
        """The clause by the heavy voice; whether it was, to its end: if not, another voice goes on
        from the word that was reached."""
        clause, ordered, heavy = planned.clause, planned.ordered, planned.heavy
        if ordered is None or heavy is None:
            return False
        self.trace.enter("long reading")
        self.trace.first_seconds = _LONGEST_WAIT
        ordered.on_news(self._nudge)
        able, rate = heavy.engine.abilities, self._stages.rate
        pieces = self._counted(adapted(ordered.chunks(), able, clause, rate, self._cancel), clause)
        try:
            while True:
                yield from self._awaited(ordered, heavy.voice)
                if (piece := next(pieces, None)) is None:
                    return True
                self.trace.continued = self.trace.continued or heavy.voice
                yield piece
        except Cancelled:
            raise
        except Exception as error:  # whatever it was, the voice that began goes on
            self.trace.note(error)
            return False
        finally:
            ordered.cancel()

    def _awaited(self, ordered: Ordered, voice: str) -> Iterator[Rendered]:
        """Nothing, until what comes next is there. Raises EngineError where it is not in time."""
        while not (is_there := ordered.wait(0)) and not self._is_dry():
            is_due = lambda: ordered.wait(0) or self._is_dry()  # noqa: E731
            yield Rendered(silence(0, self._stages.rate), self._done, is_due)
        if not is_there:
            raise EngineError(f"{voice} was not ready in time")

    def _quickly(self, clause: Clause) -> Iterator[Rendered]:
        before = self._done
        own = route = self._casting.route(clause.language)
        rest = clause
        while True:
            try:
                yield from self._speak(rest, route)
                break
            except Cancelled:
                raise
            except Exception as error:  # whatever it was, another voice takes over
                if self._can_wait(error):
                    continue
                self.trace.note(error)
                following = self._instead(error, route == own, route, clause.language)
                if route == following:
                    if isinstance(error, MemoryError):
                        # Of that the next clause would not be spoken either.
                        raise
                    self.trace.unspoken = self.trace.unspoken or self.trace.reason
                    yield self._marks(self._rest(clause, before))
                    break
            rest, route = self._rest(clause, before), following

    def _can_wait(self, error: Exception) -> bool:
        return isinstance(error, VoiceLoadingError) and error.is_soon and not self._is_awaited()

    def _instead(self, error: Exception, is_own: bool, route: Route, language: str) -> Route:
        """Who goes on after `route`: where that is a clause's own and only late, one like it."""
        catalogue = self._stages.catalogue
        if is_own and isinstance(error, VoiceLoadingError):
            return catalogue.cover(route, language)
        return catalogue.plain(language)

    def _rest(self, clause: Clause, before: Progress) -> Clause:
        """What is left of a clause that began after `before`."""
        gone = Progress(self._done.words - before.words, self._done.marks - before.marks)
        return next(remaining([clause], gone))

    def _speak(self, clause: Clause, route: Route) -> Iterator[Rendered]:
        run = self._phonemes(replace(clause, language=route.language), route.engine)
        self.trace.enter("voice", route.engine.abilities)
        began = self._clock()
        chunks = speak(route.engine, run, route.voice, self._stages.rate, self._cancel)
        for piece in self._counted(chunks, clause):
            if not (len(piece.chunk.samples) or piece.chunk.cues):
                continue
            if self._is_first:
                self._is_first = False
                self.trace.made = now = self._clock()
                self.trace.voice_ms = (now - began) * 1000
                self.trace.voice = route.voice
                self.trace.engine = self._stages.catalogue.find(route.voice).engine
            yield piece

    def _phonemes(self, clause: Clause, engine: Engine) -> PhonemeRun:
        if not engine.abilities.needs_phonemes:
            return PhonemeRun(clause, ())
        self.trace.enter("phonemes")
        began = self._clock()
        run = self._stages.phonemes(clause)
        if self._is_first:
            self.trace.phonemes_ms += (self._clock() - began) * 1000
        return run

    def _counted(self, chunks: Iterable[AudioChunk], clause: Clause) -> Iterator[Rendered]:
        """The word being spoken is not done: it is where another voice would go on."""
        begin, words, marks = self._done, 0, 0
        for chunk in chunks:
            words += sum(isinstance(cue, WordCue) for cue in chunk.cues)
            marks += sum(isinstance(cue, MarkCue) for cue in chunk.cues)
            done = min(max(words - 1, 0), len(clause.words) - 1)
            character = clause.words[done].start
            self._done = Progress(begin.words + done, begin.marks + marks, character)
            yield Rendered(chunk, self._done)

    def _marks(self, clause: Clause) -> Rendered:
        cues = tuple(MarkCue(0, mark.name) for mark in clause.marks)
        self._done = replace(self._done, marks=self._done.marks + len(cues))
        return Rendered(replace(silence(0, self._stages.rate), cues=cues), self._done)

    def _pause(self, milliseconds: float) -> Iterator[Rendered]:
        while milliseconds > 0:
            self._cancel.check()
            yield Rendered(silence(min(milliseconds, _PAUSE_PIECE), self._stages.rate), self._done)
            milliseconds -= _PAUSE_PIECE
