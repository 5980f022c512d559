"""SSML prosody and emphasis attributes as factors; what cannot be read counts as 1.

Percentages, plain numbers, words and semitones (+2st) follow SSML 1.0 section 2.2.4 and 1.1
section 3.2.4; absolute hertz are related to a middle voice, as no engine is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sotto.messages import Prosody
from sotto.patterns import regex

RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.4, "x-fast": 2.0, "default": 1.0}
PITCHES = {"x-low": 0.7, "low": 0.85, "medium": 1.0, "high": 1.2, "x-high": 1.4, "default": 1.0}
RANGES = {"x-low": 0.2, "low": 0.6, "medium": 1.0, "high": 1.4, "x-high": 1.8, "default": 1.0}
VOLUMES = {"silent": 0.0, "x-soft": 0.4, "soft": 0.7, "medium": 1.0, "loud": 1.4, "x-loud": 1.8,
           "default": 1.0}  # fmt: skip
EMPHASES = {
    "strong": Prosody(rate=0.9, pitch=1.12, pitch_range=1.2, volume=1.15),
    "moderate": Prosody(rate=0.95, pitch=1.06, pitch_range=1.1, volume=1.08),
    "none": Prosody(),
    "reduced": Prosody(rate=1.05, pitch=0.97, pitch_range=0.9, volume=0.9),
}
MIDDLE_HERTZ = 150.0
BREAKS = {"none": 0, "x-weak": 50, "weak": 100, "medium": 250, "strong": 500, "x-strong": 1000}
LONGEST_BREAK = 10_000

_NUMBER = regex(r"([+-]?)(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})\s?(%|st|hz|db)?", re.IGNORECASE)
_TIME = regex(r"\+?(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})\s?(ms|s)?", re.IGNORECASE)


def prosody(attributes: Mapping[str, str]) -> Prosody:
    """The factors of a `<prosody>` element, clipped to what a voice can do."""
    return Prosody() * Prosody(
        rate=_factor(attributes.get("rate", ""), RATES),
        pitch=_factor(attributes.get("pitch", ""), PITCHES),
        pitch_range=_factor(attributes.get("range", ""), RANGES),
        volume=_volume(attributes.get("volume", "")),
    )


def emphasis(attributes: Mapping[str, str]) -> Prosody:
    """The factors of an `<emphasis>` element."""
    return EMPHASES.get(attributes.get("level", "moderate").strip().lower(), EMPHASES["moderate"])


def break_milliseconds(attributes: Mapping[str, str]) -> int:
    """How long a `<break>` is, at most LONGEST_BREAK."""
    found = _TIME.fullmatch(attributes.get("time", "").strip())
    if found:
        seconds = (found[2] or "ms").lower() == "s"
        return min(round(float(found[1]) * (1000 if seconds else 1)), LONGEST_BREAK)
    return BREAKS.get(attributes.get("strength", "medium").strip().lower(), BREAKS["medium"])


def _factor(value: str, words: Mapping[str, float]) -> float:
    text = value.strip().lower()
    if text in words:
        return words[text]
    found = _NUMBER.fullmatch(text)
    if not found:
        return 1.0
    sign, number, unit = found[1], float(found[2]), found[3]
    signed = -number if sign == "-" else number
    if unit == "%":
        return 1 + signed / 100 if sign else number / 100
    if unit == "st":
        return float(2 ** (max(min(signed, 48.0), -48.0) / 12))
    if unit == "hz":
        return 1 + signed / MIDDLE_HERTZ if sign else number / MIDDLE_HERTZ
    return 1 + signed if sign else number


def _volume(value: str) -> float:
    text = value.strip().lower()
    found = _NUMBER.fullmatch(text)
    if not found:
        return VOLUMES.get(text, 1.0)
    signed = -float(found[2]) if found[1] == "-" else float(found[2])
    if found[3] == "db":
        return float(10 ** (max(min(signed, 60.0), -60.0) / 20))
    if found[3] == "%":
        return 1 + signed / 100 if found[1] else signed / 100
    # SSML 1.0: plain numbers run from 0 to 100, and 100 is the voice's own volume.
    return 1 + signed / 100 if found[1] else signed / 100
