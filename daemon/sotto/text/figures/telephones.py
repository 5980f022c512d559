"""Telephone numbers, which are told figure by figure, with a breath between their parts."""

from __future__ import annotations

import re

from sotto.messages import Stop
from sotto.patterns import regex
from sotto.text.tokens.items import COMMA_PAUSE, Boundary, Found, Item, Say

_ABROAD = regex(r"[0-9]{1,3}(?:[ ./\xa0-]?\(?[0-9]{1,8}\)?){1,7}(?![0-9]|[.,][0-9])")
_TRUNK = regex(r"0[0-9]{1,5}\)?(?:[ /\xa0-]{1,3}[0-9]{2,9}){1,6}(?![0-9]|[.,:/-][0-9])")
_AMERICAN = regex(
    r"(?:1[ -])?(?:\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}[.-]|[0-9]{3}([.-])[0-9]{3,4}\1)"
    r"[0-9]{4}(?![0-9]|[.,-][0-9])"
)
_LOCAL = regex(r"[2-9][0-9]{2}-[0-9]{4}(?![0-9]|[.,:/-][0-9])")
_NOT_COUNTED = (
    r"(?! ?[0-9€$£%]|[.,][0-9]|[ \xa0](?!(?:o|u|ou|y|e|i|lub|albo|oraz|or|et)\b)[^\W\d_]{1,20})"
)
"""Behind three groups of three figures, which may be an amount as well."""
_SHAPES = {
    "fr": regex(
        r"0[1-9](?:[.-][0-9]{2}){4}(?![0-9]|[.-][0-9])|0 ?8[0-9]{2}(?: [0-9]{3}){2}(?! ?[0-9])"
    ),
    "es": regex(
        r"[6789][0-9]{2}(?: [0-9]{2}){3}(?! ?[0-9])|[89][0-9] [0-9]{3} [0-9]{2} [0-9]{2}(?! ?[0-9])"
        rf"|[679][0-9]{{2}} [0-9]{{3}} [0-9]{{3}}{_NOT_COUNTED}"
    ),
    "pl": regex(
        r"[0-9]{3}-[0-9]{3}-[0-9]{3}(?![0-9-])|[1-9][0-9] [0-9]{3} [0-9]{2} [0-9]{2}(?! ?[0-9])"
        rf"|[4-8][0-9]{{2}} [0-9]{{3}} [0-9]{{3}}{_NOT_COUNTED}"
    ),
    "it": regex(r"3[0-9]{2}[ -/](?:[0-9]{6,7}|[0-9]{3}[ -]?[0-9]{3,4})(?![0-9]| [0-9])"),
    "pt": regex(
        r"[1-9][0-9]\)? 9?[0-9]{4}-[0-9]{4}(?![0-9-])|9[0-9]{4}-[0-9]{4}(?![0-9-])"
        r"|2[0-9] [0-9]{3} [0-9]{4}(?! ?[0-9])"
        rf"|9[0-9]{{2}} [0-9]{{3}} [0-9]{{3}}{_NOT_COUNTED}"
    ),
}
_ANNOUNCED = regex(r"[0-9]{2,12}(?:[ ./\xa0-]{1,3}[0-9]{2,6}){0,5}(?![0-9]|[.,:/-][0-9])")
_ANNOUNCING = frozenset(
    "tel telefon telefone teléfono telefono téléphone telefoon telephone phone fax móvil mobil "
    "mobile mobiel portable portabel cell cellulare celular telemóvel handy komórka komórkowy "
    "pod numer numerem telefonu rufnummer call appelez llame anrufen dzwoń bel".split()
)
_DATE = regex(
    r"[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}(?![0-9])|0[0-9] ?[/-] ?[0-9]{2}(?![0-9 /-])"
    r"|(?:0[1-9]|1[0-2])/(?:19|20)[0-9]{2}(?!/?[0-9])"
)
_MANY = regex(r"[0-9](?:[^0-9]{0,6}[0-9]){5}")
"""At least what no telephone number goes without: most numbers need no further look."""

_GROUPS = regex(r"[0-9]+")
_SHORTEST = 6
_SHORTEST_ABROAD = 7
_PAGES = frozenset("from between pages page pp lines line years chapters verses rows".split())


def telephone(text: str, at: int, language: str, before: str) -> Found | None:
    """The telephone number that begins at `text[at]`, without a plus before it."""
    end = _end(text, at, language, before.lower())
    if not end:
        return None
    items: list[Item] = []
    for group in _GROUPS.finditer(text, at, end):
        if items:
            items.append(Boundary(Stop.COMMA, COMMA_PAUSE, group.start()))
        items += [Say(text[i], i, i + 1, neutral=True) for i in range(group.start(), group.end())]
    return items, end


_SERVICES = regex(
    r"(?:911|112|110|999|988|000|101|111|113|114|115|118|211|311|411|511|611|711|811)"
    r"(?! ?[0-9]|[.,:/-][0-9]|[ \xa0][€$£%])"
)
_CALLING = frozenset(
    "call dial phone ring calling dialled dialed notruf wähle wählen bel alarmnummer composez "
    "appelez llame marque llamar chiamare chiama ligue disque zadzwoń dzwoń".split()
)
"""Words behind which a short number is one to dial."""


def _end(text: str, at: int, language: str, before: str) -> int:
    if not _MANY.match(text, at):
        return _reach(_SERVICES.match(text, at)) if before in _CALLING else 0
    if at and text[at - 1] == "+":
        return _long_enough(_ABROAD.match(text, at), _SHORTEST_ABROAD)
    if _DATE.match(text, at):
        return 0
    found = _long_enough(_TRUNK.match(text, at), _SHORTEST) or _reach(_AMERICAN.match(text, at))
    if not found and before in _ANNOUNCING:
        found = _long_enough(_ANNOUNCED.match(text, at), _SHORTEST)
    if not found and language in _SHAPES:
        found = _reach(_SHAPES[language].match(text, at))
    if found or language != "en" or before in _PAGES:
        return found
    return _reach(_LOCAL.match(text, at))


def _reach(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def _long_enough(found: re.Match[str] | None, shortest: int) -> int:
    return found.end() if found and sum(map(str.isdigit, found[0])) >= shortest else 0
