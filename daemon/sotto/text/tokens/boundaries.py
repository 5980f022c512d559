"""Which punctuation ends a clause, and how long the pause after it is."""

from __future__ import annotations

from sotto.messages import Stop
from sotto.patterns import regex
from sotto.text.tokens.items import COLON_PAUSE, COMMA_PAUSE, STOP_PAUSE, Boundary

_ENDS = {
    ".": (Stop.FULL, STOP_PAUSE),
    "…": (Stop.FULL, STOP_PAUSE),
    "!": (Stop.EXCLAMATION, STOP_PAUSE),
    "?": (Stop.QUESTION, STOP_PAUSE),
    ":": (Stop.COMMA, COLON_PAUSE),
    ";": (Stop.COMMA, COLON_PAUSE),
    ",": (Stop.COMMA, COMMA_PAUSE),
    "\u037e": (Stop.QUESTION, STOP_PAUSE),
}
_ANYWHERE = {
    ",": (Stop.COMMA, COMMA_PAUSE),
    "—": (Stop.COMMA, COMMA_PAUSE),
    "،": (Stop.COMMA, COMMA_PAUSE),
    "、": (Stop.COMMA, COMMA_PAUSE),
    "，": (Stop.COMMA, COMMA_PAUSE),
    "؛": (Stop.COMMA, COLON_PAUSE),
    "：": (Stop.COMMA, COLON_PAUSE),
    "；": (Stop.COMMA, COLON_PAUSE),
    "؟": (Stop.QUESTION, STOP_PAUSE),
    "？": (Stop.QUESTION, STOP_PAUSE),
    "！": (Stop.EXCLAMATION, STOP_PAUSE),
    "。": (Stop.FULL, STOP_PAUSE),
    "．": (Stop.FULL, STOP_PAUSE),
    "।": (Stop.FULL, STOP_PAUSE),
    "॥": (Stop.FULL, STOP_PAUSE),
}
_CLOSING = "\"')]}»”’›"
_ALONE = "-–|"
_INITIAL = regex(r"(?:^|[\s.(])([^\W\d_])\.\s{1,4}[^\W\d_]")
_NUMBERED = regex(r"(?:\A|\n)[ \t]{0,16}[0-9]{1,3}\.[ \t]\Z")
"""The number of an item at the start of a line."""

_PAREN_PAUSE = 100
_LONGEST_ARGUMENT = 40


def boundary(text: str, at: int, end: int) -> Boundary | None:
    """What the punctuation `text[at:end]` (one character, perhaps repeated) ends, if anything."""
    char = text[at]
    if char in _ANYWHERE and not _between_figures(text, at, end):
        return Boundary(*_ANYWHERE[char], at)
    if char == "." and end - at == 1 and _NUMBERED.search(text, max(at - 24, 0), end + 1):
        return Boundary(Stop.COMMA, COMMA_PAUSE, at)
    if char in _ENDS and _ends_chunk(text, end) and not _is_initial(text, at, end):
        return Boundary(*_ENDS[char], at)
    if char in _ALONE and _stands_alone(text, at, end):
        return Boundary(Stop.COMMA, COMMA_PAUSE, at)
    opens = char in "([" and (at == 0 or text[at - 1].isspace())
    closes = char in ")]" and (end == len(text) or text[end].isspace())
    if closes and _belongs_to_word(text, at):
        return None
    return Boundary(Stop.COMMA, _PAREN_PAUSE, at) if opens or closes else None


def _between_figures(text: str, at: int, end: int) -> bool:
    return at > 0 and end < len(text) and text[at - 1].isdecimal() and text[end].isdecimal()


def _ends_chunk(text: str, end: int) -> bool:
    """Whether only closing quotes and brackets stand before the next white space."""
    stop = end
    while stop < len(text) and stop - end < 8 and (text[stop] in _CLOSING or text[stop] in _ENDS):
        stop += 1
    return stop >= len(text) or text[stop].isspace()


def _is_initial(text: str, at: int, end: int) -> bool:
    """`J. Smith`: a capital alone, its full stop, and another capital word."""
    if text[at] != "." or end - at > 1 or at == 0:
        return False
    found = _INITIAL.match(text, max(at - 2, 0), at + 8)
    if found is None or found.start(1) != at - 1:
        return False
    return found[1].isupper() and found[1] != "I" and found[0][-1].isupper()


def _belongs_to_word(text: str, at: int) -> bool:
    """Whether the bracket that closes at `at` was opened behind a letter: `f(x)`."""
    chunk = text[max(at - _LONGEST_ARGUMENT, 0) : at].rsplit(None, 1)[-1:]
    return bool(chunk) and max(chunk[0].find("("), chunk[0].find("[")) > 0


def _stands_alone(text: str, at: int, end: int) -> bool:
    before = at > 0 and text[at - 1].isspace()
    return before and end < len(text) and text[end].isspace()
