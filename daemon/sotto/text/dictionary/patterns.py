"""Regular expressions that cannot slow speech down: a subset whose work is known beforehand.

A repetition is of one character or class, at most 32 times, and gives nothing back (possessive),
so the search never tries the ways to share a text out among repetitions. Only alternatives are
tried, and their combinations are counted. What would take more, or could never fit, is refused.
"""

from __future__ import annotations

import re

from sotto.errors import InvalidOptionError
from sotto.patterns import regex

MOST_REPEATS, MOST_WAYS, MOST_REPETITIONS = 32, 16, 6
_PART = regex(
    r"(?P<atom>\\[dDwWsSbB]|\\[^\w\s]|\[\^?\]?(?:\\.|[^\]\\\n])*\]|[^\\()\[\]{}|*+?])"
    r"|(?P<open>\((?:\?:)?)|(?P<bar>\|)|(?P<close>\))"
    r"|(?P<bad>.)",
    re.DOTALL,
)
_TIMES = regex(r"[?*+]|\{([0-9]{1,2})(,?)([0-9]{0,2})\}")
_EDGES = ("^", "$", r"\b", r"\B")
_SAMPLES = [chr(code) for code in range(0x20, 0x180) if chr(code).isprintable()]


def bounded(pattern: str, *, keeps_case: bool = False) -> re.Pattern[str]:
    """The expression, bounded. Raises InvalidOptionError with the reason for any other."""
    flags = re.NOFLAG if keeps_case else re.IGNORECASE
    try:
        made = re.compile(_Writer(pattern).written(), flags)
    except (re.error, OverflowError) as error:
        raise InvalidOptionError(f"the expression is wrong: {error}") from error
    if any(found.start() == found.end() for text in ("", "a b") for found in made.finditer(text)):
        raise InvalidOptionError("the expression fits where nothing stands")
    return made


class _Writer:
    """Writes the expression anew, part by part."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._out: list[str] = []
        self._ways = [1]
        self._bars = [1]
        self._repetitions = 0
        self._repeated = ""

    def written(self) -> str:
        """Raises InvalidOptionError."""
        at = 0
        while at < len(self._pattern):
            part = _PART.match(self._pattern, at)
            assert part is not None
            at = self._take(part, part.end())
        if len(self._bars) > 1:
            raise InvalidOptionError("the expression has a bracket without its end")
        self._close_group()
        if self._ways[0] > MOST_WAYS:
            raise InvalidOptionError(f"the expression has more than {MOST_WAYS} ways to fit")
        return "".join(self._out)

    def _take(self, part: re.Match[str], end: int) -> int:
        if part["bad"]:
            raise InvalidOptionError(f"{part[0]!r} in an expression is not understood here")
        times = _TIMES.match(self._pattern, end)
        if part["atom"]:
            return self._atom(part[0], times, end)
        if part["open"]:
            self._bars.append(1)
            self._ways.append(1)
            self._out.append(part[0])
            return end
        self._repeated = ""
        if part["bar"]:
            self._bars[-1] += 1
            self._out.append("|")
            return end
        return self._close(times, end)

    def _atom(self, atom: str, times: re.Match[str] | None, end: int) -> int:
        if self._repeated and atom not in _EDGES and _meet(self._repeated, atom):
            raise InvalidOptionError(f"{self._repeated!r} repeated would take {atom!r} as well")
        self._out.append(atom)
        is_optional = times is not None and _is_optional(times)
        self._repeated = self._repeated if is_optional else ""
        if times is None:
            return end
        if atom in _EDGES:
            raise InvalidOptionError(f"{atom!r} cannot be repeated")
        self._repetitions += 1
        if self._repetitions > MOST_REPETITIONS:
            raise InvalidOptionError(f"an expression has at most {MOST_REPETITIONS} repetitions")
        self._out.append(_at_most(times))
        self._repeated = atom
        return self._after_times(times.end())

    def _close(self, times: re.Match[str] | None, end: int) -> int:
        if len(self._bars) < 2:
            raise InvalidOptionError("the expression has a bracket without its beginning")
        ways = self._close_group()
        self._out.append(")")
        if times is not None and times[0] != "?":
            raise InvalidOptionError("a group cannot be repeated, only left out")
        if times is not None:
            ways += 1
            self._out.append("?")
            end = self._after_times(times.end())
        self._ways[-1] *= ways
        return end

    def _close_group(self) -> int:
        """How many ways the innermost group has to fit."""
        alternatives = self._bars.pop()
        if self._bars:
            return self._ways.pop() * alternatives
        self._ways[0] *= alternatives
        return self._ways[0]

    def _after_times(self, end: int) -> int:
        if _TIMES.match(self._pattern, end):
            raise InvalidOptionError("a repetition cannot be repeated")
        return end


def _is_optional(times: re.Match[str]) -> bool:
    return times[0] in ("?", "*") or times[1] in ("0", "00")


def _at_most(times: re.Match[str]) -> str:
    """The repetition with a limit, giving nothing back."""
    if times[0] == "?":
        return "?+"
    if times[0] in ("*", "+"):
        return f"{{{int(times[0] == '+')},{MOST_REPEATS}}}+"
    low = int(times[1])
    high = int(times[3] or MOST_REPEATS) if times[2] else low
    if not low <= high <= MOST_REPEATS:
        raise InvalidOptionError(f"{times[0]} is no repetition up to {MOST_REPEATS} times")
    return f"{{{low},{high}}}+"


def _meet(one: str, other: str) -> bool:
    """Whether a character fits both."""
    try:
        both = [re.compile(each, re.IGNORECASE | re.DOTALL) for each in (one, other)]
    except re.error as error:
        raise InvalidOptionError(f"the expression is wrong: {error}") from error
    return any(all(each.fullmatch(char) for each in both) for char in _SAMPLES)
