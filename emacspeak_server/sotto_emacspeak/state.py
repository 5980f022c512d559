"""What Emacspeak sets, and how it maps onto the daemon's options. Pure.

A value that makes no sense leaves the state as it was; what was never set is left to the user's own
settings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sotto_emacspeak.protocol import Command

SLOWEST, FASTEST = 0.3, 6.0
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,6}")
_PUNCTUATIONS = ("none", "some", "most", "all")
_SWITCHES = {"1": True, "0": False, "t": True, "nil": False}
_MOST_SCALE = 10.0

Option = str | float


@dataclass(frozen=True, slots=True)
class State:
    """`rate` is in words a minute, 0: not set; `scale` is a factor on it for letters."""

    rate: float = 0.0
    scale: float = 1.2
    punctuation: str = ""
    raises_capitals: bool = False
    beeps_capitals: bool = False
    language: str = ""

    def updated(self, command: Command) -> State:
        """With what a command sets; the same for a command that sets nothing."""
        setter = _SETTERS.get(command.name)
        words = command.words()
        return setter(self, words) if setter is not None and words else self

    def options(self, pace: float) -> dict[str, Option]:
        """For texts. `pace` is how many words a minute the voice speaks at rate 1."""
        capitals = "icon" if self.beeps_capitals else "pitch" if self.raises_capitals else ""
        return self._options(pace, 1.0, capitals)

    def letter_options(self, letter: str, pace: float) -> dict[str, Option]:
        """For a letter; capital ones are always told, as other servers do."""
        raised = "icon" if self.beeps_capitals else "pitch"
        return self._options(pace, self.scale, raised if letter.isupper() else "none")

    def _options(self, pace: float, scale: float, capitals: str) -> dict[str, Option]:
        named = {"punctuation": self.punctuation, "capitals": capitals, "language": self.language}
        found: dict[str, Option] = {name: value for name, value in named.items() if value}
        if self.rate:
            found["rate"] = rate_factor(self.rate * scale, pace)
        return found


def rate_factor(words_a_minute: float, pace: float) -> float:
    """As the daemon takes it."""
    return round(min(max(words_a_minute / pace, SLOWEST), FASTEST), 4)


def number(word: str) -> float | None:
    """A finite number, or None."""
    try:
        found = float(word)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _rate(state: State, words: list[str]) -> State:
    found = number(words[0])
    return state if found is None or found <= 0 else replace(state, rate=found)


def _scale(state: State, words: list[str]) -> State:
    found = number(words[0])
    return state if found is None or not 0 < found <= _MOST_SCALE else replace(state, scale=found)


def _punctuation(state: State, words: list[str]) -> State:
    return replace(state, punctuation=words[0]) if words[0] in _PUNCTUATIONS else state


def _language(state: State, words: list[str]) -> State:
    if not _LANGUAGE.fullmatch(words[0]):
        return state
    return replace(state, language=words[0].replace("_", "-"))


def _switch(name: str) -> Callable[[State, list[str]], State]:
    def setter(state: State, words: list[str]) -> State:
        return replace(state, **{name: _SWITCHES.get(words[0], getattr(state, name))})

    return setter


def _sync(state: State, words: list[str]) -> State:
    """Punctuation, capitals raised, capitals with a beep, split capitals (always), rate."""
    for name, word in zip(_SYNCED, words, strict=False):
        state = state.updated(Command(name, word))
    return state


_SYNCED = (
    "tts_set_punctuations",
    "tts_capitalize",
    "tts_allcaps_beep",
    "tts_split_caps",
    "tts_set_speech_rate",
)
_SETTERS: Mapping[str, Callable[[State, list[str]], State]] = {
    "tts_set_speech_rate": _rate,
    "tts_set_character_scale": _scale,
    "tts_set_punctuations": _punctuation,
    "tts_capitalize": _switch("raises_capitals"),
    "tts_allcaps_beep": _switch("beeps_capitals"),
    "tts_sync_state": _sync,
    "set_lang": _language,
}
