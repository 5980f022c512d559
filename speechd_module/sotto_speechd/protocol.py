"""Speech Dispatcher's module protocol, what comes in: bytes become commands. Pure.

It never fails: whatever the bytes are, the parser stays in step at the next line. Source of
the format: Speech Dispatcher's documentation of the module protocol.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WITH_BODY = frozenset({"AUDIO", "LOGLEVEL", "SET", "SPEAK", "CHAR", "KEY", "SOUND_ICON"})
LONGEST_LINE = 4 << 20
"""Bytes; what a longer line has beyond them is dropped."""

LONGEST_BODY = 8 << 20
"""Bytes of all lines of a body; further lines are dropped."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command's own line; one of WITH_BODY is followed by its body."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The lines that belong to the command `name`, dots unstuffed; `is_cut`: too many came."""

    name: str
    lines: tuple[str, ...]
    is_cut: bool = False

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


class Parser:
    """Feed it bytes as they come; a command is told as soon as its line is complete."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._searched = 0
        self._is_long = False
        self._name = ""
        self._lines: list[str] = []
        self._size = 0
        self._is_cut = False

    @property
    def is_between(self) -> bool:
        """Whether nothing is incomplete."""
        return not self._name and not self._line

    def feed(self, data: bytes) -> Iterator[Command | Body]:
        """What is complete now, in order."""
        self._line += data
        while (end := self._line.find(b"\n", self._searched)) >= 0:
            line = bytes(self._line[:end])
            del self._line[: end + 1]
            self._searched = 0
            yield from self._take(line)
            self._is_long = False
        if len(self._line) > LONGEST_LINE:
            del self._line[LONGEST_LINE:]
            self._is_long = True
        self._searched = len(self._line)

    def _take(self, line: bytes) -> Iterator[Command | Body]:
        if len(line) > LONGEST_LINE:
            line, self._is_long = line[:LONGEST_LINE], True
        if self._name:
            yield from self._take_data(line)
        elif words := line.decode("utf-8", "replace").split(maxsplit=1):
            yield self._command(words)

    def _command(self, words: Sequence[str]) -> Command:
        name = words[0].upper()
        argument = words[1].strip() if len(words) > 1 else ""
        if name in WITH_BODY and not argument:
            self._name = name
        return Command(name, argument)

    def _take_data(self, line: bytes) -> Iterator[Body]:
        if line == b"." and not self._is_long:
            yield Body(self._name, tuple(self._lines), self._is_cut)
            self._name, self._lines, self._size, self._is_cut = "", [], 0, False
            return
        self._is_cut = self._is_cut or self._is_long
        self._size += len(line) + 1
        if self._size > LONGEST_BODY:
            self._is_cut = True
            return
        self._lines.append(line.removeprefix(b".").decode("utf-8", "replace"))
