"""URLs, mail addresses and file paths: every sign in them counts, so all are named."""

from __future__ import annotations

from sotto.patterns import regex

_URL = regex(r"(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|www\.|mailto:)[^\s<>\"]{1,2048}")
_MAIL = regex(r"[\w.+-]{1,64}@\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,8}")
_PATH = regex(
    r"(?:~|\.{1,2})?(?:/[\w.@+~%#=,:-]{1,255}){1,64}/?|~/|[A-Za-z]:\\[^\s<>\"|?*]{0,1024}"
)
_RELATIVE = regex(r"[\w.@+~-]{1,255}(?:/[\w.@+~-]{1,255}){1,64}/?")
_TRAILING = ".,;:!?)]}'\"’”»…"


_SIGNS = regex(r"[/@\\]|www\.|mailto:")


def may_have_addresses(text: str) -> bool:
    """Whether anything in a text may be one; much faster than to look at each place."""
    return _SIGNS.search(text) is not None


def address(text: str, at: int) -> int:
    """Where the address that begins at `text[at]` ends; `at` itself when none does."""
    for pattern in (_URL, _MAIL, _PATH):
        found = pattern.match(text, at)
        if found:
            return _trimmed(text, at, found.end())
    found = _RELATIVE.match(text, at)
    if found and _looks_like_path(found[0]):
        return _trimmed(text, at, found.end())
    return at


def _trimmed(text: str, at: int, end: int) -> int:
    while end > at and text[end - 1] in _TRAILING:
        end -= 1
    return end if end - at > 1 else at


def _looks_like_path(found: str) -> bool:
    """`daemon/app.py` and `a/b/c` are paths; `and/or`, `1/2` and `1/2/2024` are not."""
    last = found.rstrip("/").rpartition("/")[2]
    extension = last.rpartition(".")[2] if "." in last.strip(".") else ""
    several = found.count("/") >= 2 and not found.replace("/", "").isdigit()
    return several or (0 < len(extension) <= 5 and extension.isalnum() and not extension.isdigit())
