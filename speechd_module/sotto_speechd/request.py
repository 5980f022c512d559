"""A message and the settings become what the daemon, or the plain voice, is asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sotto_speechd.settings import (
    Settings,
    pitch_factor,
    range_factor,
    rate_factor,
    volume_factor,
)
from sotto_speechd.voices import Voice, choose

LONGEST_TEXT = 1 << 20
"""Characters that the daemon takes."""

_LOWEST_PITCH, _HIGHEST_PITCH = 0.5, 2.0
_KINDS = {"SPEAK": "ssml", "CHAR": "character", "KEY": "key", "SOUND_ICON": "text"}
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\s<]*")
_BLANKS = re.compile(r"\s+")
_STRAY = "speak"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be said and how; factors and names as the daemon's options have them."""

    text: str
    kind: str = "ssml"
    voice: str = ""
    language: str = ""
    rate: float = 1.0
    pitch: float = 1.0
    pitch_range: float = 1.0
    volume: float = 1.0
    punctuation: str = "none"
    capitals: str = "none"

    def options(self) -> dict[str, str | float]:
        """As the daemon takes them."""
        options: dict[str, str | float] = {
            "kind": self.kind,
            "rate": self.rate,
            "pitch": self.pitch,
            "pitch_range": self.pitch_range,
            "volume": self.volume,
            "punctuation": self.punctuation,
            "capitals": self.capitals,
        }
        names = {"voice": self.voice, "language": self.language}
        return options | {name: value for name, value in names.items() if value}

    def since(self, start: int) -> Request:
        """What is left of it when it was heard up to the character `start`."""
        return replace(self, text=self.text[start:])

    def after_word(self, start: int) -> int:
        """The character behind the word that begins at `start`."""
        word = _WORD.match(self.text, start)
        return word.end() if word is not None else start

    @property
    def has_words(self) -> bool:
        """Whether there is anything besides markup and blanks."""
        return bool(_words(self.text))


def request(command: str, text: str, settings: Settings, voices: Sequence[Voice]) -> Request:
    """What a message asks for. `command` is SPEAK, CHAR, KEY or SOUND_ICON."""
    choice = choose(voices, settings)
    pitch = pitch_factor(settings.pitch) * choice.pitch
    return Request(
        text=_text(command, text[:LONGEST_TEXT], settings),
        kind=_KINDS[command],
        voice=choice.identifier,
        language=settings.language,
        rate=round(rate_factor(settings.rate), 4),
        pitch=round(min(max(pitch, _LOWEST_PITCH), _HIGHEST_PITCH), 4),
        pitch_range=range_factor(settings.pitch_range),
        volume=volume_factor(settings.volume),
        punctuation=settings.punctuation_mode,
        capitals=settings.cap_let_recogn,
    )


def _text(command: str, text: str, settings: Settings) -> str:
    if command == "SPEAK":
        if settings.spelling_mode:
            return f'<say-as interpret-as="spell-out">{text}</say-as>'
        return text
    if command == "SOUND_ICON":
        return re.sub(r"[-_.]+", " ", text)
    # A blank is named "space" by some versions of the server, and comes with blanks around.
    bare = text.strip() or " "
    return " " if command == "CHAR" and bare == "space" else bare


def without_stray_word(text: str, paused: str) -> str:
    """`text` without the word "speak" that a resumed message begins with.

    The server cuts the paused message's markup away; of the tag `<speak>` the bare word stays.
    It is dropped only when the rest is what was paused.
    """
    words, before = _words(text), _words(paused)
    is_stray = words[:1] == [_STRAY] and words[1:] == before[len(before) - len(words) + 1 :]
    if not is_stray or len(words) == 1 or words == before[-len(words) :]:
        return text
    start = re.search(rf"(?<![</\w]){_STRAY}\b(?![^<]*>)", text)
    return text if start is None else text[: start.start()] + text[start.end() :]


def _words(text: str) -> list[str]:
    return _BLANKS.sub(" ", _TAG.sub(" ", text)).split()
