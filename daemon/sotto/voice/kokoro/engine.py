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
from sotto.voice.kokoro.bundle import KokoroBundle, Reader
from sotto.voice.kokoro.process import ALL, Order, WorkerProcess
from sotto.voice.kokoro.protocol import LONGEST_SOUND, Made, Request
from sotto.voice.kokoro.tokens import Read, Tokenizer
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
    """A clause that the process is asked for, begun when `head` samples of it are there."""

    def __init__(self, engine: KokoroEngine, order: Order, spoken: _Spoken, head: float) -> None:
        self._engine = engine
        self._order = order
        self._spoken = spoken
        self._head = int(min(head, ALL))
        self._taken = 0

    def wait(self, seconds: float) -> bool:
        """Whether by then the next chunk is there, with enough after it, or will not come."""
        return self._order.wait(seconds, 0 if self._taken else self._head, self._taken)

    def on_news(self, call: Callable[[], None]) -> None:
        """Call when some of it came or will not come, on any thread."""
        self._order.on_news(call)

    def cancel(self) -> None:
        """It is not wanted any more."""
        self._engine.process.stop(self._order)

    def chunks(self) -> Iterator[AudioChunk]:
        """Its sound. Raises EngineError with the reason why there is none, or no more."""
        return self._spoken.chunks(self._pieces())

    def _pieces(self) -> Iterator[Made]:
        while True:
            made = self._order.piece(self._taken)
            self._taken += 1
            yield made
            if made.is_last:
                return


class KokoroEngine:
    """The speakers of one file. `command` is what speaks for them."""

    def __init__(self, bundle: KokoroBundle, command: Sequence[str] = ()) -> None:
        self.bundle = bundle
        self.abilities = bundle.abilities
        usual = (sys.executable, "-P", "-m", _WORKER, str(bundle.folder))
        self.process = WorkerProcess(command or usual)
        self._tokenizers: dict[str, Tokenizer] = {}

    def pace_of(self, voice: str) -> Pace:
        """How long a voice takes, as measured at preparation."""
        return self.bundle.pace_of(self._name(voice))

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker."""
        return self.bundle.voices()

    def order(self, run: PhonemeRun, voice: str, prosody: Prosody) -> OrderedClause:
        """Have a clause made ahead of time. Raises UnknownVoiceError, EngineError."""
        speaker = self.bundle.speakers.get(self._name(voice))
        if speaker is None:
            raise UnknownVoiceError(voice)
        read = self._tokenizer(speaker.language).read(run)
        low, high = self.abilities.rate_limits
        request = Request(read.ids, speaker.row, read.row, min(max(prosody.rate, low), high))
        patience = _PATIENCE + _SLOW * self.bundle.pace.cost * _SECONDS_A_TOKEN * len(read.ids)
        order = self.process.order(request, patience)
        spoken = _Spoken(self.bundle, speaker, run.clause, read, prosody.volume)
        head = self.bundle.pace_of(speaker.name).head * self.bundle.sample_rate
        return OrderedClause(self, order, spoken, head)

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the clause as it is made. Raises UnknownVoiceError, EngineError, Cancelled."""
        ordered = self.order(run, voice, prosody)
        cancel.add_hook(ordered.cancel)
        try:
            chunks = ordered.chunks()
            while True:
                while not ordered.wait(_STEP):
                    cancel.check()
                cancel.check()
                if (chunk := next(chunks, None)) is None:
                    return
                if len(chunk.samples) or chunk.cues:
                    yield chunk
        finally:
            cancel.remove_hook(ordered.cancel)
            ordered.cancel()

    def rest(self) -> None:
        """Let the process end now; it begins again when it is wanted."""
        self.process.rest()

    def close(self) -> None:
        """End the process."""
        self.process.close()

    def _name(self, voice: str) -> str:
        return voice.removeprefix(f"{self.bundle.name}:")

    def _tokenizer(self, language: str) -> Tokenizer:
        return self._tokenizers.setdefault(language, Tokenizer(self.bundle, language))


class _Spoken:
    """What is needed to make chunks of the sound of a clause."""

    def __init__(
        self, bundle: KokoroBundle, speaker: Reader, clause: Clause, read: Read, volume: float
    ) -> None:
        self._bundle, self._speaker = bundle, speaker
        self._clause, self._read, self._volume = clause, read, volume

    def chunks(self, pieces: Iterator[Made]) -> Iterator[AudioChunk]:
        """A chunk a piece, or more. Raises EngineError."""
        return with_icons(self._chunks(pieces), self._clause, self._volume)

    def _chunks(self, pieces: Iterator[Made]) -> Iterator[AudioChunk]:
        bundle, track = self._bundle, None
        shaper = Edges(bundle.sample_rate)
        left, is_heard = LONGEST_SOUND, False
        for made in pieces:
            if track is None:
                total = sum(made.frames) * bundle.hop or len(made.sound)
                left = max(total - bundle.tail, 0)
                track = CueTrack(self._clause, self._starts(made.frames, left))
            sound = made.sound[:left]
            left -= len(sound)
            heard = shaper.feed(sound * np.float32(self._speaker.gain), made.is_last)
            is_heard |= len(heard) > 0
            if made.is_last and not is_heard:
                raise EngineError("the model gave silence")
            yield from self._cut(amplify(heard, self._volume), track, shaper.trimmed, made.is_last)

    def _cut(
        self, sound: Samples, track: CueTrack, trimmed: int, is_last: bool
    ) -> Iterator[AudioChunk]:
        rate = self._bundle.sample_rate
        # Of what is not the end there is a chunk a piece: `wait` counts pieces.
        step = int(_CHUNK_SECONDS * rate) if is_last else max(len(sound), 1)
        for begin in range(0, max(len(sound), 1), step):
            piece = sound[begin : begin + step]
            yield track.chunk(piece, trimmed, rate, is_last and begin + step >= len(sound))

    def _starts(self, frames: Sequence[int], samples: int) -> list[int]:
        """The sample at which each word begins; without durations, by the tokens' number."""
        bundle, count = self._bundle, len(self._read.ids)
        if not frames:
            share = samples / count
            return [int(place * share) for place in self._read.starts]
        ends = np.concatenate([[0], np.cumsum(frames)])
        early = bundle.lead * bundle.hop
        return [max(int(ends[place]) * bundle.hop - early, 0) for place in self._read.starts]
