"""Abbreviations and dotted acronyms, whose full stop ends no sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from sotto.patterns import regex
from sotto.text.figures.verses import verse
from sotto.text.saints import saint
from sotto.text.signs.symbols import name
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Say, spread

CLOSERS = frozenset("etc. usw. enz. inc. ltd. corp. a.m. p.m. jr. u.a. o.ä. a.u.b. s.v.p.".split())
"""Abbreviations that often end a sentence; the others want a word after them."""

_SENTENCE_AHEAD = regex(r"\s{0,64}(?:\Z|(?<=\s)[A-ZÀ-ÖØ-Þ])")
_DOTTED = regex(r"[^\W\d_]{1,9}\.(?:[ \xa0]?[^\W\d_]{1,4}\.){0,3}")
_NEVER_LAST = frozenset(
    "e.g. i.e. vs. u. z.b. d.h. bijv. d.w.z. bzw. dr. mr. mrs. ms. prof.".split()
)
_WORD_AHEAD = regex(r"\s{1,4}([^\W\d_]+)")
_STREET = regex(r"(St|Dr|Ave|Rd|Blvd|Ln|Ct|Pl|Sq|Hwy)\.(?!\w)")
_STREETS = {
    "st": "Street", "dr": "Drive", "ave": "Avenue", "rd": "Road", "blvd": "Boulevard",
    "ln": "Lane", "ct": "Court", "pl": "Place", "sq": "Square", "hwy": "Highway",
}  # fmt: skip
_GERMAN_STREET = regex(
    r"([A-ZÄÖÜ][a-zäöüß]{2,30}|(?:[A-ZÄÖÜ][a-zäöüß]{1,20}-){1,3})([sS]tr\.)(?!\w)"
)
_DAYS = regex(r"([^\W\d_]{2,4})[-–]([^\W\d_]{2,4})(?![\w.])")
_DOTTED_DAY = regex(r"([^\W\d_]{2,4})\.(?!\w)")
_DAY_AHEAD = regex(
    r"[ \xa0]?(?:[-–/,]|u\.|und|bis|en|tot|and|to|t/m|et|y|e|i|à|a|do)[ \xa0]?"
    r"([^\W\d_]{2,4})(?:\.|\b)"
    r"|,?[ \xa0][0-9]{1,2}[.:](?:[0-9]|[ \xa0])|()(?=,[ \xa0][0-9])"
)
_AND = frozenset("und bis en tot and to met et y e i à a do".split())
_BEFORE_DAYS = frozenset("am jeden jeder jede elke ab".split())
_DOT = r" (?:(?:Punkt|punt|dot|point|punto|kropka) )?"
_SPLIT = regex(rf"[^\W\d_](?:{_DOT}[^\W\d_]){{1,3}}\.(?!\w)")
_LETTERS = regex(r"(?:[^\W\d_]\.){2,8}(?!\w)")
_PLAIN = regex(r"[^\W\d_]{2,32}(?=[ ,;:!?\n]|\Z)")
_CAPITALS = regex(r"(?:[^\W\d_a-zß-öø-ÿ]\.[ \xa0]?){2,4}")
"""`B.V.` and `A.C.`, which are letters, whatever `b.v.` and `a.C.` are."""
_LETTERS_ONLY = regex(r"[^\W\d_]+")
_NAME_AHEAD = regex(r"[ \xa0]?(?:[A-ZÀ-ÖØ-Þ]|[^\W\d_]{2,30} [A-ZÀ-ÖØ-Þ])|[ \xa0][Ą-Ż]")
_NUMBER_AHEAD = regex(r"[ \xa0]?(?:(?:de[ \xa0])?['’]?\d|(?:[IVXLC]{2,7}|[VX])\b)")
_NUMERAL_AHEAD = regex(r"[ \xa0]?[IVX]{1,6}\b")


def ends_sentence(text: str, at: int, end: int, table: Table) -> bool:
    """Whether the full stop of the abbreviation `text[at:end]` is its sentence's as well."""
    found = _SENTENCE_AHEAD.match(text, end)
    if found is None:
        return False
    if found.end() == len(text) or text[at:end].lower() in CLOSERS:
        return True
    if text[at:end].lower() in _NEVER_LAST | table.before_number:
        return False
    ahead = _WORD_AHEAD.match(text, end)
    return ahead is not None and ahead[1].lower() in table.starters


def abbreviation(text: str, at: int, table: Table, before: str = "") -> Found | None:
    """The abbreviation that begins at `text[at]`, also when a server split `e.g.` to `e g.`.

    `before` is the word before.
    """
    if text[at].isupper() and (named := _capital(text, at, table)):
        return named
    plain = _PLAIN.match(text, at)
    if plain and plain[0] not in _first_words(table):
        return None
    if before[:1].isupper() or before[-2:] in ("th", "nd", "rd", "st"):
        street = _street(text, at, table)
        if street:
            return street
    joined = (
        _street_word(text, at, table)
        or _day(text, at, table, before)
        or _as_written(text, at, table)
    )
    if joined:
        return joined
    dotted = _DOTTED.match(text, at)
    end = dotted.end() if dotted else at
    while end > at:
        expanded = _expand(text, at, end, table, before)
        if expanded:
            return expanded, end
        end = text.rfind(".", at, end - 1) + 1
    return _split(text, at, table) or _acronym(text, at)


def _capital(text: str, at: int, table: Table) -> Found | None:
    """What only a capital begins."""
    if text[at] in "JFMASOND" and (named := _month(text, at, table) or _numero(text, at, table)):
        return named
    return verse(text, at, table) or saint(text, at, table)


_MONTHS_SHORT = {
    "Jan": 0, "Feb": 1, "Mar": 2, "Apr": 3, "Jun": 5, "Jul": 6, "Aug": 7, "Sep": 8, "Sept": 8,
    "Oct": 9, "Nov": 10, "Dec": 11,
}  # fmt: skip
_MONTH_SHORT = regex(r"(?P<name>[A-Z][a-z]{2,3})(?=[ \xa0-])")
_DAY_BEHIND = regex(r"[ \xa0][0-9]{1,2}(?:st|nd|rd|th)?(?![\w%:]|[.,-][0-9])")
_YEAR_BEHIND = regex(
    r"[ \xa0-](?:(?:(?:19|20)[0-9]{2}|['’][0-9]{2})(?!\w)|[0-9]{2}(?!\w|[.,:][0-9]))"
)
_DAY_AHEAD_OF = regex(r"(?<![\w.,])[0-9]{1,2}(?:st|nd|rd|th)?(?: of)?[ \xa0-]\Z")


def _month(text: str, at: int, table: Table) -> Found | None:
    """English `Jan 5` and `5 Jan 2024`, without a full stop."""
    found = _MONTH_SHORT.match(text, at) if table.language == "en" else None
    if not found or found["name"] not in _MONTHS_SHORT:
        return None
    has_day = _DAY_AHEAD_OF.search(text, max(at - 9, 0), at) is not None
    year = _YEAR_BEHIND.match(text, found.end())
    has_full_year = year is not None and (len(year[0]) == 5 or year[0][1] in "'’")
    is_dated = bool(year) if has_day else has_full_year or _DAY_BEHIND.match(text, found.end())
    if not is_dated:
        return None
    return spread(table.months[_MONTHS_SHORT[found["name"]]], at, found.end()), found.end()


_NUMERO = regex(r"No(?=[ \xa0][0-9]{1,6}(?![\w%°$€£]|[.,:/-][0-9]))")
_NUMERO_ENGLISH = regex(
    r"No(?=[ \xa0][0-9]{1,6}(?:\s*\Z|\n|[.,;:!?)](?![0-9])|[ \xa0](?:[A-Z]|(?:is|was|of|in|on|and|"
    r"or|to|at|for|from|has|had|will|by)\b)))"
)
_NO_IS_NO_WORD = frozenset("de nl fr ru uk bg be mk sr kk ky el he ar fa hy ka hi ja ko zh".split())


def _numero(text: str, at: int, table: Table) -> Found | None:
    """`No 5`, as it is written in English, and what Speech Dispatcher makes of `№ 5`: where it is
    no answer."""
    if text[at] != "N":
        return None
    if table.language == "en":
        found = _NUMERO_ENGLISH.match(text, at)
    else:
        found = _NUMERO.match(text, at) if table.language in _NO_IS_NO_WORD else None
    words = name("№", table)[0] if found else ()
    return ([Say(word, at, at + 2) for word in words], at + 2) if words else None


def _street(text: str, at: int, table: Table) -> Found | None:
    """English `Main St.` and `Elm Dr.`, which are no saint and no doctor."""
    found = _STREET.match(text, at) if table.language == "en" else None
    if not found:
        return None
    ahead = _WORD_AHEAD.match(text, found.end())
    if ahead and ahead[1][0].isupper() and ahead[1].lower() not in table.starters:
        return None
    return spread(_STREETS[found[1].lower()], at, found.end()), found.end()


def _street_word(text: str, at: int, table: Table) -> Found | None:
    """German `Bahnhofstr. 5`."""
    found = _GERMAN_STREET.match(text, at) if table.language == "de" else None
    if not found:
        return None
    street = "straße" if found[2][0] == "s" else "Straße"
    return spread(f"{found[1]}{street}", at, found.end()), found.end()


@lru_cache(maxsize=16)
def _first_words(table: Table) -> frozenset[str]:
    """The letters that begin what no full stop tells."""
    return frozenset(found[0] for key in table.written if (found := _LETTERS_ONLY.match(key)))


@lru_cache(maxsize=16)
def _written(table: Table) -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(table.written, key=len, reverse=True)))
    return re.compile(rf"(?:{signs})(?![^\W\d_])" if signs else "(?!)")


def _as_written(text: str, at: int, table: Table) -> Found | None:
    """`Mme`, `n°` and `c/`, which no full stop tells."""
    found = _written(table).match(text, at)
    if not found or (text[found.end() : found.end() + 1] == "." and found[0][-1].isalpha()):
        return None
    return spread(table.written[found[0]], at, found.end()), found.end()


def _day(text: str, at: int, table: Table, before: str) -> Found | None:
    """A day's short name beside another day, a dash or a date; elsewhere `Fr.` is a lady."""
    found = _DAYS.match(text, at)
    if found and table.to:
        names = [table.days.get(found[group].lower(), "") for group in (1, 2)]
        if all(names):
            last = _bent_day(names[1], table.to, table)
            return spread(f"{names[0]} {table.to} {last}", at, found.end()), found.end()
    found = _DOTTED_DAY.match(text, at)
    day = table.days.get(found[1].lower()) if found else None
    if not found or not day:
        return None
    ahead = _DAY_AHEAD.match(text, found.end())
    beside = ahead is not None and (not ahead[1] or ahead[1].lower() in table.days)
    known = before in table.days.values() or before.lower() in _BEFORE_DAYS
    after_day = before.lower() in _AND and _day_before(text, at, table)
    if not (beside or known or after_day):
        return None
    return spread(_bent_day(day, before, table), at, found.end()), found.end()


_GENITIVES = {
    "poniedziałek": "poniedziałku", "wtorek": "wtorku", "środa": "środy", "czwartek": "czwartku",
    "piątek": "piątku", "sobota": "soboty", "niedziela": "niedzieli",
}  # fmt: skip


def _bent_day(day: str, before: str, table: Table) -> str:
    """Polish `do piątku`."""
    is_bent = table.language == "pl" and before.lower() in ("do", "od")
    return _GENITIVES.get(day, day) if is_bent else day


def _day_before(text: str, at: int, table: Table) -> bool:
    names = re.findall(r"[^\W\d_]+", text[max(at - 24, 0) : at])
    return any(name.lower() in table.days for name in names)


_FEMALE_AHEAD = regex(r"[ \xa0][^\W\d_]{2,20}a(?!\w)")
_BENT = {
    ("pl", "godz."): {
        **dict.fromkeys(("o", "po", "przy"), "godzinie"),
        **dict.fromkeys(("od", "do", "około"), "godziny"),
    },
    ("pl", "w."): {
        **dict.fromkeys(("w", "we", "na", "o", "po"), "wieku"),
        **dict.fromkeys(
            (
                "od",
                "do",
                "z",
                "ze",
                "około",
                "początek",
                "początku",
                "koniec",
                "końca",
                "połowa",
                "połowy",
                "połowie",
                "pol.",
            ),
            "wieku",
        ),
    },
}
"""Abbreviated words that the word before bends."""


def _expand(text: str, at: int, end: int, table: Table, before: str) -> list[Say] | None:
    key = text[at:end].replace(" ", "").replace("\xa0", "").lower()
    words = table.abbreviations.get(key)
    ahead = text[end : end + 1]
    if words is not None and not words.isupper() and _CAPITALS.fullmatch(text, at, end):
        return None
    if words is None or ahead.isalpha() or (ahead.isdigit() and key not in table.before_number):
        return None
    is_dated = text[at : end - 1] in _MONTHS_SHORT and _DAY_AHEAD_OF.search(
        text, max(at - 9, 0), at
    )
    if not (is_dated or _is_announced(text, end, key, table)):
        return None
    words = _BENT.get((table.language, key), {}).get(before.lower(), words)
    if (table.language, key) == ("pl", "św.") and _FEMALE_AHEAD.match(text, end):
        words = "święta"
    if words.isupper():
        return [Say(letter, at, end, letter=True) for letter in words]
    return spread(words, at, end)


def _is_announced(text: str, end: int, key: str, table: Table) -> bool:
    """Whether what follows is what an abbreviation wants behind it."""
    wanted = (
        (table.before_number, _NUMBER_AHEAD),
        (table.before_numeral, _NUMERAL_AHEAD),
        (table.before_name, _NAME_AHEAD),
    )
    return all(key not in keys or ahead.match(text, end) for keys, ahead in wanted)


def _split(text: str, at: int, table: Table) -> Found | None:
    found = _SPLIT.match(text, at)
    key = re.sub(_DOT, ".", found[0]).lower() if found else ""
    words = table.abbreviations.get(key)
    if found is None or words is None or words.isupper():
        return None
    return spread(words, at, found.end()), found.end()


def _acronym(text: str, at: int) -> Found | None:
    found = _LETTERS.match(text, at)
    if not found:
        return None
    letters = [Say(text[i], i, i + 2, letter=True) for i in range(at, found.end(), 2)]
    return letters, found.end()
