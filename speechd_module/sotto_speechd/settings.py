"""What SET brings, and how it maps onto the daemon's options. Pure.

The server sends all settings before every message, as text. A value that makes no sense
leaves the setting as it was.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

SLOWEST, FASTEST = 0.3, 6.0
_UNSET = frozenset({"", "NULL", "null"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,6}")


@dataclass(frozen=True, slots=True)
class Settings:
    """As the server names them; -100 to 100 where they are numbers."""

    rate: int = 0
    pitch: int = 0
    pitch_range: int = 0
    volume: int = 100
    punctuation_mode: str = "none"
    spelling_mode: bool = False
    cap_let_recogn: str = "none"
    voice: str = ""
    language: str = ""
    synthesis_voice: str = ""

    def updated(self, lines: Iterable[str]) -> Settings:
        """With what `lines` ("name=value") say."""
        changes: dict[str, object] = {}
        for line in lines:
            name, is_pair, value = line.partition("=")
            if is_pair and name in _READERS and (read := _READERS[name](value)) is not None:
                changes[name] = read
        if "synthesis_voice" not in changes and "voice" in changes:
            changes["synthesis_voice"] = ""
        return replace(self, **changes)  # type: ignore[arg-type]


def rate_factor(rate: int) -> float:
    """-100, 0, 100 become 0.3, 1, 6: exponential, smooth and rising everywhere between."""
    share = rate / 100
    straight = (math.log(FASTEST) - math.log(SLOWEST)) / 2
    bent = (math.log(FASTEST) + math.log(SLOWEST)) / 2
    return min(max(math.exp(straight * share + bent * share**2), SLOWEST), FASTEST)


def pitch_factor(pitch: int) -> float:
    """An octave down to an octave up."""
    return float(2 ** (pitch / 100))


def range_factor(pitch_range: int) -> float:
    """Monotone to twice the voice's own melody."""
    return 1 + pitch_range / 100


def volume_factor(volume: int) -> float:
    """Silent to the voice's own loudness; 100 is what the server sends by default."""
    return (volume + 100) / 200


def _number(value: str) -> int | None:
    try:
        return min(max(int(value), -100), 100)
    except ValueError:
        return None


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda value: value if value in known else None


def _switch(value: str) -> bool | None:
    return {"on": True, "off": False}.get(value)


def _name(value: str) -> str:
    return "" if value in _UNSET else value


def _language(value: str) -> str:
    # "c" and "posix" are locales without a language.
    return value.replace("_", "-") if _LANGUAGE.fullmatch(value) and value != "posix" else ""


_READERS: Mapping[str, Callable[[str], int | str | bool | None]] = {
    "rate": _number,
    "pitch": _number,
    "pitch_range": _number,
    "volume": _number,
    "punctuation_mode": _one_of("none", "some", "most", "all"),
    "spelling_mode": _switch,
    "cap_let_recogn": _one_of("none", "spell", "icon"),
    "voice": _name,
    "language": _language,
    "synthesis_voice": _name,
}
