"""The phoneme stage: a clause of words becomes a PhonemeRun."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sotto.messages import Clause, Phoneme, PhonemeRun, Stop, Word
from sotto.phonemes.espeak import Espeak
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.tongues import resolve_language
from sotto.text.dictionary.ipa import phonemes as pronounced


class Phonemizer:
    """Thread-safe: the work happens on the thread that owns libespeak-ng."""

    def __init__(self, owner: EspeakThread) -> None:
        self._owner = owner

    def run(self, clause: Clause) -> PhonemeRun:
        """Phonemes of every word. Raises PhonemesError for a language nobody knows."""
        language = self.language(clause.language)
        parts = _parts(clause.words)
        found = self._owner.call(lambda espeak: _phonemes(espeak, parts, language))
        pairs = zip(clause.words, found, strict=True)
        return PhonemeRun(clause, tuple(_given(word, language) or tuple(p) for word, p in pairs))

    def language(self, tag: str) -> str:
        """The libespeak-ng voice that speaks a BCP-47 tag. Raises PhonemesError."""
        return resolve_language(tag, self._known)

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return self._owner.call(_languages, tries=2)


def _parts(words: Sequence[Word]) -> Sequence[Sequence[Word]]:
    """The words from one stop to the next: no sound goes over from one part to another."""
    parts: list[list[Word]] = [[]]
    for word in words:
        parts[-1].append(word)
        if word.stop is not Stop.NONE:
            parts.append([])
    return [part for part in parts if part]


def _phonemes(
    espeak: Espeak, parts: Sequence[Sequence[Word]], language: str
) -> list[list[Phoneme]]:
    found: list[list[Phoneme]] = []
    for part in parts:
        texts = [word.text for word in part]
        found += espeak.phonemes(texts, language, [word.letter for word in part])
    return found


def _given(word: Word, language: str) -> tuple[Phoneme, ...]:
    """The phonemes that the word was given; none where libespeak-ng knows best."""
    return pronounced(word.ipa, language) if word.ipa else ()


def _languages(espeak: Espeak) -> tuple[str, ...]:
    return tuple(tag.lower() for voice in espeak.binding.voices() for tag in voice.languages)
