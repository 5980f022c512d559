"""What Speech Dispatcher's tables made of figures and units before we see them, put together again.

The server (0.11 and 0.12) names signs or drops them, by language and level: `2 .6`,
`31 Punkt 12`, `5 km slash h`, `20  degrees C`, `10  euro `. Only what can mean nothing else is
joined.
"""

from __future__ import annotations

_SLASH = "(?:slash|Schrägstrich|barre oblique|barra|slesz)"
_POINT = "(?:Punkt|punt|point)"
_COLON = "(?:colon|Doppelpunkt|dubbele punt|deux points|dos puntos|due punti|dwukropek)"
_COMMA = "(?:comma|Komma|komma|virgule|coma|virgola|vírgula|przecinek)"
_DOLLAR = "(?:[dD]ollar|dólares|dollari|dolar)"
_EURO = "(?:[eE]uros?|simbolo dell[’']euro)"
_DEGREES = "(?:degrees|Grad|graden|degré|grados|gradi|stopień)"
_RATED = "(?:km|m³|m|kg|g|l|ml|MB|GB|kB|Mbit|Gbit|kbit|kWh)"

PARTED = (
    "(?<=[0-9])(?:"
    r"(?P<blank> (?=[.,][0-9]))"
    rf"|(?P<point> {_POINT} (?=[0-9]))"
    rf"|(?P<colon> {_COLON} (?=[0-5][0-9](?![0-9])))"
    rf"|(?P<comma> {_COMMA}(?=,[0-9]))"
    rf"|(?P<dot>[ ]{{1,2}}(?=[0-9]{{3}} (?:\.|{_POINT} )[0-9]))"
    r"|(?P<group>  (?=[0-9]{3} ,[0-9]))"
    rf"|(?P<slash> {_SLASH} (?=[0-9])|⁄(?=[0-9]))"
    rf"|(?P<rate>[ ]?{_RATED})(?:[ ]?/[ ]?|[ ](?:{_SLASH}[ ])?)(?=(?:h|s|min)\b)"
    rf"|(?P<degrees>[ ]{{1,2}}{_DEGREES}[ ]|[ ]{{2}})(?=[CF]\b)"
    r"|(?P<micro>[ ]{1,2}mu[ ])(?=(?:m|g|s|l|A|F|W)\b)"
    rf"|(?P<euro>[ ]{{2}}{_EURO}[ ]?(?!\w)|[ ]{_EURO}[ ](?=[ .,;:!?)]|\Z))"
    rf")|(?:(?<=\s)|\A)[ ](?:(?P<price>{_EURO}[ ](?=[0-9]))|(?P<dollar>{_DOLLAR}[ ](?=[0-9])))"
)
"""One pattern for a regular expression; `joined` tells what each of its groups stands for."""

MAYBE_PARTED = (
    "[0-9] ?[ .,⁄PpsSbkKmgldDGMeEcv]|[0-9] [0-9]{3} [.Pp]|(?:uros?|ollari?|olar|ólares) [0-9]"
)
"""Fast to look for: it is in whatever is joined."""

_JOINED = {
    "blank": "", "point": ".", "slash": "/", "degrees": " °", "micro": " µ", "euro": " €",
    "price": "€", "dollar": "$", "colon": ":", "comma": "", "group": "", "dot": ".",
}  # fmt: skip


def joined(group: str, found: str) -> str:
    """What stood in the text before the server made `found` of it."""
    return f"{found}/" if group == "rate" else _JOINED[group]
