"""Which characters are spoken at which punctuation level, and by what name.

Words need their spaces, full stops and quotes silent; `%` or `=` say something that running
text would lose, so they are always spoken. The levels follow the habit of screen readers.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from sotto.messages import Punctuation
from sotto.text.tables import Table
from sotto.text.tables.alike import name_alike
from sotto.text.tables.cldr import name_of

BLANKS = "".join(map(chr, (*range(0x21), *range(0x7F, 0xA1), 0xAD, 0x1680))) + (
    "".join(map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x205F, 0x2060, 0x3000)))
    + "\ufe0e\ufe0f\ufeff"
)
"""Blank characters that are common enough to be looked for in bulk."""

DRAWN = "".join(map(chr, (*range(0x2500, 0x25A0), *range(0x2800, 0x2900))))
"""Lines, blocks and spinners that draw with characters."""

PICTURES = "•▪▫■□▢▲△▴▶▷▸►▼▽▾◀◁◂◄●○◦◆◇☰⋮⋯‣⁃❯❮◐◓◑◒◢◣◤◥◴◵◶◷◜◝◞◟➜➤◉◎◘◙◈◊➢➣❱❰⋄∙"
"""Signs that only mark a button, a menu or an item."""

SOME = "*/\\_|~^·" + PICTURES
MOST = '()[]{}";:-`–—‒―«»“”„‘‚‹›¿¡¦′″'
ALL = ",.!?'’…،؛؟。、！？，；：．।॥‧・･「」『』【】《》〈〉（）［］｛｝"

_LEVELS = {
    Punctuation.NONE: frozenset(SOME + MOST + ALL + DRAWN),
    Punctuation.SOME: frozenset(PICTURES + MOST + ALL + DRAWN),
    Punctuation.MOST: frozenset(ALL),
    Punctuation.ALL: frozenset[str](),
}
CIRCLED = frozenset(
    map(chr, (*range(0x2460, 0x249C), *range(0x24EA, 0x2500), *range(0x2776, 0x2794)))
)
"""Figures in circles and parentheses, or with a full stop."""

_FIRST_UNKNOWN = "\u0100"
"""From here on libespeak-ng keeps silent on signs that it does not know."""

_FORMAT_CATEGORIES = ("Cf", "Cc", "Zs", "Zl", "Zp")
VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


def silent_characters(level: Punctuation) -> frozenset[str]:
    """Visible characters that get no word in running text at this level."""
    return _LEVELS[level]


@lru_cache(maxsize=8)
def quiet_characters(level: Punctuation) -> str:
    """As `silent_characters`, and blanks."""
    return BLANKS + "".join(sorted(silent_characters(level)))


def is_blank(char: str) -> bool:
    """Whether a character is white space, a control or an invisible format character."""
    if char.isascii():
        return char <= " " or char == "\x7f"
    return (
        char.isspace()
        or char in VARIATION_SELECTORS
        or unicodedata.category(char) in _FORMAT_CATEGORIES
    )


@lru_cache(maxsize=1024)
def name(char: str, table: Table) -> tuple[tuple[str, ...], str]:
    """The words that name a character, and their language.

    The table's own words if it has them, else CLDR's; what has no name in English is told by
    its Unicode name, and elsewhere by its number, or left to libespeak-ng. A blank that nobody
    named in the language has an English name: libespeak-ng would keep silent.
    """
    if char in table.symbols:
        return tuple(table.symbols[char].split()), table.language
    if char in DRAWN and char < "\u2800" and table.line:
        return tuple(table.line.split()), table.language
    known = (
        tuple(name_of(char, table.language).split())
        or tuple(name_alike(char, table).split())
        or _circled(char)
        or _fraction(char, table)
        or _raised(char, table)
    )
    if known:
        return known, table.language
    found = unicodedata.name(char, "")
    if found and (table.language == "en" or is_blank(char)):
        return tuple(_plain(found).split()), "en"
    if found and not table.unnamed and char < _FIRST_UNKNOWN:
        return (char,), table.language
    return _number_of(char, table), table.language


def _number_of(char: str, table: Table) -> tuple[str, ...]:
    """What tells a character that has no name."""
    if not table.unnamed and not _has_latin_letters(table):
        return tuple(str(ord(char)))
    return (*(table.unnamed or "U").split(), *f"{ord(char):X}")


def _has_latin_letters(table: Table) -> bool:
    """Elsewhere libespeak-ng would say the letters of a number in English."""
    told = table.months[0] if table.months else table.symbols.get(" ", "a")
    return any("a" <= char.lower() <= "\u024f" for char in told)


def _fraction(char: str, table: Table) -> tuple[str, ...]:
    """`⅗` as three slash five, where the slash has a name in the language."""
    part, sign, of = unicodedata.normalize("NFKC", char).partition("\u2044")
    slash = table.symbols.get("/", "/")
    return (part, *slash.split(), of) if sign and of and slash != "/" else ()


def _circled(char: str) -> tuple[str, ...]:
    """`①` and `❿` as their figures."""
    is_circled = char in CIRCLED
    return (str(int(unicodedata.numeric(char))),) if is_circled else ()


def _raised(char: str, table: Table) -> tuple[str, ...]:
    """`₂` and `⁴` as their figures, where no name tells how they stand."""
    figure = unicodedata.digit(char, None)
    return (str(figure),) if figure is not None and table.language != "en" else ()


def _plain(unicode_name: str) -> str:
    """A Unicode name as a person would say it."""
    plain = unicode_name.lower().replace("-", " ")
    for tail in (" sign", " symbol"):
        plain = plain.removesuffix(tail) or plain
    return plain.removeprefix("cjk unified ideograph ")
