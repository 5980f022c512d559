"""The codes of Emacspeak's voices for espeak, as factors on the voice that speaks. Pure.

Emacspeak sends `<voice gender="male" variant="1">`, `<prosody pitch="70">` and the like, which stay
open; here they hold until the next code. Codes of other synthesizers are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sotto_emacspeak.state import number

_TAG = re.compile(r"<\s*(voice|prosody)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
_MIDDLE = 50.0
"""Pitch and melody of espeak's own voice, of 0 to 100."""

_SOFTEST = 0.2
_VARIANTS = {("male", "3"): 0.9, ("male", "5"): 0.85, ("male", "9"): 0.8}
_GENDERS = {"female": 1.2, "neutral": 1.4}
"""Pitches of voices that are not the first male one, which is the user's own."""


@dataclass(frozen=True, slots=True)
class Style:
    """Factors on pitch, melody and loudness."""

    pitch: float = 1.0
    pitch_range: float = 1.0
    volume: float = 1.0

    def after(self, code: str) -> Style:
        """What holds after a code; `<voice>` begins anew."""
        style = self
        for kind, inside in _TAG.findall(code):
            given = {name.lower(): value for name, value in _ATTRIBUTE.findall(inside)}
            style = _voice(given) if kind.lower() == "voice" else style._with(given)
        return style

    def _with(self, given: dict[str, str]) -> Style:
        style = self
        if (pitch := _percent(given, "pitch")) is not None:
            style = replace(style, pitch=round(style.pitch * 2 ** ((pitch - _MIDDLE) / 100), 3))
        if (melody := _percent(given, "range")) is not None:
            style = replace(style, pitch_range=round(melody / _MIDDLE, 3))
        if (volume := _percent(given, "volume")) is not None:
            style = replace(style, volume=max(round(volume / 100, 3), _SOFTEST))
        return style


NEUTRAL = Style()


def _voice(given: dict[str, str]) -> Style:
    gender = given.get("gender", "")
    pitch = _VARIANTS.get((gender, given.get("variant", "")), _GENDERS.get(gender, 1.0))
    return Style(pitch=pitch)


def _percent(given: dict[str, str], name: str) -> float | None:
    found = number(given.get(name, ""))
    return None if found is None else min(max(found, 0.0), 100.0)
