"""Text that arrives piece by piece, cut into sentences as soon as they are whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 2000
"""Characters; text without an end is cut, at a blank where there is one."""

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_END = re.compile(r"""[.!?…]["'”’»)\]]*\s+|[。！？]|\n[ \t\r]*\n\s*""")
_ABBREVIATION = re.compile(r"(?:^|\s)(?:\w|Dr|Mr|Mrs|Ms|Prof|St|vs|etc|ca|bzw|usw|Nr|bijv)\.\s+$")


class Sentences:
    """Feed it pieces of any size; together, what it gives is the text that was fed."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> Iterator[str]:
        """The sentences that are whole now. One that ends the piece may still go on."""
        self._rest += piece
        start = 0
        for match in _END.finditer(self._rest):
            if match.end() == len(self._rest) and not _PARAGRAPH.search(match.group()):
                break
            if not _ABBREVIATION.search(self._rest[start : match.end()]):
                yield from _pieces(self._rest[start : match.end()])
                start = match.end()
        self._rest = self._rest[start:]
        while len(self._rest) > LONGEST:
            head, self._rest = _cut(self._rest)
            yield head

    def finish(self) -> Iterator[str]:
        """What is left."""
        rest, self._rest = self._rest, ""
        yield from _pieces(rest)


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        head, sentence = _cut(sentence)
        yield head
    if sentence:
        yield sentence


def _cut(text: str) -> tuple[str, str]:
    blank = max(text.rfind(" ", 0, LONGEST), text.rfind("\n", 0, LONGEST))
    end = blank + 1 if blank > 0 else LONGEST
    return text[:end], text[end:]
