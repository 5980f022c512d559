"""The engine of format 2: phonemes to 24 kHz sound, as a stream with exact cues.

Two nets over the tokens and frames of a clause decide durations, F0 and energy, and a decoder of
which a frame only depends on some around it runs piece by piece. Between them durations and F0
are explicit, and changed there; tempo is left to the stretch. What the nets decided of a clause
may be kept, by what went into them: it is the same whatever else is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import KeptSoundError, UnknownVoiceError, VoiceDamagedError
from sotto.messages import AudioChunk, PhonemeRun, Prosody, Quality, Samples, VoiceInfo
from sotto.voice.forms import Forms, Shelf
from sotto.voice.sessions import Session
from sotto.voice.shaping.cues import CueTrack, word_starts
from sotto.voice.shaping.edges import Edges
from sotto.voice.shaping.gain import amplify
from sotto.voice.shaping.icon import with_icons
from sotto.voice.shaping.spans import spans
from sotto.voice.shaping.style import MANNERS
from sotto.voice.spectral.alphabet import Alphabet
from sotto.voice.spectral.bundle import LIGHT, LIGHT_HEAD, Reader, SpectralBundle
from sotto.voice.spectral.decoder import (
    DECODER_INPUTS,
    HEAD_INPUTS,
    LAYERS,
    LIGHT_LAYERS,
    DecoderStream,
    Frames,
    Net,
)
from sotto.voice.spectral.form import Body, Form, decode, encode
from sotto.voice.spectral.melody import Melody, Near, factors
from sotto.voice.spectral.planner import Plan, Planner
from sotto.voice.spectral.score import Floats, Score, score, spread
from sotto.voice.spectral.shading import Shading
from sotto.voice.spectral.sound import HOP, RATE, VOICED_FROM, Branches, Sound

FRAME = 2 * HOP
"""Samples of a duration's unit; F0, energy and spectra come twice in it."""
_LATER_FRAMES = (24, 32)
"""Pieces cost no context, so they stay small: what a run needs in between is memory."""
_LIGHT_KEPT = 50
"""Clauses in full after which the light variant leaves memory; it does at once after a single use,
as the trial at the start is one."""


class SpectralEngine:
    """The readers of one bundle. Raises VoiceDamagedError when its graphs do not fit."""

    def __init__(self, bundle: SpectralBundle) -> None:
        self.bundle = bundle
        self.abilities = bundle.abilities
        self.forms: Forms | None = None
        self.near = Near()
        self.planner = Planner(bundle)
        self._full = self._net("decoder", "head", LAYERS)
        self._light: Net | None = None
        self._light_uses = 0
        self._since_light = 0
        self._prefix = f"{bundle.name}:"
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
        clause = _Clause(self, self._reader(voice), run, prosody, cancel)
        yield from with_icons(clause.chunks(), run.clause, prosody.volume)

    def keep_in(self, forms: Forms) -> None:
        """What is decided of clauses is kept there, and looked for."""
        self.forms = forms

    def shelf(self, voice: str, language: str) -> Shelf | None:
        """Where that of a reader's clauses of a language is."""
        title = f"{voice.removeprefix(self._prefix)} {self.language(language)}"
        return None if self.forms is None else self.forms.shelf(title)

    def keep(self, run: PhonemeRun, voice: str, cancel: CancelToken, *, whole: bool) -> bool:
        """Keep what is decided of the clause and its first piece; False when there is no room.

        `whole`: enough that another pitch is as fast. Raises as `speak`, and KeptSoundError.
        """
        return _Clause(self, self._reader(voice), run, Prosody(), cancel).keep(whole=whole)

    def close(self) -> None:
        """Release the graphs."""
        del self.planner, self._full
        self._light = None

    def decoder(self, quality: Quality) -> Net:
        """The decoder of that quality; the light one is in memory only while it is used."""
        if quality is Quality.LIGHT and LIGHT in self.bundle.graphs:
            self._since_light = 0
            if self._light is None:
                self._light = self._net(LIGHT, LIGHT_HEAD, LIGHT_LAYERS)
                self._light_uses = 0
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

    def _reader(self, voice: str) -> Reader:
        reader = self.bundle.reader(voice.removeprefix(self._prefix))
        if reader is None:
            raise UnknownVoiceError(voice)
        return reader

    def _net(self, decoder: str, head: str, layers: int) -> Net:
        graphs = self.bundle.graphs
        return Net(
            Session(graphs[decoder], DECODER_INPUTS), Session(graphs[head], HEAD_INPUTS), layers
        )


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
        self._tokens = score(run, engine.alphabets[self._language], engine.bundle.numbers)
        self._plan: Plan | None = None

    def chunks(self) -> Iterator[AudioChunk]:
        """Decide what comes when, then the rest, decode and render it piece by piece."""
        form = self._known() or self._begun()
        starts = word_starts(form.frames, self._tokens.word, len(self._run.words))
        cues = CueTrack(self._run.clause, [start * FRAME for start in starts])
        shaper = Edges(RATE, MANNERS[self._prosody.style].level)
        for samples, last in self._render(form):
            shaped = shaper.feed(samples * np.float32(self._reader.gain), last)
            if len(shaped) or last:
                heard = amplify(shaped, self._prosody.volume)
                yield cues.chunk(heard, shaper.trimmed, RATE, last)

    # ---- what is kept

    def keep(self, *, whole: bool) -> bool:
        """See the engine."""
        if (shelf := self._shelf()) is None:
            return False
        key = _key(self._tokens)
        if key in shelf:
            return True
        form = self._planned()
        begin, end = next(spans(len(form.f0), 1.0, _LATER_FRAMES))
        plain = self._melody(form, np.ones(1, np.float32), Prosody())
        first = self._stream(form, plain).levels(end - begin)
        return shelf.put(
            key, encode(Form(form.frames, form.f0, form.body if whole else None, first))
        )

    def _known(self) -> Form | None:
        """What is kept of the clause; what is damaged is dropped."""
        if (shelf := self._shelf()) is None:
            return None
        key = _key(self._tokens)
        try:
            content = shelf.get(key)
            return None if content is None else decode(content, len(self._tokens.ids))
        except KeptSoundError as error:
            shelf.drop(key, error)
            return None

    def _shelf(self) -> Shelf | None:
        return self._engine.shelf(self._reader.name, self._language)

    # ---- sound

    def _begun(self) -> Form:
        """A form of which F0 and energy come when they are needed."""
        language = self._engine.bundle.languages[self._language]
        self._plan = self._engine.planner.plan(self._tokens, self._row, language, self._cancel)
        return self._plan.form

    def _planned(self) -> Form:
        language = self._engine.bundle.languages[self._language]
        return self._engine.planner.form(self._tokens, self._row, language, self._cancel)

    def _melody(self, form: Form, factor: Floats, prosody: Prosody) -> Melody:
        melody = Melody(form, factor, prosody, self._reader.log_f0_mean, self._engine.near)
        if self._plan is None:
            melody.decided(len(form.f0))
        return melody

    def _render(self, form: Form) -> Iterator[tuple[Samples, bool]]:
        """Pieces of sound [samples] before trimming, and whether it is the last one."""
        factor = factors(self._run.clause, self._tokens.word, form.frames)
        melody = self._melody(form, factor, self._prosody)
        f0 = melody.f0
        sound = Sound(f0)
        shading = Shading(self._prosody, self._reader.gain)
        parts = spans(len(f0), 1.0, _LATER_FRAMES)
        for begin, end, branches in self._decoded(form, melody, parts):
            voicing = (f0[begin:end] > VOICED_FROM).astype(np.float32)
            yield sound.feed(shading.apply(branches, voicing)), end == len(f0)

    def _decoded(
        self, form: Form, melody: Melody, parts: Iterator[tuple[int, int]]
    ) -> Iterator[tuple[int, int, Branches]]:
        """Spectra of the pieces; a first one that is kept is ready before the decoder begins."""
        begin, end = next(parts)
        stream: DecoderStream | None = None
        if self._fits(form, melody, end):
            assert form.first is not None
            net = self._engine.decoder(Quality.FULL)
            yield begin, end, net.branches(form.first, self._row, self._cancel)
            if end == len(form.f0):
                return
            stream = self._stream(form, melody)
            stream.levels(end - begin)
        else:
            stream = self._stream(form, melody)
            yield begin, end, stream.take(end - begin)
        for begin, end in parts:
            yield begin, end, stream.take(end - begin)

    def _fits(self, form: Form, melody: Melody, end: int) -> bool:
        """Whether the first piece that is kept is that of this request."""
        first, light = form.first, self._prosody.quality is Quality.LIGHT
        is_light = light and LIGHT in self._engine.bundle.graphs
        if first is None or is_light or melody.decoded is not form.f0:
            return False
        return int(first.numbers.shape[1]) == end

    def _stream(self, form: Form, melody: Melody) -> DecoderStream:
        body: Body = form.body or self._body()

        def through(end: int) -> None:
            if self._plan is not None:
                melody.decided(self._plan.through(end))

        index = spread(form.frames).repeat(2)
        frames = Frames(body.states, index, melody.decoded, body.energy, through)
        net = self._engine.decoder(self._prosody.quality)
        return DecoderStream(net, self._row, frames, self._cancel)

    def _body(self) -> Body:
        """What is not kept of many clauses."""
        body = self._planned().body
        assert body is not None
        return body


def _key(tokens: Score) -> bytes:
    """What went into the nets beside reader and language."""
    return tokens.ids.astype("<i8").tobytes() + tokens.word.astype("<i8").tobytes()
