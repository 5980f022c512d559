"""The engine of format 3: Piper voices, streamed where their net could be taken apart.

A net has no pitch of its own: that, intonation and style are as the net has them, and its
abilities tell so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import AudioChunk, PhonemeRun, Prosody, Samples, VoiceInfo
from sotto.voice.piper.bundle import PARTS, WHOLE, PiperBundle
from sotto.voice.piper.ids import Alphabet, Read
from sotto.voice.piper.stream import Graphs, Request, Speech
from sotto.voice.sessions import Session
from sotto.voice.shaping.cues import CueTrack
from sotto.voice.shaping.edges import Edges
from sotto.voice.shaping.gain import amplify
from sotto.voice.shaping.icon import with_icons

_INPUTS = ("input", "input_lengths", "scales")
_SPEAKER = ("sid",)


class PiperEngine:
    """The speakers of one voice. Raises VoiceDamagedError when its graphs do not fit."""

    def __init__(self, bundle: PiperBundle) -> None:
        self.bundle = bundle
        self.abilities = bundle.abilities
        self.alphabet = Alphabet(bundle.ids, is_spelled=bundle.is_spelled)
        self._graphs: Graphs | None = None
        self._whole: Session | None = None
        paths, plan = bundle.graphs, bundle.plan
        if plan is None:
            self._whole = Session(paths[WHOLE], _INPUTS, _SPEAKER, is_mapped=True)
            return
        inputs = (plan.text, plan.flow, plan.decoder)
        text, flow, decoder = (
            # The decoder's graph is small: it is rewritten in no time, and faster then.
            Session(paths[part], names, is_mapped=part != PARTS[-1])
            for part, names in zip(PARTS, inputs, strict=True)
        )
        cuts = {f"{edge}_{i}" for edge in ("begin", "end") for i in range(len(plan.stages))}
        if set(plan.decoder[1:]) != cuts | {n for n in plan.speaker if n in plan.decoder}:
            raise VoiceDamagedError(f"{bundle.folder}: the decoder's inputs are not the plan's")
        known = {*_INPUTS, *_SPEAKER, plan.duration_noise}
        if not known.issuperset(plan.text):
            raise VoiceDamagedError(f"{bundle.folder}: the text part's inputs are not the plan's")
        self._graphs = Graphs(text, flow, decoder, plan)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker."""
        return self.bundle.voices()

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the clause. Raises UnknownVoiceError, EngineError, Cancelled."""
        row = self.bundle.speakers.get(voice.removeprefix(f"{self.bundle.name}:"))
        if row is None:
            raise UnknownVoiceError(voice)
        yield from with_icons(self._chunks(run, row, prosody, cancel), run.clause, prosody.volume)

    def _chunks(
        self, run: PhonemeRun, row: int, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        read, bundle = self.alphabet.read(run), self.bundle
        low, high = self.abilities.rate_limits
        request = Request(read.ids, bundle.scales, row, 1 / min(max(prosody.rate, low), high))
        rate = bundle.sample_rate
        starts, pieces = self._render(read, request, cancel)
        cues, shaper = CueTrack(run.clause, starts), Edges(rate)
        for samples, last in pieces:
            shaped = shaper.feed(samples * np.float32(bundle.gain), last)
            if len(shaped) or last:
                heard = amplify(shaped, prosody.volume)
                yield cues.chunk(heard, shaper.trimmed, rate, last)

    def _render(
        self, read: Read, request: Request, cancel: CancelToken
    ) -> tuple[list[int], Iterator[tuple[Samples, bool]]]:
        """The sample at which each word begins, and pieces of sound."""
        if self._graphs is not None:
            speech = Speech(self._graphs, request, cancel)
            ends = np.concatenate([[0], np.cumsum(speech.frames)])
            hop = self._graphs.plan.hop
            return [int(ends[place]) * hop for place in read.starts], speech.pieces()
        sound = self._in_one(request, cancel)
        # The net does not tell: words are as long as their numbers are many.
        share = len(sound) / len(read.ids)
        return [int(place * share) for place in read.starts], iter([(sound, True)])

    def _in_one(self, request: Request, cancel: CancelToken) -> Samples:
        """A whole clause, without noise: inside such a net it would differ every time."""
        assert self._whole is not None, "a voice has either three graphs or one"
        scales = request.scales
        length = scales.length * request.longer
        scales = replace(scales, noise=0.0, length=length, duration_noise=0.0)
        feed = replace(request, scales=scales).feed()
        wanted = {name: value for name, value in feed.items() if self._whole.takes(name)}
        sound = self._whole.run(wanted, cancel)[0].ravel()
        if not len(sound) or not np.isfinite(sound).all():
            raise EngineError("the model gave sound that is none")
        return sound

    def close(self) -> None:
        """Release the graphs."""
        self._graphs = self._whole = None
