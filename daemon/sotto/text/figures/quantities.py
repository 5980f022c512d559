"""Numbers with a letter or a word behind them that tells in a way of its own what is counted:
English minutes, millions and feet, how many times, and lengths beside each other."""

from __future__ import annotations

from sotto.patterns import regex
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Item, Say, spread

_BEHIND_HOURS = regex(r"(?P<count>[0-9]{1,3})m\b")
_HOURS_BEFORE = regex(r"[0-9]h ?\Z")
_MINUTES = regex(
    r"(?P<count>[0-9]{1,3})m(?= (?:ago|read|left|later|remaining|old|long|away)\b| ?[0-9]{1,2}s\b)"
)
_AGO = regex(r"(?P<count>[0-9]{1,4}) ?(?P<sign>mo|[smhdwy])(?= (?:ago|old|left|later|remaining)\b)")
_PAST = {
    "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year",
}  # fmt: skip
_MILLIONS = regex(
    r"(?P<count>[0-9]{1,4}(?:\.[0-9]{1,2})?)(?P<sign>[mMkKbB])(?= (?:followers|views|people|users|"
    r"subscribers|downloads|plays|copies|streams|jobs|viewers|fans|members|customers|votes|likes|"
    r"visitors|players|posts|reviews|records|words|lines|rows|tokens|parameters|barrels)\b)"
)


_MAYBE = regex(r"[0-9.]{1,7} ?(?:mo|[smhdwykMKbB]) [afholprsuvjcdmtbwl]")
"""In whatever either of them is, so that most numbers are looked at once."""


def _magnitude(text: str, at: int, table: Table) -> Found | None:
    """English `12m followers` and `5k views`."""
    found = _MILLIONS.match(text, at)
    if not found:
        return None
    words = f"{found['count']} {table.magnitudes[found['sign']][1]}"
    return spread(words, at, found.end()), found.end()


def _past(text: str, at: int) -> Found | None:
    found = _AGO.match(text, at)
    if not found:
        return None
    words = f"{found['count']} {_PAST[found['sign']]}{'' if found['count'] == '1' else 's'}"
    return spread(words, at, found.end()), found.end()


def ago(text: str, at: int, table: Table) -> Found | None:
    """English `5m ago`, `3 d ago` and `5m views`, which are no metres."""
    if table.language != "en" or not _MAYBE.match(text, at):
        return None
    return _past(text, at) or _magnitude(text, at, table)


def minutes(text: str, at: int, table: Table) -> Found | None:
    """English `5m long` and `5m 30s`, which are no metres."""
    found = _MINUTES.match(text, at) if table.language == "en" else None
    behind_hours = _BEHIND_HOURS.match(text, at)
    if not found and behind_hours and _HOURS_BEFORE.search(text[max(at - 4, 0) : at]):
        found = behind_hours
    if not found:
        return None
    words = f"{found['count']} {table.counted(table.units['min'], found['count'])}"
    end = found.end("count") + 1
    return spread(words, at, end), end


_FEET = regex(r"(?P<feet>[0-9]{1,2})['’′][ ]?(?P<inches>[0-9]{1,2})[\"″”]")
_INCHES = regex(r"[ \xa0](?P<count>[0-9]{1,2})[ \xa0]in\b\.?")


def feet(text: str, at: int, table: Table) -> Found | None:
    """`5'10"`: feet and inches."""
    found = _FEET.match(text, at) if "'" in table.units else None
    if not found:
        return None
    words = " ".join(
        f"{found[group]} {table.counted(table.units[sign], found[group])}"
        for group, sign in (("feet", "'"), ("inches", '"'))
    )
    return spread(words, at, found.end()), found.end()


_TIMES = {
    "en": "times", "de": "mal", "nl": "keer", "fr": "fois", "es": "veces", "it": "volte",
    "pt": "vezes", "pl": "razy",
}  # fmt: skip
_OFTEN = regex(r"(?P<count>[0-9]{1,3})x(?=[ \xa0][^\W\d_])")
_OFTEN_ENGLISH = regex(
    r"(?P<count>[0-9]{1,3})x(?=[ \xa0](?:a|an|per|daily|weekly|monthly|as|more|less|faster|slower|"
    r"larger|bigger|smaller|better|higher|lower|the|longer|cheaper|stronger)\b)"
)


def often(text: str, at: int, table: Table) -> Found | None:
    """`3x a day`, `3x täglich`: how many times."""
    pattern = _OFTEN_ENGLISH if table.language == "en" else _OFTEN
    found = pattern.match(text, at) if table.language in _TIMES else None
    if not found:
        return None
    words = f"{found['count']} {_TIMES[table.language]}"
    if found["count"] == "1":
        words = {"fr": "une fois", "es": "una vez", "it": "una volta", "pt": "uma vez"}.get(
            table.language, words
        )
    return spread(words, at, found.end()), found.end()


_BY = {
    "en": "by", "de": "mal", "nl": "bij", "fr": "par", "es": "por", "it": "per", "pt": "por",
    "pl": "na",
}  # fmt: skip
_SIZES = regex(
    r"(?P<first>[1-9][0-9]{0,4})x(?P<second>[0-9]{1,5})(?:x(?P<third>[0-9]{1,5}))?(?![\w.,]*[0-9])"
)


def size(text: str, at: int, table: Table) -> Found | None:
    """`1920x1080`: two or three lengths."""
    found = _SIZES.match(text, at) if table.language in _BY else None
    if not found or text[found.end() : found.end() + 1].isalpha():
        return None
    parts = [found[name] for name in ("first", "second", "third") if found[name]]
    return spread(f" {_BY[table.language]} ".join(parts), at, found.end()), found.end()


_TWO_WORDS = regex(r"[ \xa0](?P<unit>sq (?:ft|m|mi|km|in|yd)|cu (?:ft|m|in)|fl oz)(?!\w)")
_OF_TWO = {
    "sq": "square", "cu": "cubic", "fl": "fluid", "ft": "feet", "m": "metres", "mi": "miles",
    "km": "kilometres", "in": "inches", "yd": "yards", "oz": "ounces",
}  # fmt: skip
_PERCENT_WORD = regex(r"[ \xa0]?%ig(?P<ending>e[rsnm]?)?(?!\w)")
"""German `50%ige`."""


def counted(text: str, figures: Say, end: int, table: Table) -> Found | None:
    """A number that ends at `end`, with a unit that is no single sign."""
    match table.language:
        case "en":
            if text[end + 1 : end + 2] not in ("s", "c", "f"):
                return None
            found = _TWO_WORDS.match(text, end)
            said = " ".join(_OF_TWO[word] for word in found["unit"].split()) if found else ""
            start = found.start("unit") if found else end
        case "de":
            if "%" not in text[end : end + 2]:
                return None
            found = _PERCENT_WORD.match(text, end)
            said, start = f"prozentig{found['ending'] or ''}" if found else "", end
        case _:
            return None
    return ([figures, *spread(said, start, found.end())], found.end()) if found else None


def inches_behind(text: str, feet: list[Item], stop: int, table: Table) -> Found | None:
    """English `5 ft 10 in`, of whose feet the words are known."""
    found = _INCHES.match(text, stop)
    if not found:
        return None
    said = f"{found['count']} {table.counted(table.units['in'], found['count'])}"
    return [*feet, *spread(said, found.start("count"), found.end())], found.end()
