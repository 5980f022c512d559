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
from sotto.errors import UnknownVoiceError, VoiceDamagedError
from sotto.messages import AudioChunk, PhonemeRun, Prosody, Quality, Samples, VoiceInfo
from sotto.voice.forms import Forms, Shelf
from sotto.voice.recent import Recent
from sotto.voice.sessions import Session
from sotto.voice.shaping.cues import CueTrack, word_starts
from sotto.voice.shaping.edges import Edges
from sotto.voice.shaping.gain import amplify
from sotto.voice.shaping.icon import with_icons
from sotto.voice.shaping.lead import Lead
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
    Levels,
    Net,
)
from sotto.voice.spectral.form import Form
from sotto.voice.spectral.melody import Melody, Near, factors
from sotto.voice.spectral.memory import ClauseMemory, Known, Said
from sotto.voice.spectral.planner import Plan, Planner
from sotto.voice.spectral.score import Floats, score, spread
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
        self._recent: Recent[Said] = Recent()
        self.lead = Lead()
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
        return self.memory(voice.removeprefix(self._prefix), self.language(language)).shelf

    def memory(self, reader: str, language: str) -> ClauseMemory:
        """What is known of a reader's clauses of a taught language."""
        return ClauseMemory(self.forms, self._recent, f"{reader} {language}")

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
        self._memory = engine.memory(reader.name, self._language)

    def chunks(self) -> Iterator[AudioChunk]:
        """Decide what comes when, then the rest, decode and render it piece by piece."""
        known = self._memory.find(self._tokens) or self._begun()
        starts = word_starts(known.form.frames, self._tokens.word, len(self._run.words))
        cues = CueTrack(self._run.clause, [start * FRAME for start in starts])
        shaper = Edges(RATE, MANNERS[self._prosody.style].level)
        pieces = ((shaper.feed(own, last), last) for own, last in self._render(known))
        for shaped, last in self._led(pieces, known.form):
            heard = amplify(shaped, self._prosody.volume)
            yield cues.chunk(heard, shaper.trimmed, RATE, last)

    def _led(
        self, pieces: Iterator[tuple[Samples, bool]], form: Form
    ) -> Iterator[tuple[Samples, bool]]:
        """The pieces, the first with as many behind it as it takes to have no gap between them."""
        lead, rate = self._engine.lead, self._run.clause.prosody.rate
        held, is_begun, is_first, before_nets = np.zeros(0, np.float32), False, True, False
        while True:
            began = lead.clock()
            if (piece := next(pieces, None)) is None:
                return
            if not is_first:
                lead.note(lead.clock() - began, of_nets=before_nets)
            is_first, before_nets = False, self._plan is None and form.body is None
            held, last = np.concatenate([held, piece[0]]), piece[1]
            is_enough = lead.is_enough(len(held) / RATE, rate, before_nets=before_nets)
            if last or (len(held) and (is_begun or is_enough)):
                yield held, last
                held, is_begun = held[:0], True

    def keep(self, *, whole: bool) -> bool:
        """See the engine."""
        if self._memory.has(self._tokens):
            return True
        if self._memory.shelf is None:
            return False
        form = self._begun().form
        assert self._plan is not None
        self._plan.through(len(form.f0))
        begin, end = next(spans(len(form.f0), 1.0, _LATER_FRAMES))
        plain = self._melody(Known(form, len(form.f0)), np.ones(1, np.float32), Prosody())
        first = self._stream(form, plain).levels(end - begin)
        kept = Form(form.frames, form.f0, form.body if whole else None, first)
        return self._memory.keep(self._tokens, kept, is_urgent=whole)

    # ---- sound

    def _begun(self) -> Known:
        """A form of which F0 and energy come when they are needed."""
        return Known(self._planned().form, 0)

    def _planned(self) -> Plan:
        """The nets over the tokens have run, once."""
        if self._plan is None:
            language = self._engine.bundle.languages[self._language]
            self._plan = self._engine.planner.plan(self._tokens, self._row, language, self._cancel)
        return self._plan

    def _melody(self, known: Known, factor: Floats, prosody: Prosody) -> Melody:
        near = self._engine.near
        melody = Melody(known.form, factor, prosody, self._reader.log_f0_mean, near)
        melody.decided(known.decided)
        return melody

    def _render(self, known: Known) -> Iterator[tuple[Samples, bool]]:
        """Pieces of sound [samples] before trimming, some empty, and whether it is the last one."""
        form = known.form
        factor = factors(self._run.clause, self._tokens.word, form.frames)
        melody = self._melody(known, factor, self._prosody)
        f0 = melody.f0
        sound = Sound(f0)
        shading = Shading(self._prosody, self._reader.gain)
        parts = spans(len(f0), 1.0, _LATER_FRAMES)
        for begin, end, branches in self._decoded(form, melody, parts):
            if branches is None:
                yield np.zeros(0, np.float32), False
                continue
            voicing = (f0[begin:end] > VOICED_FROM).astype(np.float32)
            made = sound.feed(shading.apply(branches, voicing))
            yield made * np.float32(self._reader.gain), end == len(f0)

    def _decoded(
        self, form: Form, melody: Melody, parts: Iterator[tuple[int, int]]
    ) -> Iterator[tuple[int, int, Branches | None]]:
        """Spectra of the pieces; a first one that is kept is ready before the decoder begins, and
        None follows it when that, and the nets before it, have come as far."""
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
            yield end, end, None
        else:
            stream = self._stream(form, melody)
            first = stream.levels(end - begin)
            self._note(form, melody, first)
            yield begin, end, stream.spectra(first)
        for begin, end in parts:
            yield begin, end, stream.take(end - begin)

    def _note(self, form: Form, melody: Melody, first: Levels) -> None:
        """What was decided until its first piece is the same the next time, if it was all new."""
        if form.first is None and self._is_plain(melody, form):
            self._memory.note(self._tokens, form, melody.done, first)

    def _fits(self, form: Form, melody: Melody, end: int) -> bool:
        """Whether the first piece that is kept is that of this request."""
        first = form.first
        if first is None or not self._is_plain(melody, form):
            return False
        return int(first.numbers.shape[1]) == end

    def _is_plain(self, melody: Melody, form: Form) -> bool:
        """Whether the full decoder is told the voice's own F0."""
        light = self._prosody.quality is Quality.LIGHT
        is_light = light and LIGHT in self._engine.bundle.graphs
        return not is_light and melody.decoded is form.f0

    def _stream(self, form: Form, melody: Melody) -> DecoderStream:
        body = form.body or self._planned().form.body
        assert body is not None

        def through(end: int) -> None:
            if self._plan is not None:
                decided, own = self._plan.through(end), self._plan.form.f0
                if own is not form.f0:
                    # The rest of what is known only as far as its first piece.
                    form.f0[melody.done : decided] = own[melody.done : decided]
                melody.decided(decided)

        index = spread(form.frames).repeat(2)
        frames = Frames(body.states, index, melody.decoded, body.energy, through)
        net = self._engine.decoder(self._prosody.quality)
        return DecoderStream(net, self._row, frames, self._cancel)
