"""What a model card tells of a licence: written by people, so it is searched, not parsed."""

from __future__ import annotations

import re

UNKNOWN = "unknown"
_LONGEST = 160
_FIELD = r"^[^\S\n]*[>*+-]*[^\S\n]*\**{}\**[^\S\n]*:\**[^\S\n]*(\S.*)$"
_LINE = re.compile(_FIELD.format("licen[cs]e"), re.IGNORECASE | re.MULTILINE)
_URL = re.compile(_FIELD.format("url"), re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_TUNED = re.compile(r"^.*\bfine-?\s?tuned\s+from\b.*$", re.IGNORECASE | re.MULTILINE)


def licence(card: str) -> str:
    """As the card says it, in one line; "unknown" where it does not."""
    found = _LINE.search(card)
    told = _tidy(found[1]) if found else ""
    if told.casefold() == "see url" and (url := _URL.search(card)) is not None:
        return f"see {_tidy(url[1])}"
    return told or UNKNOWN


def origin(card: str) -> str:
    """The line that names the voice it was tuned from, whose licence may hold as well; or ""."""
    found = _TUNED.search(card)
    return _tidy(found[0]) if found else ""


def _tidy(line: str) -> str:
    plain = _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[1] else link[2], line)
    kept = "".join(letter if letter.isprintable() else " " for letter in plain)
    return " ".join(kept.replace("*", " ").strip(" -").split())[:_LONGEST]
