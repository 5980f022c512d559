"""Key names as Speech Dispatcher sends them (SSIP manual, "Key Names"), and X keysym names.

A name is optional modifiers joined by `_`, then a key: `control_alt_delete`, `shift_a`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sotto.messages import Punctuation, SayAsForm
from sotto.patterns import regex
from sotto.text.scan import scan
from sotto.text.signs.letters import spell
from sotto.text.tables import Table, table_for
from sotto.text.tokens.items import Item, Say, shifted, spread
from sotto.text.tokens.mode import ReadingMode
from sotto.text.tokens.scripts import base

MODIFIERS = frozenset("alt control hyper meta shift super".split())
CHARACTER_KEYS = {
    "underscore": "_", "double-quote": '"', "quotedbl": '"', "apostrophe": "'", "comma": ",",
    "period": ".", "slash": "/", "backslash": "\\", "minus": "-", "plus": "+", "equal": "=",
    "semicolon": ";", "colon": ":", "bracketleft": "[", "bracketright": "]", "braceleft": "{",
    "braceright": "}", "parenleft": "(", "parenright": ")", "less": "<", "greater": ">",
    "question": "?", "exclam": "!", "at": "@", "numbersign": "#", "dollar": "$", "percent": "%",
    "asciicircum": "^", "ampersand": "&", "asterisk": "*", "grave": "`", "asciitilde": "~",
    "bar": "|",
}  # fmt: skip
_ALIASES = {
    "page_up": "page-up", "page_down": "page-down",
    "caps_lock": "caps-lock", "num_lock": "num-lock", "scroll_lock": "scroll-lock",
    "esc": "escape", "ctrl": "control", "del": "delete",
}  # fmt: skip
_FUNCTION = regex(r"[Ff](\d{1,2})")


def key(text: str, language: str, default: str) -> Iterator[Item]:
    """The words of a key name; what is no known key is read with all its signs."""
    table = table_for(language)
    other = "" if table.language == base(language) else table.language
    at = 0
    while True:
        end = text.find("_", at)
        if end < 0 or text[at:end].lower() not in MODIFIERS or end + 1 == len(text):
            break
        yield from spread(
            table.keys.get(text[at:end].lower(), text[at:end].lower()), at, end + 1, other
        )
        at = end + 1
    yield from _plain_key(text, at, table, language, default)


def _plain_key(text: str, at: int, table: Table, language: str, default: str) -> Iterator[Item]:
    other = "" if table.language == base(language) else table.language
    name = text[at:]
    wanted = _ALIASES.get(name.lower(), name.lower())
    function = _FUNCTION.fullmatch(name)
    engraved = table_for("en").keys
    if wanted in engraved:
        said = table.keys.get(wanted, engraved[wanted])
        yield from spread(said, at, len(text), other)
    elif wanted.startswith(("kp-", "kp_")) and len(name) > 3:
        yield from spread(table.keys.get("kp", "kp"), at, at + 3, other)
        yield from _plain_key(text, at + 3, table, language, default)
    elif function:
        yield Say(name[0], at, at + 1, letter=True)
        yield Say(function[1], at + 1, len(text))
    elif wanted in CHARACTER_KEYS:
        yield from spread(table.symbols[CHARACTER_KEYS[wanted]], at, len(text), other)
    elif len(name) <= 1 or not name.strip():
        yield from shifted(spell(name, SayAsForm.GLYPHS, language, default), at)
    else:
        mode = ReadingMode(language, default, Punctuation.ALL)
        yield from shifted(scan(name, mode), at)
