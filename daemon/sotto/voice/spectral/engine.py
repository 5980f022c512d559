"""The engine of format 2: phonemes to 24 kHz sound, as a stream with exact cues.

Three graphs: one over the tokens of a clause, a small one over its frames for F0 and energy, and a
decoder of which a frame only depends on some around it, so that it runs piece by piece. Between
them durations and F0 are explicit, and changed there; tempo is left to the stretch.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import AudioChunk, PhonemeRun, Prosody, Quality, Samples, VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.cues import CueTrack, word_starts
from sotto.voice.edges import Edges
from sotto.voice.gain import amplify
from sotto.voice.icon import with_icons
from sotto.voice.sessions import Session, Tensor
from sotto.voice.spans import spans
from sotto.voice.spectral.alphabet import Alphabet
from sotto.voice.spectral.bundle import LIGHT, Reader, SpectralBundle
from sotto.voice.spectral.decoder import (
    DECODER_INPUTS,
    LAYERS,
    LIGHT_LAYERS,
    DecoderStream,
    Frames,
    Net,
)
from sotto.voice.spectral.score import Floats, Ints, Score, durations, score, spread
from sotto.voice.spectral.shading import Shading
from sotto.voice.spectral.sound import HOP, RATE, VOICED_FROM, Sound
from sotto.voice.style import MANNERS

TEXT_INPUTS = ("ids", "speaker", "language")
CURVES_INPUTS = ("states", "speaker")
FRAME = 2 * HOP
"""Samples of a duration's unit; F0, energy and spectra come twice in it."""
_LATER_FRAMES = (24, 32)
"""Pieces cost no context, so they stay small: what a run needs in between is memory."""
_LIGHT_KEPT = 50
"""Clauses in full after which the light variant leaves memory; it does at once after a single use,
as the trial at the start is one."""
_LEAST_HERTZ, _MOST_HERTZ = VOICED_FROM + 5.0, 700.0


class SpectralEngine:
    """The readers of one bundle. Raises VoiceDamagedError when its graphs do not fit."""

    abilities = Abilities(RATE)

    def __init__(self, bundle: SpectralBundle) -> None:
        self.bundle = bundle
        graphs = bundle.graphs
        self.text = Session(graphs["text"], TEXT_INPUTS)
        self.curves = Session(graphs["curves"], CURVES_INPUTS)
        self._full = Net(Session(graphs["decoder"], DECODER_INPUTS), LAYERS)
        self._light: Net | None = None
        self._light_uses = 0
        self._since_light = 0
        self.alphabets = {tag: Alphabet(tag, bundle.numbers) for tag in bundle.languages}
        if not self.alphabets:
            raise VoiceDamagedError(f"{bundle.folder}: no languages")

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a reader; each speaks all taught languages, its own best."""
        return self.bundle.voices()

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the clause. Raises UnknownVoiceError, EngineError, Cancelled."""
        reader = self.bundle.reader(voice.removeprefix(f"{self.bundle.name}:"))
        if reader is None:
            raise UnknownVoiceError(voice)
        clause = _Clause(self, reader, run, prosody, cancel)
        yield from with_icons(clause.chunks(), run.clause, prosody.volume)

    def close(self) -> None:
        """Release the graphs."""
        del self.text, self.curves, self._full
        self._light = None

    def decoder(self, quality: Quality) -> Net:
        """The decoder of that quality; the light one is in memory only while it is used."""
        if quality is Quality.LIGHT and LIGHT in self.bundle.graphs:
            self._since_light = 0
            if self._light is None:
                session = Session(self.bundle.graphs[LIGHT], DECODER_INPUTS)
                self._light, self._light_uses = Net(session, LIGHT_LAYERS), 0
            self._light_uses += 1
            return self._light
        self._since_light += 1
        if self._light_uses <= 1 or self._since_light > _LIGHT_KEPT:
            self._light = None
        return self._full

    def language(self, tag: str) -> str:
        """The taught language that a tag is read as; the first one for an untaught tag."""
        wanted = tag.lower().replace("_", "-")
        if wanted in self.bundle.languages:
            return wanted
        primary = wanted.split("-")[0]
        same = (name for name in self.bundle.languages if name.split("-")[0] == primary)
        return next(same, next(iter(self.bundle.languages)))


class _Clause:
    """Renders one clause; the order of the work is the order of the methods."""

    def __init__(
        self,
        engine: SpectralEngine,
        reader: Reader,
        run: PhonemeRun,
        prosody: Prosody,
        cancel: CancelToken,
    ) -> None:
        self._engine = engine
        self._reader = reader
        self._run = run
        self._prosody = prosody
        self._cancel = cancel
        self._language = engine.language(run.clause.language)
        self._row = np.asarray([reader.row], np.int64)

    def chunks(self) -> Iterator[AudioChunk]:
        """Read the clause whole, then decode and render it piece by piece."""
        alphabet = self._engine.alphabets[self._language]
        tokens = score(self._run, alphabet, self._engine.bundle.numbers)
        frames, melody, states = self._read(tokens)
        index = spread(frames)
        f0, energy = self._curves(melody[:, index], frames, tokens.word)
        starts = word_starts(frames, tokens.word, len(self._run.words))
        cues = CueTrack(self._run.clause, [start * FRAME for start in starts])
        shaper = Edges(RATE, MANNERS[self._prosody.style].level)
        for samples, last in self._render(states, index.repeat(2), f0, energy):
            shaped = shaper.feed(samples * np.float32(self._reader.gain), last)
            if len(shaped) or last:
                heard = amplify(shaped, self._prosody.volume)
                yield cues.chunk(heard, shaper.trimmed, RATE, last)

    def _read(self, tokens: Score) -> tuple[Ints, Floats, Floats]:
        """Frames of every token, and the tokens' states for the curves and for the decoder."""
        languages = self._engine.bundle.languages
        feed: dict[str, Tensor] = {
            "ids": tokens.ids[None],
            "speaker": self._row,
            "language": np.asarray([languages[self._language]], np.int64),
        }
        log_duration, melody, states = self._engine.text.run(feed, self._cancel)
        if not np.isfinite(log_duration).all():
            raise EngineError("the model gave durations that are no numbers")
        return durations(log_duration[0], tokens.word), melody, states

    def _curves(self, melody: Floats, frames: Ints, word: Ints) -> tuple[Floats, Floats]:
        """F0 in hertz as asked for, and energy, twice a frame."""
        f0, energy = self._engine.curves.run({"states": melody, "speaker": self._row}, self._cancel)
        if not (np.isfinite(f0).all() and np.isfinite(energy).all()):
            raise EngineError("the model gave a melody that is no numbers")
        return self._tuned(f0[0], np.repeat(word, frames).repeat(2)), energy[0]

    def _tuned(self, f0: Floats, word: Ints) -> Floats:
        """Voiced F0 [n] moved and spread around the reader's mean as the listener asked."""
        factors = np.asarray([w.pitch for w in self._run.clause.words] or [1.0])
        factor = np.where(word >= 0, factors[word], 1.0) * self._prosody.pitch
        spread_by = self._prosody.pitch_range
        voiced = f0 > VOICED_FROM
        if spread_by == 1.0 and (factor == 1.0).all():
            return f0
        mean = self._reader.log_f0_mean
        logs = mean + (np.log(np.maximum(f0, VOICED_FROM)) - mean) * spread_by
        tuned = np.clip(np.exp(logs) * factor, _LEAST_HERTZ, _MOST_HERTZ)
        return np.where(voiced, tuned, f0).astype(np.float32)

    def _render(
        self, states: Floats, index: Ints, f0: Floats, energy: Floats
    ) -> Iterator[tuple[Samples, bool]]:
        """Pieces of sound [samples] before trimming, and whether it is the last one."""
        sound = Sound(f0)
        shading = Shading(self._prosody, self._reader.gain)
        frames = Frames(states, index, f0, energy)
        net = self._engine.decoder(self._prosody.quality)
        stream = DecoderStream(net, self._row, frames, self._cancel)
        for begin, end in spans(len(f0), self._prosody.rate, _LATER_FRAMES):
            branches = stream.take(end - begin)
            voicing = (f0[begin:end] > VOICED_FROM).astype(np.float32)
            yield sound.feed(shading.apply(branches, voicing)), end == len(f0)
