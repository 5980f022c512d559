"""The phoneme stage: a clause of words becomes a PhonemeRun."""

from __future__ import annotations

from functools import cached_property

from sotto.messages import Clause, PhonemeRun
from sotto.phonemes.espeak import Espeak
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.tongues import resolve_language


class Phonemizer:
    """Thread-safe: the work happens on the thread that owns libespeak-ng."""

    def __init__(self, owner: EspeakThread) -> None:
        self._owner = owner

    def run(self, clause: Clause) -> PhonemeRun:
        """Phonemes of every word. Raises PhonemesError for a language nobody knows."""
        language = self.language(clause.language)
        texts = [word.text for word in clause.words]
        letters = [word.letter for word in clause.words]
        found = self._owner.call(lambda espeak: espeak.phonemes(texts, language, letters))
        return PhonemeRun(clause, tuple(tuple(word) for word in found))

    def language(self, tag: str) -> str:
        """The libespeak-ng voice that speaks a BCP-47 tag. Raises PhonemesError."""
        return resolve_language(tag, self._known)

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return self._owner.call(_languages, tries=2)


def _languages(espeak: Espeak) -> tuple[str, ...]:
    return tuple(tag.lower() for voice in espeak.binding.voices() for tag in voice.languages)
