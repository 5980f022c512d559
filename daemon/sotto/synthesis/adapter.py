"""A clause as any engine speaks it, at the house rate: what the engine does not render itself is
made of its sound. An engine that renders all of it is not touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sotto.audio.resample import at_rate
from sotto.audio.stretch import Stretch
from sotto.cancel import CancelToken
from sotto.messages import RATE_RANGE, AudioChunk, Clause, PhonemeRun, Prosody
from sotto.voice.abilities import Abilities
from sotto.voice.engine import Engine
from sotto.voice.shaping.cues import CueTrack
from sotto.voice.shaping.gain import amplify

_SECONDS_A_LETTER = 0.07
"""Of fluent speech at rate 1, with the gaps between words."""


def speak(
    engine: Engine, run: PhonemeRun, voice: str, rate: int, cancel: CancelToken
) -> Iterator[AudioChunk]:
    """Chunks at `rate` hertz with a cue for every word and mark. Raises as the engine does."""
    able = engine.abilities
    chunks = engine.speak(run, voice, asked(able, run.clause), cancel)
    yield from adapted(chunks, able, run.clause, rate, cancel)


def asked(able: Abilities, clause: Clause) -> Prosody:
    """What an engine is asked for: its own rate, and what it cannot as the voice has it."""
    wanted, neutral = clause.prosody, Prosody()
    rest = {n: getattr(neutral, n) for n in Prosody.__slots__ if n not in able.prosody}
    # A pitch that is made by resampling makes speech faster as well.
    own = min(
        max(wanted.rate / _made_pitch(able, clause), able.rate_limits[0]), able.rate_limits[1]
    )
    return replace(wanted, **(rest | {"rate": own}))


def adapted(
    chunks: Iterator[AudioChunk], able: Abilities, clause: Clause, rate: int, cancel: CancelToken
) -> Iterator[AudioChunk]:
    """What an engine gave for `asked`, with the rest made of its sound."""
    wanted, pitch, own = clause.prosody, _made_pitch(able, clause), asked(able, clause).rate
    if not able.has_word_cues:
        chunks = _cued(chunks, clause, own)
    if pitch != 1.0:
        chunks = (replace(chunk, rate=round(chunk.rate * pitch)) for chunk in chunks)
    if "volume" not in able.prosody and wanted.volume != 1.0:
        chunks = (replace(c, samples=amplify(c.samples, wanted.volume)) for c in chunks)
    yield from _stretched(at_rate(chunks, rate), rate, wanted.rate / (own * pitch), cancel)


def _made_pitch(able: Abilities, clause: Clause) -> float:
    """The factor on pitch that has to be made of the sound."""
    if "pitch" in able.prosody:
        return 1.0
    return clause.prosody.pitch * _common_pitch(clause)


def _stretched(
    chunks: Iterator[AudioChunk], rate: int, factor: float, cancel: CancelToken
) -> Iterator[AudioChunk]:
    stretch = Stretch(rate, min(max(factor, RATE_RANGE[0]), RATE_RANGE[1]))
    for chunk in chunks:
        cancel.check()
        yield stretch.feed(chunk)
    yield stretch.flush()


def _cued(chunks: Iterator[AudioChunk], clause: Clause, rate: float) -> Iterator[AudioChunk]:
    """Words where they are in speech of an ordinary pace, all of them before the sound ends."""
    track: CueTrack | None = None
    hertz = 0
    for chunk in chunks:
        hertz = chunk.rate
        track = track or CueTrack(clause, _guessed(clause, _SECONDS_A_LETTER * hertz / rate))
        yield track.chunk(chunk.samples, 0, hertz, last=False)
    if track is not None:
        yield track.chunk(np.zeros(0, np.float32), 0, hertz, last=True)


def _guessed(clause: Clause, samples_a_letter: float) -> list[int]:
    starts, letters = [], 0
    for word in clause.words:
        starts.append(round(letters * samples_a_letter))
        letters += len(word.text) + 1
    return starts


def _common_pitch(clause: Clause) -> float:
    """The factor of the words where it is the same for all, as for a single capital."""
    factors = {word.pitch for word in clause.words}
    return factors.pop() if len(factors) == 1 else 1.0
