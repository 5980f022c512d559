"""The neural engine: a bundled voice, phonemes to sound, as a stream with exact cues.

Three graphs: an encoder over the whole clause, a decoder and a vocoder that only look a
few frames around them, so that they run chunk by chunk and give what they would give for
the whole. Envelopes are told in hertz, so sound is rendered at the house rate, whatever rate the
voice was taught at. Speed and pitch are set when the envelopes are rendered, never by the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sotto.cancel import CancelToken
from sotto.errors import EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import HOUSE_RATE, AudioChunk, PhonemeRun, Prosody, Quality, Samples, VoiceInfo
from sotto.voice.neural.bundle import Bundle, Reader
from sotto.voice.neural.render import Renderer, Tables, tables, window_length
from sotto.voice.neural.score import SILENCE, Ints, Score, durations, expand, score
from sotto.voice.sessions import Session, Tensor
from sotto.voice.shaping.bands import bands
from sotto.voice.shaping.cues import CueTrack, word_starts
from sotto.voice.shaping.edges import Edges
from sotto.voice.shaping.gain import amplify
from sotto.voice.shaping.icon import with_icons
from sotto.voice.shaping.spans import spans
from sotto.voice.shaping.style import MANNERS
from sotto.voice.shaping.timbre import Timbre
from sotto.voice.symbols import SymbolTable

ENCODER_INPUTS = ("phoneme", "stress", "boundary", "speaker", "language")
DECODER_INPUTS = ("hidden", "pitch", "speaker", "index", "position")
LIGHT = "light"
"""Input of an encoder and a decoder that can skip every other layer."""
VOCODER_INPUTS = ("latent", "log_f0", "voicing")
_LEAST_LOG_F0, _MOST_LOG_F0 = math.log(40.0), math.log(900.0)

Floats = NDArray[np.float32]


class NeuralEngine:
    """The readers of one bundle. Raises VoiceDamagedError when its graphs do not fit."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.abilities = bundle.abilities
        graphs = bundle.graphs
        self.encoder = Session(graphs["encoder"], ENCODER_INPUTS, (LIGHT,))
        self.decoder = Session(graphs["decoder"], DECODER_INPUTS, (LIGHT,))
        self.vocoder = Session(graphs["vocoder"], VOCODER_INPUTS)
        self.symbols = SymbolTable(bundle.phonemes)
        self.bands = bands(bundle.mel_frequencies)
        self.tables = lru_cache(maxsize=2)(self._make_tables)
        if SILENCE not in bundle.phonemes:
            raise VoiceDamagedError(f"{bundle.folder}: no symbol for silence")

    @property
    def has_light(self) -> bool:
        """Whether layers can be skipped; without that both qualities are the full one."""
        can_skip = self.encoder.takes(LIGHT) and self.decoder.takes(LIGHT)
        return can_skip and self.bundle.light_context is not None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a reader; each speaks all trained languages, its own best."""
        return self.bundle.voices()

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the clause. Raises UnknownVoiceError, EngineError, Cancelled."""
        reader = self.bundle.reader(voice.removeprefix(f"{self.bundle.name}:"))
        if reader is None:
            raise UnknownVoiceError(voice)
        clause = _ClauseStream(self, reader, run, prosody, cancel)
        yield from with_icons(clause.chunks(), run.clause, prosody.volume)

    def close(self) -> None:
        """Release the graphs."""
        del self.encoder, self.decoder, self.vocoder

    def language(self, tag: str) -> int:
        """The model's number of a language; an untrained one is read as the first."""
        primary = tag.lower().split("-")[0]
        for name, number in self.bundle.languages.items():
            if name.split("-")[0] == primary:
                return number
        return min(self.bundle.languages.values())

    def _make_tables(self, fft: int) -> Tables:
        return tables(fft, self.bundle.mel_frequencies, HOUSE_RATE)


class _ClauseStream:
    """Renders one clause; the order of the work is the order of the methods."""

    def __init__(
        self,
        engine: NeuralEngine,
        reader: Reader,
        run: PhonemeRun,
        prosody: Prosody,
        cancel: CancelToken,
    ) -> None:
        self._engine = engine
        self._bundle = engine.bundle
        self._reader = reader
        self._run = run
        self._prosody = prosody
        self._cancel = cancel
        low, high = engine.abilities.rate_limits
        self._rate = min(max(prosody.rate, low), high)
        self._hop = self._bundle.hop * HOUSE_RATE / self._bundle.sample_rate / self._rate
        self._id = np.asarray([reader.id], np.int64)
        self._is_light = engine.has_light and prosody.quality is Quality.LIGHT

    def chunks(self) -> Iterator[AudioChunk]:
        """Encode, then decode and render piece by piece."""
        tokens = score(self._run, self._engine.symbols)
        if not (tokens.word >= 0).any():
            raise EngineError("the clause has no phonemes")
        hidden, pitch, frames = self._encode(tokens)
        starts = word_starts(frames, tokens.word, len(self._run.words))
        cues = CueTrack(self._run.clause, [round(start * self._hop) for start in starts])
        shaper = Edges(HOUSE_RATE, MANNERS[self._prosody.style].level)
        for samples, last in self._render(hidden, pitch, frames, tokens.word):
            shaped = shaper.feed(samples * np.float32(self._reader.gain), last)
            if len(shaped) or last:
                heard = amplify(shaped, self._prosody.volume)
                yield cues.chunk(heard, shaper.trimmed, HOUSE_RATE, last)

    def _encode(self, tokens: Score) -> tuple[Floats, Floats, Ints]:
        feed: dict[str, Tensor] = {
            "phoneme": tokens.phoneme[None],
            "stress": tokens.stress[None],
            "boundary": tokens.boundary[None],
            "speaker": self._id,
            "language": np.asarray([self._engine.language(self._run.clause.language)], np.int64),
        }
        feed |= self._choice(self._engine.encoder)
        hidden, log_duration, pitch = self._engine.encoder.run(feed, self._cancel)
        if not np.isfinite(log_duration).all():
            raise EngineError("the model gave durations that are no numbers")
        return hidden, pitch, durations(log_duration[0], tokens.word)

    def _render(
        self, hidden: Floats, pitch: Floats, frames: Ints, word: Ints
    ) -> Iterator[tuple[Samples, bool]]:
        """Pieces of sound [samples] before trimming, and whether it is the last one."""
        fft = window_length(self._bundle.fft, self._rate)
        renderer = Renderer(self._engine.tables(fft), self._hop, HOUSE_RATE)
        context = self._bundle.vocoder_context
        total = int(frames.sum())
        cuts = list(spans(total, self._rate))
        reaches = [min(end + max(context, renderer.lookahead), total) for _, end in cuts]
        blocks = self._decode(hidden, pitch, frames, reaches)
        decoded = _Decoded(blocks, self._frame_pitch(frames, word))
        timbre = Timbre(self._engine.bands, self._prosody, self._reader.gain)
        for (begin, end), reach in zip(cuts, reaches, strict=True):
            renderer.pitch(*decoded.pitch_until(reach, self._reader))
            first = max(begin - context, 0)
            envelopes = self._vocode(decoded, first, min(end + context, total))
            wanted = [part[begin - first : end - first] for part in envelopes]
            last = end == total
            yield renderer.feed(*timbre.apply(*wanted), last), last

    def _decode(
        self, hidden: Floats, pitch: Floats, frames: Ints, reaches: Sequence[int]
    ) -> Iterator[Floats]:
        """Decoder output in order, [frames, latents + 2] a block, each up to one of `reaches`."""
        per_step = self._bundle.frames_per_step
        index, position = expand(frames, per_step)
        context = self._context
        step = 0
        for reach in reaches:
            end = -(-reach // per_step)
            if end <= step:
                continue
            first = max(step - context, 0)
            part = slice(first, min(end + context, len(index)))
            feed: dict[str, Tensor] = {
                "hidden": hidden,
                "pitch": pitch,
                "speaker": self._id,
                "index": index[None, part],
                "position": position[None, part],
                **self._choice(self._engine.decoder),
            }
            block = self._engine.decoder.run(feed, self._cancel)[0][0, step - first : end - first]
            yield block.reshape(-1, block.shape[-1])
            step = end

    def _choice(self, session: Session) -> dict[str, Tensor]:
        """What tells a graph whether to skip layers, if it can."""
        return {LIGHT: np.asarray(self._is_light)} if session.takes(LIGHT) else {}

    @property
    def _context(self) -> int:
        """Steps each side that a step of the decoder depends on."""
        light = self._bundle.light_context
        return self._bundle.decoder_context if light is None or not self._is_light else light

    def _vocode(self, decoded: _Decoded, first: int, end: int) -> tuple[Floats, Floats, Floats]:
        """Harmonic and noise envelopes [n, bands] and voicing [n]."""
        latent, log_f0, voicing = decoded.window(first, end, self._reader)
        feed: dict[str, Tensor] = {
            "latent": np.ascontiguousarray(latent.T)[None],
            "log_f0": log_f0[None],
            "voicing": voicing[None],
        }
        harmonic, noise = self._engine.vocoder.run(feed, self._cancel)
        if not (np.isfinite(harmonic).all() and np.isfinite(noise).all()):
            raise EngineError("the model gave envelopes that are no numbers")
        return harmonic[0], noise[0], voicing

    def _frame_pitch(self, frames: Ints, word: Ints) -> _PitchChange:
        """What the listener asked for: a shift of log F0 a frame, and a factor on its spread."""
        factors = [math.log(w.pitch) for w in self._run.clause.words]
        shift = np.asarray([factors[w] if w >= 0 else 0.0 for w in word], np.float32)
        wanted = np.repeat(shift, frames) + np.float32(math.log(self._prosody.pitch))
        return _PitchChange(wanted, self._prosody.pitch_range)


class _PitchChange:
    """Shift [frames] in natural log and factor on the deviation from the speaker's mean."""

    def __init__(self, shift: Floats, spread: float) -> None:
        self._shift = shift
        self._spread = np.float32(spread)

    def apply(self, normal: Floats, first: int, reader: Reader) -> Floats:
        """Log F0 in natural log of hertz from the model's normalised one, from frame `first`."""
        deviation = normal * np.float32(reader.log_f0_std) * self._spread
        shift = self._shift[first : first + len(normal)]
        shift = np.pad(shift, (0, len(normal) - len(shift)), mode="edge")
        log_f0 = np.float32(reader.log_f0_mean) + deviation + shift
        return np.asarray(np.clip(log_f0, _LEAST_LOG_F0, _MOST_LOG_F0), np.float32)


class _Decoded:
    """Frames of the decoder, made on demand and kept for the clause."""

    def __init__(self, blocks: Iterator[Floats], change: _PitchChange) -> None:
        self._blocks = blocks
        self._frames: Floats | None = None
        self._change = change
        self._given = 0

    def _upto(self, end: int) -> Floats:
        while self._frames is None or len(self._frames) < end:
            block = next(self._blocks)
            if not np.isfinite(block).all():
                raise EngineError("the model gave frames that are no numbers")
            known = [] if self._frames is None else [self._frames]
            self._frames = np.concatenate([*known, block])
        return self._frames

    def window(self, first: int, end: int, reader: Reader) -> tuple[Floats, Floats, Floats]:
        """Latents [n, latents] in the vocoder's units, log F0 [n] and voicing [n]."""
        frames = self._upto(end)[first:end]
        latent = frames[:, :-2] * reader.latent_std + reader.latent_mean
        log_f0 = self._change.apply(frames[:, -2], first, reader)
        return latent.astype(np.float32), log_f0, (frames[:, -1] > 0).astype(np.float32)

    def pitch_until(self, end: int, reader: Reader) -> tuple[Floats, Floats]:
        """Log F0 and voicing of the frames not given yet, up to `end`."""
        first, self._given = self._given, max(end, self._given)
        _, log_f0, voicing = self.window(first, self._given, reader)
        return log_f0, voicing
