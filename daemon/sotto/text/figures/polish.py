"""Polish ordinals, which every noun bends: pierwszy, pierwsza, pierwszego."""

from __future__ import annotations

_SMALL = (
    "zerow pierwsz drug trzec czwart piąt szóst siódm ósm dziewiąt dziesiąt jedenast dwunast "
    "trzynast czternast piętnast szesnast siedemnast osiemnast dziewiętnast"
).split()
_TENS = (
    "dwudziest trzydziest czterdziest pięćdziesiąt sześćdziesiąt siedemdziesiąt "
    "osiemdziesiąt dziewięćdziesiąt"
).split()
_SOFT = {
    2: {"y": "i", "a": "a", "e": "ie", "ego": "iego", "ej": "iej", "ym": "im", "ych": "ich"},
    3: {"y": "i", "a": "ia", "e": "ie", "ego": "iego", "ej": "iej", "ym": "im", "ych": "ich"},
}


def polish_ordinal(count: int, ending: str) -> str:
    """The ordinal of 0..100 with an ending of y, a, e, ego, ej, ym or ych; "" for others."""
    if not 0 <= count <= 100:
        return ""
    if count == 100:
        return f"setn{ending}"
    if count < 20:
        return _SMALL[count] + _SOFT.get(count, {}).get(ending, ending)
    tens = f"{_TENS[count // 10 - 2]}{ending}"
    return f"{tens} {polish_ordinal(count % 10, ending)}" if count % 10 else tens
