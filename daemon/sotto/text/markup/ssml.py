"""Tolerant SSML tokenizer: any string becomes characters and tags, lazily, in linear time.

What is not markup beyond doubt is content: `<` before `</say-as>`, a lone `&`, `a < b`.
No entity is ever expanded but XML's own, a few of HTML's, and numeric ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sotto.patterns import regex
from sotto.text.markup.leap import PATIENCE, Leaper, is_nothing

KNOWN = frozenset(
    "speak p paragraph s sentence mark break prosody emphasis say-as sayas sub phoneme lang voice "
    "audio desc token w meta metadata lexicon lookup".split()
)
ENTITIES: Mapping[str, str] = {
    "lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": '"', "nbsp": "\xa0", "shy": "\xad",
    "ndash": "–", "mdash": "—", "hellip": "…", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”", "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "euro": "€",
    "pound": "£", "copy": "©", "reg": "®", "trade": "™", "deg": "°", "times": "×",
}  # fmt: skip

_SPECIAL = regex(r"[<&]")
_NO_TAG = regex(r"<(?:<(?=<))*(?![A-Za-z_/!?])")
_NAME = r"[A-Za-z_][\w.:-]{0,63}"
_VALUE = r"""(?:"[^"]{0,2048}"|'[^']{0,2048}'|[^\s"'<>]{1,128}?)"""
_TAG = regex(
    rf"<(?P<close>/?)(?P<name>{_NAME})(?P<attributes>(?:\s{{1,64}}{_NAME}\s?=\s?{_VALUE}){{0,32}})"
    r"\s{0,64}(?P<empty>/?)>"
)
_LOOSE_TAG = regex(
    rf"<(?P<close>/?)(?P<name>{_NAME})(?=[\s/>])(?P<attributes>[^<>]{{0,4096}}?)(?P<empty>/?)>"
)
_LONG_TAG = regex(
    rf"<(?P<close>/?)(?P<name>{_NAME})"
    rf"(?P<attributes>(?:\s++{_NAME}\s?=\s?(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))+)\s*+(?P<empty>)>"
)
_CUT_TAG = regex(rf"</?(?P<name>{_NAME})(?=\s|/|\Z)[^<>]{{0,4096}}\Z")
_PLAIN_TAG = regex(rf"<(/?)({_NAME})(?=[\s/>])")
_HTML = frozenset(
    "a b i u em strong span div br hr li ul ol table tr td th html head body h1 h2 h3 h4 h5 h6 img "
    "small sup font".split()
)
_ENDING = (_HTML | {"p", "s", "w"}) - {"br", "hr", "img"}
"""Short names of elements that hold something, and so have an end."""

_ATTRIBUTE = regex(rf"({_NAME})\s?=\s?({_VALUE})(?=[\s/]|\Z)")
_ENTITY = regex(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));")
_SKIPPED = (("<!--", "-->"), ("<?", "?>"))
_MOST_ATTRIBUTES = 4096
"""Characters of attributes that are read; what a tag holds beyond them is passed."""

_MOST_PAIRS = 8
_CDATA = ("<![CDATA[", "]]>")
_DOCTYPE = regex(r"<!DOCTYPE\b[^<>\[]{0,4096}(?P<subset>\[)?", re.IGNORECASE)
_SUBSET_END = regex(r"\]\s{0,64}>")


@dataclass(frozen=True, slots=True)
class Chars:
    """Content; `start`..`end` is its place in the request, longer than `text` for an entity."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """An element's tag; `name` is lower case without its prefix."""

    name: str
    start: int
    end: int
    closes: bool = False
    empty: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leap:
    """A long stretch without anything to say; marks and elements may be in it."""

    start: int
    end: int


def tokens(text: str) -> Iterator[Chars | Tag | Leap]:
    """The tokens of `text`; their spans cover it in order, comments and declarations left out."""
    return _Tokenizer(text).run()


class _Tokenizer:
    """Walks the text once; remembers which terminators are known to be absent."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._absent: set[str] = set()
        self._pairs: dict[str, tuple[int, int]] = {}
        self._has_all_pairs = False
        self._leaper: Leaper | None = None
        self._in_vain = 0

    def run(self) -> Iterator[Chars | Tag | Leap]:
        position, size = 0, len(self._text)
        while position < size:
            end = self._leap(position) if self._in_vain >= PATIENCE else position
            if end > position:
                yield Leap(position, end)
                position = end
                continue
            for token, end in self._step(position):
                is_content = isinstance(token, Chars) and not is_nothing(token.text)
                self._in_vain = 0 if is_content else self._in_vain + 1
                if token is not None:
                    yield token
                position = end

    def _step(self, position: int) -> Iterator[tuple[Chars | Tag | None, int]]:
        found = _SPECIAL.search(self._text, position)
        start = found.start() if found else len(self._text)
        if start > position:
            yield Chars(self._text[position:start], position, start), start
        if start < len(self._text):
            yield self._special(start)

    def _leap(self, start: int) -> int:
        """Where the markup and blanks from `start` on end."""
        self._leaper = self._leaper or Leaper(KNOWN | _HTML)
        names = (
            {name: last for name, (_, last) in self._pairs.items() if last > start}
            if not self._has_all_pairs
            else {}
        )
        stop = min(names.values(), default=-1)
        return self._leaper.end(self._text, start, names, stop)

    def _special(self, start: int) -> tuple[Chars | Tag | None, int]:
        if self._text[start] == "&":
            return self._entity(start)
        plain = _NO_TAG.match(self._text, start)
        if plain is not None:
            return Chars(plain[0], start, plain.end()), plain.end()
        if self._text.startswith(("<!", "<?"), start):
            skipped = self._declaration(start)
            if skipped is not None:
                return skipped
        return self._tag(start)

    def _entity(self, start: int) -> tuple[Chars, int]:
        found = _ENTITY.match(self._text, start)
        char = _decode(found) if found else None
        if found is None or char is None:
            return Chars("&", start, start + 1), start + 1
        return Chars(char, start, found.end()), found.end()

    def _declaration(self, start: int) -> tuple[Chars | None, int] | None:
        for opening, closing in _SKIPPED:
            if self._text.startswith(opening, start):
                end = self._find(closing, start + len(opening))
                return None if end < 0 else (None, end + len(closing))
        if self._text.startswith(_CDATA[0], start):
            content = start + len(_CDATA[0])
            end = self._find(_CDATA[1], content)
            return None if end < 0 else (Chars(self._text[content:end], content, end), end + 3)
        return self._doctype(start)

    def _doctype(self, start: int) -> tuple[None, int] | None:
        found = _DOCTYPE.match(self._text, start)
        if found is None:
            return None
        if found["subset"]:
            end = self._search_subset_end(found.end())
        else:
            end = found.end() + 1 if self._text.startswith(">", found.end()) else -1
        return None if end < 0 else (None, end)

    def _tag(self, start: int) -> tuple[Chars | Tag | None, int]:
        found = _TAG.match(self._text, start)
        if found is None:
            loose = _LOOSE_TAG.match(self._text, start)
            if loose is None:
                loose = _LONG_TAG.match(self._text, start)
            found = loose if loose and _local(loose["name"]) in KNOWN else None
        if found is not None and self._is_markup(found):
            return _tag_of(found), found.end()
        if found is not None:
            return Chars("<", start, start + 1), start + 1
        cut = _CUT_TAG.match(self._text, start)
        if cut is not None and _local(cut["name"]) in KNOWN:
            return None, cut.end()
        return Chars("<", start, start + 1), start + 1

    def _is_markup(self, found: re.Match[str]) -> bool:
        """Whether the tag can be one: known, with attributes, closed at once, or one of a pair."""
        name = found["name"]
        if "::" in name or self._is_code(found):
            return False
        if _local(name) in KNOWN or _local(name) in _HTML or ":" in name:
            return True
        if found["attributes"] or found["empty"]:
            return True
        first, last = self._pair(name)
        return first < found.start() if found["close"] and first >= 0 else last > found.start()

    def _pair(self, name: str) -> tuple[int, int]:
        """The name's first start tag and last end tag, -1 where there is none."""
        if name not in self._pairs and not self._has_all_pairs:
            if len(self._pairs) < _MOST_PAIRS:
                self._pairs[name] = _pair(self._text, name)
            else:
                self._pairs, self._has_all_pairs = _pairs(self._text), True
        return self._pairs.get(name, (-1, -1))

    def _is_code(self, found: re.Match[str]) -> bool:
        """`vector<a>`: a short name right behind a word, whose element never ends."""
        before = self._text[max(found.start() - 2, 0) : found.start()]
        is_bare = not (found["close"] or found["attributes"] or found["empty"])
        if not (
            is_bare and len(before) > 1 and before.isalnum() and _local(found["name"]) in _ENDING
        ):
            return False
        return self._pair(found["name"])[1] < found.start()

    def _find(self, wanted: str, start: int) -> int:
        if wanted in self._absent:
            return -1
        found = self._text.find(wanted, start)
        if found < 0:
            self._absent.add(wanted)
        return found

    def _search_subset_end(self, start: int) -> int:
        if "]>" in self._absent:
            return -1
        found = _SUBSET_END.search(self._text, start)
        if found is None:
            self._absent.add("]>")
            return -1
        return found.end()


def _pair(text: str, name: str) -> tuple[int, int]:
    first = re.search(rf"<{re.escape(name)}(?=[\s/>])", text)
    last = re.compile(rf"</{re.escape(name)}(?=[\s/>])")
    end = text.rfind(f"</{name}")
    while end >= 0 and not last.match(text, end):
        end = text.rfind(f"</{name}", 0, end)
    return (first.start() if first else -1, end)


def _pairs(text: str) -> dict[str, tuple[int, int]]:
    """Each name's first start tag and last end tag, -1 where there is none."""
    pairs: dict[str, tuple[int, int]] = {}
    for found in _PLAIN_TAG.finditer(text):
        first, last = pairs.get(found[2], (-1, -1))
        if found[1]:
            last = found.start()
        elif first < 0:
            first = found.start()
        pairs[found[2]] = (first, last)
    return pairs


def _tag_of(found: re.Match[str]) -> Tag:
    attributes = {
        name.lower(): _unescape(value[1:-1] if value[0] in "\"'" else value)
        for name, value in _ATTRIBUTE.findall(found["attributes"][:_MOST_ATTRIBUTES])
    }
    return Tag(
        _local(found["name"]),
        found.start(),
        found.end(),
        closes=bool(found["close"]),
        empty=bool(found["empty"]),
        attributes=attributes,
    )


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _decode(found: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = found.groups()
    if name:
        return ENTITIES.get(name.lower())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return chr(code) if legal else None


def _unescape(value: str) -> str:
    return _ENTITY.sub(lambda found: _decode(found) or found[0], value) if "&" in value else value
