"""The plain engine: libespeak-ng's own synthesis. It is the fallback of all.

It reads the words of the clause, not phonemes, so it speaks every language that
libespeak-ng knows and needs nothing that could be late or damaged.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError, PhonemesError, UnknownVoiceError
from sotto.messages import (
    AudioChunk,
    Clause,
    Cue,
    MarkCue,
    PhonemeRun,
    Prosody,
    Samples,
    Style,
    VoiceInfo,
    Word,
    WordCue,
)
from sotto.phonemes.binding import EspeakVoice, WordPosition
from sotto.phonemes.espeak import Espeak
from sotto.phonemes.mnemonics import bracketed, without_brackets
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.tongues import own_tags
from sotto.text.dictionary.ipa import phonemes
from sotto.voice.abilities import Abilities
from sotto.voice.shaping.gain import amplify, trimmed
from sotto.voice.shaping.icon import with_icons
from sotto.voice.symbols import SymbolTable

PREFIX = "espeak:"
_WORDS_A_MINUTE = 175
_RATES = (80, 449)
_GAIN = 0.9
_QUIET = 0.004
_MARGIN_SECONDS = 0.002
_FIRST_SECONDS = 0.08
_LATER_SECONDS = 0.25
_RATE, _PITCH, _RANGE = 1, 3, 4
_WHISPERED = "+whisper"


@dataclass(frozen=True, slots=True)
class _Passage:
    """Neighbouring words that one call of libespeak-ng speaks, as it is told them."""

    words: tuple[Word, ...]
    first: int
    told: tuple[str, ...]
    has_names: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.told)


class EspeakEngine:
    """All voices of libespeak-ng; `voice` is `espeak:` and one of its language tags."""

    abilities = Abilities(
        rate=22_050,
        rate_limits=(_RATES[0] / _WORDS_A_MINUTE, _RATES[1] / _WORDS_A_MINUTE),
        needs_phonemes=False,
        prosody=frozenset(("rate", "pitch", "pitch_range", "volume", "style")),
        # The library's own synthesis keeps a phase between calls: sounds are alike.
        is_deterministic=False,
    )

    def __init__(self, owner: EspeakThread, speaker: EspeakThread | None = None) -> None:
        """`speaker` speaks; `owner`, which lists the voices, does where there is none."""
        self._owner = owner
        self._speaker = speaker or owner

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a file of the library. Raises PhonemesError when the library is missing."""
        found = self._owner.call(lambda espeak: espeak.binding.voices(), tries=2)
        found = tuple(voice for voice in found if voice.languages)
        return tuple(map(_info, found, own_tags(found)))

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        """Render the words of the clause. Raises UnknownVoiceError, EngineError, Cancelled."""
        if not voice.startswith(PREFIX):
            raise UnknownVoiceError(voice)
        name = voice.removeprefix(PREFIX)
        whole = self._speaker.call(
            lambda espeak: _ClauseSpeech(espeak, name, prosody, cancel).clause(run.clause)
        )
        cancel.check()
        yield from with_icons(_cut(whole), run.clause, prosody.volume)

    def close(self) -> None:
        """Nothing is held; the owner of the thread closes it."""


class _ClauseSpeech:
    """Speaks one clause on the thread that owns the library."""

    def __init__(self, espeak: Espeak, voice: str, prosody: Prosody, cancel: CancelToken) -> None:
        self._library = espeak.binding
        self._prosody = prosody
        self._cancel = cancel
        self._language = voice.partition("+")[0]
        self._choose(voice)
        speed = round(_WORDS_A_MINUTE * prosody.rate)
        self._library.set_parameter(_RATE, min(max(speed, _RATES[0]), _RATES[1]))
        self._library.set_parameter(_RANGE, round(min(50 * prosody.pitch_range, 100)))

    def _choose(self, voice: str) -> None:
        """Raises UnknownVoiceError; the variant that whispers may be missing."""
        if self._prosody.style is Style.WHISPER:
            with contextlib.suppress(PhonemesError):
                self._library.set_voice(voice + _WHISPERED)
                return
        try:
            self._library.set_voice(voice)
        except PhonemesError as error:
            raise UnknownVoiceError(voice) from error

    def clause(self, clause: Clause) -> AudioChunk:
        """The whole clause as one chunk, trimmed, with a cue for every word and mark."""
        passages: list[Samples] = []
        starts: list[int] = []
        length = 0
        for passage in _passages(clause, self._named):
            samples, offsets = self._passage(passage)
            starts += [length + offset for offset in offsets]
            passages.append(samples)
            length += len(samples)
        samples = np.concatenate(passages) if passages else np.zeros(0, np.float32)
        return AudioChunk(samples, self._library.sample_rate, _cues(clause, starts, length))

    def _passage(self, passage: _Passage) -> tuple[Samples, list[int]]:
        self._cancel.check()
        pitch = self._prosody.pitch * passage.words[0].pitch
        self._library.set_parameter(_PITCH, min(max(round(50 + 50 * math.log2(pitch)), 0), 100))
        try:
            raw, positions = self._library.synthesize(
                passage.text, lambda: self._cancel.is_set, has_names=passage.has_names
            )
        except PhonemesError as error:
            raise EngineError(str(error)) from error
        margin = int(_MARGIN_SECONDS * self._library.sample_rate)
        first, last = trimmed(raw, _QUIET, margin)
        samples = amplify(raw[first:last], _GAIN * self._prosody.volume)
        return samples, _word_offsets(passage, positions, first, last - first)

    def _named(self, word: Word) -> str:
        """The word's sounds by the library's names; "" where none are given, or it knows none."""
        names = self._library.names() if word.ipa else {}
        if not names:
            return ""
        symbols = tuple(names)
        nearest = SymbolTable({symbol: place for place, symbol in enumerate(symbols)})
        return bracketed(
            (each, [names[symbols[place]] for place in nearest.numbers(each.symbol)])
            for each in phonemes(word.ipa, self._language)
        )


def _passages(clause: Clause, named: Callable[[Word], str]) -> Iterator[_Passage]:
    """Letters and words of another pitch are spoken apart: as names, and at that pitch."""
    first = 0
    for (letter, _), group in groupby(
        enumerate(clause.words), key=lambda item: (item[1].letter and item[0] + 1, item[1].pitch)
    ):
        words = tuple(word for _, word in group)
        last = first + len(words) == len(clause.words)
        ending = clause.stop.value if last and not letter else ""
        sounds = [named(word) if word.ipa else "" for word in words]
        has_names = any(sounds)
        told = [
            (sound or (without_brackets(word.text) if has_names else word.text)) + word.stop.value
            for word, sound in zip(words, sounds, strict=True)
        ]
        told[-1] += ending
        yield _Passage(words, first, tuple(told), has_names)
        first += len(words)


def _word_offsets(
    passage: _Passage, positions: Sequence[WordPosition], first: int, length: int
) -> list[int]:
    """The sample of every word; a word libespeak-ng joined to the one before starts with it."""
    offsets: list[int] = []
    character = index = latest = 0
    for told in passage.told:
        character += len(told) + 1
        begin = None
        while index < len(positions) and positions[index].character < character - 1:
            begin = positions[index].sample if begin is None else begin
            index += 1
        latest = latest if begin is None else min(max(begin - first, latest), length)
        offsets.append(latest)
    return offsets


def _cues(clause: Clause, starts: Sequence[int], length: int) -> tuple[Cue, ...]:
    cues: list[Cue] = []
    for index in range(len(clause.words) + 1):
        offset = starts[index] if index < len(starts) else length
        cues += [MarkCue(offset, mark.name) for mark in clause.marks if mark.word == index]
        if index < len(clause.words):
            word = clause.words[index]
            cues.append(WordCue(offset, word.start, word.end))
    return tuple(cues)


def _cut(chunk: AudioChunk) -> Iterator[AudioChunk]:
    """A short first chunk, then longer ones; a cue at a border belongs to what follows it."""
    start = 0
    seconds = _FIRST_SECONDS
    total = len(chunk.samples)
    while True:
        end = min(start + int(seconds * chunk.rate), total)
        last = end == total
        cues = tuple(
            cue.moved(-start)
            for cue in chunk.cues
            if start <= cue.offset < end or (last and cue.offset == total)
        )
        yield AudioChunk(chunk.samples[start:end], chunk.rate, cues)
        if last:
            return
        start, seconds = end, _LATER_SECONDS


def _info(voice: EspeakVoice, tag: str) -> VoiceInfo:
    others = (other.lower() for other in voice.languages)
    return VoiceInfo(
        identifier=PREFIX + tag,
        name=f"espeak-ng {voice.name}",
        engine="espeak-ng",
        languages=(tag, *(other for other in others if other != tag)),
        description="Plain, answers at once",
        licence="GPL-3.0-or-later",
    )
