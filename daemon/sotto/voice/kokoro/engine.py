"""The engine of format 4: clauses are ordered ahead of time, made by a process, and taken when they
are needed. Intonation and styles are as the net has them; pitch is made by resampling.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError, UnknownVoiceError
from sotto.messages import AudioChunk, Clause, PhonemeRun, Prosody, Samples, VoiceInfo
from sotto.voice.engine import Pace
from sotto.voice.kokoro.bundle import KokoroBundle, Speaker
from sotto.voice.kokoro.process import Order, WorkerProcess
from sotto.voice.kokoro.protocol import Made, Request
from sotto.voice.kokoro.tokens import Read, Reader
from sotto.voice.shaping.cues import CueTrack
from sotto.voice.shaping.edges import Edges
from sotto.voice.shaping.gain import amplify
from sotto.voice.shaping.icon import with_icons

_STEP = 0.05
"""Seconds between two looks at a clause that is waited for."""
_PATIENCE = 20.0
"""Seconds for any clause, beside what its length lets expect."""
_SECONDS_A_TOKEN = 0.1
_SLOW = 4.0
"""Times as long as on an idle machine."""
_CHUNK_SECONDS = 0.2
_WORKER = "sotto.voice.kokoro.worker"


class OrderedClause:
    """A clause that the process is asked for."""

    def __init__(self, engine: KokoroEngine, order: Order, spoken: _Spoken) -> None:
        self._engine = engine
        self._order = order
        self._spoken = spoken

    def wait(self, seconds: float) -> bool:
        """Whether it came, or will not come, by then."""
        return self._order.wait(seconds)

    def on_over(self, call: Callable[[], None]) -> None:
        """Call when it came or will not come, on any thread."""
        self._order.on_over(call)

    def cancel(self) -> None:
        """It is not wanted any more."""
        self._engine.process.stop(self._order)

    def chunks(self) -> Iterator[AudioChunk]:
        """Its sound. Raises EngineError with the reason why there is none."""
        return self._spoken.chunks(self._order.result())


class KokoroEngine:
    """The speakers of one file. `command` is what speaks for them."""

    def __init__(self, bundle: KokoroBundle, command: Sequence[str] = ()) -> None:
        self.bundle = bundle
        self.abilities = bundle.abilities
        usual = (sys.executable, "-P", "-m", _WORKER, str(bundle.folder))
        self.process = WorkerProcess(command or usual)
        self._readers: dict[str, Reader] = {}

    @property
    def pace(self) -> Pace:
        """How long it takes, as measured at preparation."""
        return self.bundle.pace

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker."""
        return self.bundle.voices()

    def order(self, run: PhonemeRun, voice: str, prosody: Prosody) -> OrderedClause:
        """Have a clause made ahead of time. Raises UnknownVoiceError, EngineError."""
        speaker = self.bundle.speakers.get(voice.removeprefix(f"{self.bundle.name}:"))
        if speaker is None:
            raise UnknownVoiceError(voice)
        read = self._reader(speaker.language).read(run)
        low, high = self.abilities.rate_limits
        request = Request(read.ids, speaker.row, read.row, min(max(prosody.rate, low), high))
        patience = _PATIENCE + _SLOW * self.pace.cost * _SECONDS_A_TOKEN * len(read.ids)
        order = self.process.order(request, patience)
        return OrderedClause(
            self, order, _Spoken(self.bundle, speaker, run.clause, read, prosody.volume)
        )

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the clause and wait for it. Raises UnknownVoiceError, EngineError, Cancelled."""
        ordered = self.order(run, voice, prosody)
        cancel.add_hook(ordered.cancel)
        try:
            while not ordered.wait(_STEP):
                cancel.check()
            cancel.check()
            yield from ordered.chunks()
        finally:
            cancel.remove_hook(ordered.cancel)
            ordered.cancel()

    def rest(self) -> None:
        """Let the process end now; it begins again when it is wanted."""
        self.process.rest()

    def close(self) -> None:
        """End the process."""
        self.process.close()

    def _reader(self, language: str) -> Reader:
        return self._readers.setdefault(language, Reader(self.bundle, language))


class _Spoken:
    """What is needed to make chunks of the sound of a clause."""

    def __init__(
        self, bundle: KokoroBundle, speaker: Speaker, clause: Clause, read: Read, volume: float
    ) -> None:
        self._bundle, self._speaker = bundle, speaker
        self._clause, self._read, self._volume = clause, read, volume

    def chunks(self, made: Made) -> Iterator[AudioChunk]:
        """Raises EngineError."""
        bundle = self._bundle
        sound = made.sound[: max(len(made.sound) - bundle.tail, 0)]
        shaper = Edges(bundle.sample_rate)
        heard = shaper.feed(sound * np.float32(self._speaker.gain), True)
        if not len(heard):
            raise EngineError("the model gave silence")
        track = CueTrack(self._clause, self._starts(made, len(sound)))
        chunks = self._cut(amplify(heard, self._volume), track, shaper.trimmed)
        return with_icons(chunks, self._clause, self._volume)

    def _cut(self, sound: Samples, track: CueTrack, trimmed: int) -> Iterator[AudioChunk]:
        rate = self._bundle.sample_rate
        step = int(_CHUNK_SECONDS * rate)
        for begin in range(0, len(sound), step):
            piece = sound[begin : begin + step]
            yield track.chunk(piece, trimmed, rate, begin + step >= len(sound))

    def _starts(self, made: Made, samples: int) -> list[int]:
        """The sample at which each word begins; without durations, by the tokens' number."""
        bundle, count = self._bundle, len(self._read.ids)
        if not made.frames:
            share = samples / count
            return [int(place * share) for place in self._read.starts]
        ends = np.concatenate([[0], np.cumsum(made.frames)])
        early = bundle.lead * bundle.hop
        return [max(int(ends[place]) * bundle.hop - early, 0) for place in self._read.starts]
