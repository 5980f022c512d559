"""Which voice of which engine speaks a language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sotto.errors import UnknownVoiceError
from sotto.messages import VoiceInfo
from sotto.voice.engine import Engine


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine and one of its voices."""

    engine: Engine
    voice: VoiceInfo


class Catalogue:
    """The voices of some engines, the best engine first; the last one is the fallback.

    Asks every engine once, where it is made, so that choosing waits for nobody.
    """

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._choices = tuple(Choice(engine, v) for engine in engines for v in engine.voices())
        self._fallback = tuple(c for c in self._choices if c.engine is engines[-1])

    def __bool__(self) -> bool:
        return bool(self._choices)

    @property
    def voices(self) -> tuple[VoiceInfo, ...]:
        """All voices, the best ones first."""
        return tuple(choice.voice for choice in self._choices)

    def named(self, voice: str) -> Choice:
        """Raises UnknownVoiceError."""
        for choice in self._choices:
            if choice.voice.identifier == voice:
                return choice
        raise UnknownVoiceError(f"no voice is named {voice!r}")

    def choose(self, language: str, voice: str = "") -> Choice:
        """The named voice if it speaks the language, else the nearest that does.

        A voice that does not speak it gives way to one of the same engine, then to one of
        another; a language that nobody speaks is left to the fallback.
        """
        wanted = next((c for c in self._choices if c.voice.identifier == voice), None)
        if wanted is not None:
            same = [c for c in self._choices if c.engine is wanted.engine]
            for group in ([wanted], same):
                if found := _best(group, language):
                    return found
        return _best(self._choices, language) or self.fallback(language)

    def fallback(self, language: str) -> Choice:
        """The plain voice for a language. Raises UnknownVoiceError when there is no voice."""
        found = _best(self._fallback, language) or _best(self._fallback, "en")
        if found is None and not self._fallback:
            raise UnknownVoiceError("no voice is installed")
        return found or self._fallback[0]

    def is_fallback(self, choice: Choice) -> bool:
        """Whether it is a voice of the fallback engine."""
        return choice in self._fallback


def _best(choices: Iterable[Choice], language: str) -> Choice | None:
    """The first of those that speak the language most exactly."""
    found, score = None, 0
    for choice in choices:
        own = max((_match(tag, language) for tag in choice.voice.languages), default=0)
        if own > score:
            found, score = choice, own
    return found


def _match(tag: str, language: str) -> int:
    """3: the same tag, 2: one is the other's parent, 1: the same language, 0: not."""
    have, want = (each.lower().replace("_", "-").split("-") for each in (tag, language))
    if have == want:
        return 3
    if have[0] != want[0]:
        return 0
    shorter = min(len(have), len(want))
    return 2 if have[:shorter] == want[:shorter] else 1
