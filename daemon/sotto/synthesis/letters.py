"""Whoever hears one letter will hear others: those of a manner of speaking that has begun."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from sotto.messages import Kind, Utterance
from sotto.synthesis.context import Context
from sotto.synthesis.idle_work import spoken_language
from sotto.synthesis.memory_cache import SoundKey
from sotto.synthesis.stages import Stages
from sotto.text.markup.plain import plain_form
from sotto.text.phrases import characters

_MOST_MANNERS = 8
_LONGEST = 100
"""Characters of a request that may be one letter, with the marks that a reader puts around it."""
_MANY = 20
"""So many other texts, or as much in longer ones, may have pushed letters out of memory. Where they
have no room at all, they are made in vain only as often."""


class Letters:
    """The characters of each manner, once, and again when they are there no more; capitals apart:
    readers say those in another."""

    def __init__(self) -> None:
        self._known: dict[tuple[SoundKey, Kind, bool], int] = {}
        """How much was spoken before they were made, or looked for."""
        self._spoken = 0
        self._waiting: deque[Utterance] = deque(maxlen=_MOST_MANNERS)
        self._stages: Stages | None = None

    def notice(self, utterance: Utterance) -> None:
        """Somebody spoke so."""
        self._spoken += 1 + len(utterance.text) // _LONGEST
        if len(utterance.text) <= _LONGEST:
            self._waiting.append(utterance)

    def take(self, context: Context, *, is_saving: bool) -> Iterator[Utterance]:
        """What may follow what was spoken since this was asked last, where a manner was met for the
        first time or much was spoken since; nothing where it was met while power is saved, and
        nothing where no sound is kept in memory."""
        if context.stages is not self._stages:
            self._stages = context.stages
            self._known.clear()
        while self._waiting:
            letter = _as_letter(self._waiting.popleft())
            if letter is None or not context.cache.keeps_any:
                continue
            if self._is_due(letter, context) and not is_saving:
                others = list(_like(letter, context))
                # Most often all are there: then nobody has to look at each of them again.
                if not all(context.keeps(each.text, each.options) for each in others):
                    yield from others

    def _is_due(self, letter: Utterance, context: Context) -> bool:
        options = letter.options
        met = context.manner(options), options.kind, letter.text.isupper()
        made = self._known.get(met)
        if made is not None and self._spoken - made < _MANY:
            return False
        self._known[met] = self._spoken
        if len(self._known) > _MOST_MANNERS:
            del self._known[next(iter(self._known))]
        return True


def _as_letter(utterance: Utterance) -> Utterance | None:
    """In its plain form, if that is one character. Some readers tell what is typed as a text."""
    plain = plain_form(utterance.text, utterance.options)
    is_named = plain.options.kind is Kind.CHARACTER or plain.text.isalnum()
    if len(plain.text) != 1 or not is_named:
        return None
    return Utterance(0, "", plain.text, plain.options)


def _like(letter: Utterance, context: Context) -> Iterator[Utterance]:
    if not _is_quick(letter, context):
        return
    options = letter.options
    is_capital, is_text = letter.text.isupper(), options.kind is Kind.TEXT
    for text in characters(spoken_language(options.voice, options.language, context.stages)):
        # Signs in a text are no names.
        if text.isupper() == is_capital and (text.isalnum() or not is_text):
            yield replace(letter, text=text)


def _is_quick(letter: Utterance, context: Context) -> bool:
    """Whether its voice keeps something of it; without that it takes long for a letter."""
    engine = context.engine(letter)
    return engine is not None and engine.abilities.keeps_forms


def comes_by_itself(wished: Utterance, context: Context) -> bool:
    """Whether it is a letter as a text, which the first such one that is heard makes ready. A
    reader that wishes for what may be typed in all forms would have them push each other out of
    memory."""
    letter = _as_letter(wished)
    return letter is not None and letter.options.kind is Kind.TEXT and _is_quick(letter, context)
