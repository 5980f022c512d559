"""The neural engine: a bundled voice, phonemes to sound, as a stream with exact cues.

Three graphs: an encoder over the whole clause, a decoder and a vocoder that only look a
few frames around them, so that they run chunk by chunk and give what they would give for
the whole. Speed and pitch are set when the envelopes are rendered, never by the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sotto.cancel import CancelToken
from sotto.errors import EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import AudioChunk, PhonemeRun, Prosody, Samples, VoiceInfo
from sotto.voice.bundle import Bundle, Speaker
from sotto.voice.cues import CueTrack
from sotto.voice.gain import amplify
from sotto.voice.icon import with_icons
from sotto.voice.render import Renderer, Tables, tables, window_length
from sotto.voice.score import SILENCE, Ints, Score, durations, expand, score, word_starts
from sotto.voice.sessions import Session, Tensor
from sotto.voice.symbols import SymbolTable

ENCODER_INPUTS = ("phoneme", "stress", "boundary", "speaker", "language")
DECODER_INPUTS = ("hidden", "pitch", "speaker", "index", "position")
VOCODER_INPUTS = ("latent", "log_f0", "voicing")
_FIRST_FRAMES = 12
_FEWEST_FRAMES = 8
_LATER_FRAMES = 32
_QUIET = 0.004
_ENDING = 0.008
"""Amplitude below which the end of a clause is its noise, not its last sound."""
_MARGIN_SECONDS = 0.002
_FADE_SECONDS = 0.003
_LEAST_LOG_F0, _MOST_LOG_F0 = math.log(40.0), math.log(900.0)

Floats = NDArray[np.float32]


class NeuralEngine:
    """The speakers of one bundle. Raises VoiceDamagedError when its graphs do not fit."""

    needs_phonemes = True
    rate_limits = (0.6, 2.0)

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        graphs = bundle.graphs
        self.encoder = Session(graphs["encoder"], ENCODER_INPUTS)
        self.decoder = Session(graphs["decoder"], DECODER_INPUTS)
        self.vocoder = Session(graphs["vocoder"], VOCODER_INPUTS)
        self.symbols = SymbolTable(bundle.phonemes)
        self.tables = lru_cache(maxsize=2)(self._make_tables)
        if SILENCE not in bundle.phonemes:
            raise VoiceDamagedError(f"{bundle.folder}: no symbol for silence")

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker; each speaks all trained languages, its own best."""
        return self.bundle.voices()

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the clause. Raises UnknownVoiceError, EngineError, Cancelled."""
        speaker = self.bundle.speaker(voice.removeprefix(f"{self.bundle.name}:"))
        if speaker is None:
            raise UnknownVoiceError(voice)
        clause = _ClauseStream(self, speaker, run, prosody, cancel)
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
        return tables(fft, self.bundle.mel_frequencies, self.bundle.sample_rate)


class _ClauseStream:
    """Renders one clause; the order of the work is the order of the methods."""

    def __init__(
        self,
        engine: NeuralEngine,
        speaker: Speaker,
        run: PhonemeRun,
        prosody: Prosody,
        cancel: CancelToken,
    ) -> None:
        self._engine = engine
        self._bundle = engine.bundle
        self._speaker = speaker
        self._run = run
        self._prosody = prosody
        self._cancel = cancel
        low, high = engine.rate_limits
        self._rate = min(max(prosody.rate, low), high)
        self._hop = self._bundle.hop / self._rate
        self._id = np.asarray([speaker.id], np.int64)

    def chunks(self) -> Iterator[AudioChunk]:
        """Encode, then decode and render piece by piece."""
        tokens = score(self._run, self._engine.symbols)
        if not (tokens.word >= 0).any():
            raise EngineError("the clause has no phonemes")
        hidden, pitch, frames = self._encode(tokens)
        starts = word_starts(frames, tokens.word, len(self._run.words))
        cues = CueTrack(self._run.clause, [round(start * self._hop) for start in starts])
        shaper = _Edges(self._bundle.sample_rate)
        for samples, last in self._render(hidden, pitch, frames, tokens.word):
            shaped = shaper.feed(amplify(samples, self._speaker.gain * self._prosody.volume), last)
            if len(shaped) or last:
                yield cues.chunk(shaped, shaper.trimmed, self._bundle.sample_rate, last)

    def _encode(self, tokens: Score) -> tuple[Floats, Floats, Ints]:
        feed: dict[str, Tensor] = {
            "phoneme": tokens.phoneme[None],
            "stress": tokens.stress[None],
            "boundary": tokens.boundary[None],
            "speaker": self._id,
            "language": np.asarray([self._engine.language(self._run.clause.language)], np.int64),
        }
        hidden, log_duration, pitch = self._engine.encoder.run(feed, self._cancel)
        if not np.isfinite(log_duration).all():
            raise EngineError("the model gave durations that are no numbers")
        return hidden, pitch, durations(log_duration[0], tokens.word)

    def _render(
        self, hidden: Floats, pitch: Floats, frames: Ints, word: Ints
    ) -> Iterator[tuple[Samples, bool]]:
        """Pieces of sound [samples] before trimming, and whether it is the last one."""
        fft = window_length(self._bundle.fft, self._rate)
        renderer = Renderer(self._engine.tables(fft), self._hop, self._bundle.sample_rate)
        decoded = _Decoded(self._decode(hidden, pitch, frames), self._frame_pitch(frames, word))
        total = int(frames.sum())
        context = self._bundle.vocoder_context
        for begin, end in _schedule(total, self._rate):
            reach = min(end + max(context, renderer.lookahead), total)
            renderer.pitch(*decoded.pitch_until(reach, self._speaker))
            first = max(begin - context, 0)
            harmonic, noise = self._vocode(decoded, first, min(end + context, total))
            wanted = slice(begin - first, end - first)
            last = end == total
            yield renderer.feed(harmonic[wanted], noise[wanted], last), last

    def _decode(self, hidden: Floats, pitch: Floats, frames: Ints) -> Iterator[Floats]:
        """Decoder output in order, [frames, latents + 2] a block."""
        index, position = expand(frames, self._bundle.frames_per_step)
        context = self._bundle.decoder_context
        step = 0
        size = math.ceil((_first_frames(self._rate) + self._bundle.vocoder_context) / 2)
        while step < len(index):
            end = min(step + size, len(index))
            first = max(step - context, 0)
            part = slice(first, min(end + context, len(index)))
            feed: dict[str, Tensor] = {
                "hidden": hidden,
                "pitch": pitch,
                "speaker": self._id,
                "index": index[None, part],
                "position": position[None, part],
            }
            block = self._engine.decoder.run(feed, self._cancel)[0][0, step - first : end - first]
            yield block.reshape(-1, block.shape[-1])
            step = end
            size = _LATER_FRAMES // self._bundle.frames_per_step

    def _vocode(self, decoded: _Decoded, first: int, end: int) -> tuple[Floats, Floats]:
        latent, log_f0, voicing = decoded.window(first, end, self._speaker)
        feed: dict[str, Tensor] = {
            "latent": np.ascontiguousarray(latent.T)[None],
            "log_f0": log_f0[None],
            "voicing": voicing[None],
        }
        harmonic, noise = self._engine.vocoder.run(feed, self._cancel)
        if not (np.isfinite(harmonic).all() and np.isfinite(noise).all()):
            raise EngineError("the model gave envelopes that are no numbers")
        return harmonic[0], noise[0]

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

    def apply(self, normal: Floats, first: int, speaker: Speaker) -> Floats:
        """Log F0 in natural log of hertz from the model's normalised one, from frame `first`."""
        deviation = normal * np.float32(speaker.log_f0_std) * self._spread
        shift = self._shift[first : first + len(normal)]
        shift = np.pad(shift, (0, len(normal) - len(shift)), mode="edge")
        log_f0 = np.float32(speaker.log_f0_mean) + deviation + shift
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

    def window(self, first: int, end: int, speaker: Speaker) -> tuple[Floats, Floats, Floats]:
        """Latents [n, latents] in the vocoder's units, log F0 [n] and voicing [n]."""
        frames = self._upto(end)[first:end]
        latent = frames[:, :-2] * speaker.latent_std + speaker.latent_mean
        log_f0 = self._change.apply(frames[:, -2], first, speaker)
        return latent.astype(np.float32), log_f0, (frames[:, -1] > 0).astype(np.float32)

    def pitch_until(self, end: int, speaker: Speaker) -> tuple[Floats, Floats]:
        """Log F0 and voicing of the frames not given yet, up to `end`."""
        first, self._given = self._given, max(end, self._given)
        _, log_f0, voicing = self.window(first, self._given, speaker)
        return log_f0, voicing


class _Edges:
    """Cuts the silence before the first sound and after the last, with short fades.

    Silence is held back until sound follows it, so that none is left over at the end.
    """

    def __init__(self, sample_rate: int) -> None:
        self._margin = int(_MARGIN_SECONDS * sample_rate)
        self._fade = int(_FADE_SECONDS * sample_rate)
        self._held = np.zeros(0, np.float32)
        self._started = False
        self.trimmed = 0

    def feed(self, samples: Samples, last: bool) -> Samples:
        """The samples worth hearing; `trimmed` counts what was cut at the beginning."""
        samples = np.concatenate([self._held, samples])
        heard = np.flatnonzero(np.abs(samples) > _QUIET)
        if not heard.size:
            self._keep(samples)
            return samples[:0]
        begin = 0 if self._started else max(int(heard[0]) - self._margin, 0)
        ends = np.flatnonzero(np.abs(samples) > _ENDING)
        end = min(int((ends if ends.size else heard)[-1]) + 1 + self._fade, len(samples))
        self._held = samples[end:]
        samples = samples[begin:end].copy()
        if not self._started:
            self.trimmed += begin
            self._started = True
            _ramp(samples[: self._margin])
        if last:
            _ramp(samples[: -self._fade - 1 : -1])
        return samples

    def _keep(self, silence: Samples) -> None:
        if self._started:
            self._held = silence
        else:
            self.trimmed += len(silence)
            self._held = silence[:0]


def _ramp(samples: Samples) -> None:
    """Fade in, in place."""
    samples *= np.linspace(0, 1, len(samples), endpoint=False, dtype=np.float32)


def _first_frames(rate: float) -> int:
    """Frames that give 50 to 100 ms of sound once silence and overlap are taken off."""
    return max(math.ceil(_FIRST_FRAMES * rate), _FEWEST_FRAMES)


def _schedule(total: int, rate: float) -> Iterator[tuple[int, int]]:
    """Frames of every piece: a short first one, then longer; a short rest joins the last."""
    begin = 0
    size = _first_frames(rate)
    while begin < total:
        end = begin + size
        if begin and total - end < _FEWEST_FRAMES:
            end = total
        yield begin, min(end, total)
        begin, size = min(end, total), _LATER_FRAMES
