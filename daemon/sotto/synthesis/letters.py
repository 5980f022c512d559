"""Whoever hears one letter will hear others: those of a manner of speaking that has begun."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sotto.messages import Kind, Utterance
from sotto.synthesis.context import Context
from sotto.synthesis.idle_work import spoken_language
from sotto.synthesis.memory_cache import SoundKey
from sotto.synthesis.stages import Stages
from sotto.text.phrases import characters

_KINDS = frozenset({Kind.CHARACTER, Kind.KEY})
_MOST_MANNERS = 8


class Letters:
    """The characters of each manner, once; capitals apart: readers say those in another."""

    def __init__(self) -> None:
        self._known: dict[tuple[SoundKey, bool], None] = {}
        self._waiting: deque[Utterance] = deque(maxlen=_MOST_MANNERS)
        self._stages: Stages | None = None

    def notice(self, utterance: Utterance, manner: SoundKey, context: Context) -> None:
        """Somebody spoke so."""
        if utterance.options.kind not in _KINDS or len(utterance.text) != 1:
            return
        if context.stages is not self._stages:
            self._stages = context.stages
            self._known.clear()
        met = manner, utterance.text.isupper()
        if met not in self._known:
            self._known[met] = None
            self._waiting.append(utterance)
        if len(self._known) > _MOST_MANNERS:
            del self._known[next(iter(self._known))]

    def take(self) -> Sequence[Utterance]:
        """Those that were the first of their manner since this was asked last."""
        taken = tuple(self._waiting)
        self._waiting.clear()
        return taken


def like(letters: Iterable[Utterance], context: Context) -> Iterator[Utterance]:
    """What may follow these. Nothing of a voice that takes long for a letter: such a one keeps
    nothing of it."""
    for letter in letters:
        engine = context.engine(letter)
        if engine is not None and engine.abilities.keeps_forms:
            yield from _characters_like(letter, context)


def _characters_like(letter: Utterance, context: Context) -> Iterator[Utterance]:
    options = replace(letter.options, kind=Kind.CHARACTER)
    language = spoken_language(options.voice, options.language, context.stages)
    for text in characters(language):
        if text.isupper() == letter.text.isupper():
            yield Utterance(0, "", text, options)
