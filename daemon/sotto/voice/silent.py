"""Engines without a voice: tones or silence for tests, and ones that fail on purpose."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError, UnknownVoiceError
from sotto.messages import (
    HOUSE_RATE,
    AudioChunk,
    Clause,
    Cue,
    MarkCue,
    PhonemeRun,
    Prosody,
    Samples,
    VoiceInfo,
    WordCue,
)
from sotto.voice.abilities import Abilities

_SECONDS_A_LETTER = 0.03
_FIRST_SECONDS = 0.05
_LATER_SECONDS = 0.2


class ToneEngine:
    """Every word is a tone: its pitch tells the word, its length the number of letters.

    `spoken` lists the words of every call, so a test can see what was rendered and how often.
    """

    amplitude = 0.25

    def __init__(
        self,
        name: str = "tone",
        languages: tuple[str, ...] = ("en",),
        rate: int = HOUSE_RATE,
        *,
        needs_phonemes: bool = True,
        abilities: Abilities | None = None,
    ) -> None:
        self.name = name
        self.abilities = abilities or Abilities(
            rate, rate_limits=(0.5, 2.0), needs_phonemes=needs_phonemes
        )
        self.spoken: list[tuple[str, ...]] = []
        self.is_closed = False
        self._rate = self.abilities.rate
        self._voices = tuple(
            VoiceInfo(f"{name}:{language}", f"{name} {language}", name, (language,))
            for language in languages
        )

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a language."""
        return self._voices

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Tones for the words of the clause. Raises UnknownVoiceError, Cancelled."""
        if voice not in {info.identifier for info in self._voices}:
            raise UnknownVoiceError(voice)
        self.spoken.append(tuple(word.text for word in run.clause.words))
        whole = _tones(run.clause, prosody, self._rate, self.amplitude)
        for chunk in _cut(whole):
            cancel.check()
            yield chunk

    def close(self) -> None:
        """Remember that it happened."""
        self.is_closed = True


class SilentEngine(ToneEngine):
    """As long as a ToneEngine, and not heard."""

    amplitude = 0.0


class RaisingEngine(ToneEngine):
    """Breaks after a number of chunks of every call."""

    def __init__(
        self, chunks: int = 0, name: str = "raising", error: Exception | None = None
    ) -> None:
        super().__init__(name)
        self._chunks = chunks
        self._error = error or EngineError("broken on purpose")

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Some chunks, then the error."""
        whole = super().speak(run, voice, prosody, cancel)
        for _, chunk in zip(range(self._chunks), whole, strict=False):
            yield chunk
        raise self._error


class HangingEngine(ToneEngine):
    """Stops answering after a number of chunks and does not look at its token.

    `entered` is set while a thread hangs in it; `release` lets all of them go.
    """

    def __init__(self, chunks: int = 0, name: str = "hanging") -> None:
        super().__init__(name)
        self.entered = threading.Event()
        self._released = threading.Event()
        self._chunks = chunks

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Some chunks, then nothing until `release`; the rest after it."""
        for index, chunk in enumerate(super().speak(run, voice, prosody, cancel)):
            if index == self._chunks:
                self.entered.set()
                self._released.wait()
            yield chunk

    def release(self) -> None:
        """Let every hanging call go on, now and from here on."""
        self._released.set()


class SlowEngine(ToneEngine):
    """Waits before every chunk until `step` allows one, or its token is cancelled."""

    def __init__(self, name: str = "slow") -> None:
        super().__init__(name)
        self.entered = threading.Event()
        self._steps = threading.Semaphore(0)

    def step(self, chunks: int = 1) -> None:
        """Allow so many further chunks."""
        self._steps.release(chunks)

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Chunks as allowed. Raises Cancelled."""
        for chunk in super().speak(run, voice, prosody, cancel):
            cancel.add_hook(self._steps.release)
            self.entered.set()
            self._steps.acquire()
            cancel.remove_hook(self._steps.release)
            cancel.check()
            yield chunk


def _tones(clause: Clause, prosody: Prosody, rate: int, amplitude: float) -> AudioChunk:
    pieces: list[Samples] = [np.zeros(0, np.float32)]
    cues: list[Cue] = []
    length = 0
    for index in range(len(clause.words) + 1):
        cues += [MarkCue(length, mark.name) for mark in clause.marks if mark.word == index]
        if index == len(clause.words):
            break
        word = clause.words[index]
        cues.append(WordCue(length, word.start, word.end))
        seconds = _SECONDS_A_LETTER * max(len(word.text), 1) / prosody.rate
        time = np.arange(max(round(seconds * rate), 1)) / rate
        hertz = (200 + zlib.crc32(word.text.encode()) % 2000) * prosody.pitch
        level = amplitude * min(prosody.volume, 1.0)
        pieces.append((level * np.sin(2 * np.pi * hertz * time)).astype(np.float32))
        length += len(time)
    return AudioChunk(np.concatenate(pieces), rate, tuple(cues))


def _cut(chunk: AudioChunk) -> Iterator[AudioChunk]:
    start, seconds = 0, _FIRST_SECONDS
    while True:
        end = min(start + round(seconds * chunk.rate), len(chunk.samples))
        is_last = end == len(chunk.samples)
        cues = tuple(
            cue.moved(-start)
            for cue in chunk.cues
            if start <= cue.offset < end or (is_last and cue.offset == end)
        )
        yield AudioChunk(chunk.samples[start:end], chunk.rate, cues)
        if is_last:
            return
        start, seconds = end, _LATER_SECONDS
