"""Roman numerals: a ruler's, a chapter's, a century's; in code they are letters."""

from __future__ import annotations

import re
from dataclasses import replace

from sotto.patterns import regex
from sotto.text.figures.counting import dutch_ordinal, english_ordinal, german_ordinal, german_stem
from sotto.text.figures.polish import polish_ordinal
from sotto.text.tables import Roman, Table
from sotto.text.tokens.items import Found, Say, spread

_ROMAN = regex(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_RULERS = frozenset(
    "adrian agatho alfonso amadeus andrew bernard bohemond callixtus casimir celestine christina "
    "david demetrius eugene eugenius george georg godfrey haakon harald honorius "
    "humbert hugh isabella laurens linus lucius magnus manuel margaret martin michael "
    "nicolaas oscar pedro ptolemaeus romanus sancho simeon sylvester theodore umberto "
    "valdemar victoria vladimir wenceslaus wilhelmina albert albrecht alexander anna august "
    "baudouin beatrix benedict benedikt boudewijn boniface "
    "bonifatius calixtus carl catherine charles christian clemens clement constantine edward "
    "elisabeth elizabeth eric ferdinand filip filips francis frans franz frederick frederik "
    "friedrich gregor gregory gustav hadrian heinrich hendrik henri henry innocent innozenz "
    "ivan jacob jakob james jan jean johan johann johannes john josef joseph julius karel karl "
    "katharina konrad konstantin leo leopold lodewijk louis ludwig margrethe maria mary "
    "matthias maximilian mehmed mohammed murad napoleon nicholas nikolaus olaf otto paul paulus "
    "peter philip philipp philippe pius ptolemy ramses richard robert rudolf selim sigismund "
    "sixtus stephen suleiman sultan theodor tudor urban victor viktor vittorio wilhelm willem "
    "william xaver".split()
)


_SUFFIXED = regex(
    r"(?P<numeral>[IVXLCDM]{2,9}|[IVX])(?P<mark>er|re|ère|e|es|ème|[º°ª]|st|nd|rd|th|ste|de)"
)
_NOUN = regex(r"\.?[ \xa0]([^\W\d_][\w'-]{1,24})")
_GERMANIC = ("en", "de", "nl")
_MARKS = {"en": ("st", "nd", "rd", "th"), "nl": ("e", "ste", "de")}
_FRENCH_RULERS = {"king": "e", "queen": "f"}
"""Only the first of a name is told by an ordinal."""
_POLISH_CENTURY = regex(r"[ \xa0]w\.(?!\w)")
_IN_CENTURY = regex(r"(?<!\w)[Ww]e?[ \xa0](?:w\.|wieku)[ \xa0]?\Z")
_PRONOUN = "I"


_GERMAN_QUEENS = frozenset(
    "anna beatrix elisabeth isabella katharina margarethe margrethe maria viktoria "
    "wilhelmina".split()
)


def roman(text: str, at: int, end: int, table: Table, before: str) -> Found | None:
    """The Roman numeral `text[at:end]`: a ruler's, one that a word announces, or a long one."""
    word = text[at:end]
    if table.roman is None:
        return None
    if table.language == "en" and word[-2:] in ("'s", "’s"):
        owner = roman(text, at, end - 2, table, before)
        return _owned(owner, end) if owner else None
    if not _ROMAN.fullmatch(word):
        return _suffixed(text, at, end, table, table.roman)
    value = _value(word)
    if table.language in _GERMANIC:
        found = _germanic(text, at, end, table, before)
        if found:
            return found
    century = _POLISH_CENTURY.match(text, end) if table.language == "pl" else None
    if century:
        inside = before.lower() in ("w", "we")
        words = f"{polish_ordinal(value, 'ym')} wieku" if inside else ""
        words = words or f"{polish_ordinal(value, 'y')} wiek"
        return spread(words, at, century.end()), century.end()
    if table.language == "pl" and _IN_CENTURY.search(text, max(at - 12, 0), at):
        said = polish_ordinal(value, "ym")
    else:
        said = _by_neighbour(text, end, value, table, before)
    if not said and len(word) > 1 and table.language != "pl":
        said = _alone(word, value, before)
    if not said and (
        _AFTER_NUMERAL.search(text, max(at - 16, 0), at) or _is_first_of_two(text, end, value)
    ):
        said = str(value)
    return (spread(said, at, end), end) if said else None


_SECOND = regex(r"[-–](?P<numeral>[IVX]{2,5})(?!\w)")


def _is_first_of_two(text: str, end: int, value: int) -> bool:
    """Whether a larger numeral follows behind a dash: `IV-VI`."""
    found = _SECOND.match(text, end)
    return found is not None and (roman_value(found["numeral"]) or 0) > value


_AFTER_NUMERAL = regex(
    r"(?<!\w)[IVX]{1,5}(?:,? (?:and|or|to|und|oder|bis|et|ou|à|y|o|e|en|of|tot|i|lub|do) |[-–])\Z"
)


def _owned(found: Found, end: int) -> Found:
    """`the 8th's`, of an English ruler."""
    items = [*found[0]]
    last = items[-1]
    assert isinstance(last, Say)
    return [
        *(replace(item, end=end) for item in items[:-1] if isinstance(item, Say)),
        replace(last, text=f"{last.text}'s", end=end),
    ], end


def _germanic(text: str, at: int, end: int, table: Table, before: str) -> Found | None:
    """Rulers and dotted ordinals in English, German and Dutch."""
    value = _value(text[at:end])
    is_dotted = table.language == "de" and text[end : end + 1] == "."
    is_single = end - at == 1
    if before.lower() in _RULERS and not (is_single and _is_pronoun(text[at], table)):
        words = _ruler(value, table, before)
        return spread(words, at, end + is_dotted), end + is_dotted
    if not is_dotted or is_single or not re.match(r"\.[ \xa0][^\W\d_]", text[end : end + 3]):
        return None
    noun = re.match(r"\.[ \xa0](\w+)", text[end:])
    name = noun[1] if noun else ""
    stem = german_ordinal(value, before or ("der" if name[:1].islower() else ""), name)
    lead = "der " if not before and name[:1].islower() else ""
    return spread(lead + (stem.capitalize() if lead else stem), at, end + 1), end + 1


def _is_pronoun(word: str, table: Table) -> bool:
    return word == _PRONOUN and table.language == "en"


def _by_neighbour(text: str, end: int, value: int, table: Table, before: str) -> str:
    """What the name or noun before it, or behind it, makes of a numeral; "" for nothing."""
    words = table.roman
    assert words is not None
    context = before.lower()
    if context in words.kings or context in words.queens:
        ending = _ruling(context, words, table)
        return ordinal_words(value, ending, table) or str(value)
    noun = _NOUN.match(text, end)
    following = noun[1].lower() if noun else ""
    for near in (following, context):
        if near in words.counted:
            ending = words.counted[near]
            if ending == "ego" and near == "wieku" and context in ("w", "we"):
                ending = "ym"
            return ordinal_words(value, ending, table) or str(value)
    is_heading = {context, context.removesuffix("s")} & words.headings
    return str(value) if is_heading else ""


def _ruling(name: str, words: Roman, table: Table) -> str:
    """The ending of a ruler's ordinal."""
    is_queen = name in words.queens
    if table.language == "pl":
        is_of = name.endswith("y" if is_queen else ("a", "ego")) or name == "marii"
        return ("ej" if is_of else "a") if is_queen else ("ego" if is_of else "y")
    if table.language == "fr":
        return "queen" if is_queen else "king"
    return "a" if is_queen else "o"


def ordinal_words(value: int, ending: str, table: Table) -> str:
    """An ordinal in words, or as figures that libespeak-ng reads as one; "" for neither."""
    words = table.roman
    assert words is not None
    if table.language == "pl":
        return polish_ordinal(value, ending)
    if table.language == "en":
        return english_ordinal(value)
    if table.language == "nl":
        return table.ordinals[value - 1] if value <= len(table.ordinals) else dutch_ordinal(value)
    marks = words.marks
    if ending in _FRENCH_RULERS:
        ending, marks = _FRENCH_RULERS[ending], {}
    told = words.ordinals.get(ending, ())
    if 1 <= value <= len(told):
        return told[value - 1]
    return f"{value}{marks[ending]}" if ending in marks else ""


def _alone(word: str, value: int, before: str) -> str:
    """A long numeral, or one behind a name."""
    small = set(word) <= set("IVX") and (len(word) > 2 or before[:1].isupper())
    return str(value) if small and word != "XXX" else ""


def _suffixed(text: str, at: int, end: int, table: Table, words: Roman) -> Found | None:
    """`XIVe`, `Ier`, `XXth`: an ordinal by its ending."""
    found = _SUFFIXED.fullmatch(text, at, end)
    if not found or not _ROMAN.fullmatch(found["numeral"]):
        return None
    numeral, mark = found["numeral"], found["mark"]
    value = _value(numeral)
    noun = _NOUN.match(text, end)
    is_short = len(numeral) == 1 and mark not in {"er", "re", "ère"}
    if is_short and not (noun and noun[1].lower() in words.counted):
        return None
    if table.language == "fr" and mark in ("er", "re", "ère", "e", "es", "ème"):
        said = ordinal_words(value, "f" if mark in ("re", "ère") else "e", table)
    elif mark in _MARKS.get(table.language, ()):
        said = ordinal_words(value, mark, table)
    else:
        return None
    return spread(said, at, end), end


_SMALL_ROMAN = frozenset("ii iii iv vi vii viii ix xi xii xiii xiv xv xx xxx".split())


_WORDS = {
    **{language: ("vi",) for language in "sv da nb no nn it es pt ca sl hr sr bs mk sq et".split()},
    "sq": ("vi", "xi"),
}
"""Small numerals that are words of a language; whose capitals tell a numeral."""


def roman_letters(word: str, at: int, end: int, language: str) -> Found | None:
    """Small Roman numerals, which are told letter by letter: `for ii in xx`."""
    if word not in _SMALL_ROMAN:
        return None
    if word in _WORDS.get(language, ()):
        return _as_word(word, at, end, language)
    return [Say(c, at + i, at + i + 1, letter=True) for i, c in enumerate(word)], end


def _as_word(word: str, at: int, end: int, language: str) -> Found | None:
    """Slovenian `vi`, which libespeak-ng takes for a numeral where it begins small."""
    return ([Say(word.title(), at, end)], end) if language == "sl" else None


def _ruler(value: int, table: Table, before: str) -> str:
    if table.language == "en":
        return f"the {english_ordinal(value)}"
    if table.language == "nl":
        small = 1 <= value <= len(table.ordinals)
        return f"de {table.ordinals[value - 1] if small else dutch_ordinal(value)}"
    article = "die" if before.lower() in _GERMAN_QUEENS else "der"
    return f"{article} {german_stem(value)}e"


def roman_value(word: str) -> int | None:
    """What a numeral in capitals counts; None for one that is none."""
    return _value(word) if _ROMAN.fullmatch(word) else None


def _value(word: str) -> int:
    figures = [_VALUES[char] for char in word]
    return sum(
        -one if index + 1 < len(figures) and one < figures[index + 1] else one
        for index, one in enumerate(figures)
    )
