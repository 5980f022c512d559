"""Emacspeak's protocol: bytes become commands, and nothing that was sent is lost. Pure.

A command is a line: a name and what it is about, `q {text }`. What stands in braces may have lines
of its own. Emacspeak writes it for Tcl and quotes nothing, so a message with a single brace never
ends for Tcl. Here an argument also ends, besides where its braces do,

  - with a line that ends in a brace, when what follows is a command, or for a while nothing;
  - where a line follows that can only be a command; `s` alone always is one.

Lines that are no command but close more than they open belong to the text before them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

TEXT_COMMANDS = frozenset({"q", "tts_say", "l", "c", "a", "p"})
_PLAIN_COMMANDS = frozenset(
    "d s t b sh r n version set_lang set_next_lang set_previous_lang set_preferred_lang list_lang "
    "tts_set_punctuations tts_set_speech_rate tts_set_character_scale tts_split_caps "
    "tts_capitalize tts_allcaps_beep tts_sync_state tts_reset tts_pause tts_resume".split()
)
COMMANDS = TEXT_COMMANDS | _PLAIN_COMMANDS
LONGEST = 1 << 22
"""Characters of one argument; what is longer is cut into several."""

_LINE = re.compile(r"\s*(\w+)(?=[\s{\"]|\Z)[ \t]*(.*)", re.DOTALL)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_STRICT = re.compile(
    r"s\s*|(?:q|c|tts_say)\s+\{.*\}\s*|l\s+\{.+\}\s*|version\s*|[ap]\s+/\S+\s*|tts_(?!say)\w+(?:\s+\S+){0,5}\s*"
)
"""A line of a text that looks like this is none of a text."""

_BARE = re.compile(r"(?:d|s|list_lang)\s*|(?:t|b|n|sh|r|set_\w+)(?:\s+[\w.{}-]+){0,5}\s*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Command:
    """A name of COMMANDS, and its argument without the braces around it."""

    name: str
    argument: str = ""

    def words(self) -> list[str]:
        """The argument, word by word."""
        return self.argument.replace("{", " ").replace("}", " ").split()


class Parser:
    """Bytes in, commands out. `unknown` are lines that were none, for the log."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._open: list[str] = []
        self._depth = 0
        self._length = 0
        self._last = ""

    def feed(self, data: bytes) -> list[Command]:
        """The commands that are complete now. Lines may end as on any system."""
        self._rest += self._decoder.decode(data)
        *lines, self._rest = self._rest.replace("\r\n", "\n").split("\n")
        if len(self._rest) > LONGEST:
            lines.append(self._rest)
            self._rest = ""
        return [command for line in lines for command in self._line(line)]

    @property
    def may_be_over(self) -> bool:
        """Whether what is still open has most likely ended."""
        return bool(self._open) and self._open[-1].rstrip().endswith("}") and not self._rest

    def flush(self) -> list[Command]:
        """What is still open, as if it had ended."""
        return self._end() if self._open else []

    def close(self) -> list[Command]:
        """Nothing follows: all that is left."""
        rest, self._rest = self._rest + self._decoder.decode(b"", final=True), ""
        return [*(self._line(rest) if rest else []), *self.flush()]

    def _line(self, line: str) -> list[Command]:
        if not self._open:
            return self._begin(line)
        is_over = self._open[-1].rstrip().endswith("}") and _BARE.fullmatch(line)
        if is_over or _STRICT.fullmatch(line):
            return [*self._end(), *self._begin(line)]
        return self._go_on(line)

    def _begin(self, line: str) -> list[Command]:
        found = _LINE.fullmatch(line)
        if found is None or found[1] not in COMMANDS:
            return self._stray(line)
        name, argument = found[1], found[2]
        if name not in TEXT_COMMANDS or not argument.startswith("{"):
            return [self._made(name, _unquoted(argument))]
        self._last = name
        return self._go_on(argument)

    def _go_on(self, line: str) -> list[Command]:
        self._open.append(line)
        self._length += len(line)
        self._depth += _depth(line)
        is_letter = self._last == "l" and line.rstrip().endswith("}") and self._length > len("{}")
        return self._end() if self._depth <= 0 or is_letter or self._length > LONGEST else []

    def _end(self) -> list[Command]:
        text = "\n".join(self._open)
        self._open, self._depth, self._length = [], 0, 0
        return [self._made(self._last, _unbraced(text))]

    def _made(self, name: str, argument: str) -> Command:
        self._last = name
        return Command(name, argument)

    def _stray(self, line: str) -> list[Command]:
        if self._last in TEXT_COMMANDS and _depth(line) < 0:
            return [Command(self._last, _unbraced("{" + line))]
        if line.strip():
            self.unknown.append(line)
        return []


def _depth(text: str) -> int:
    """Opening braces less closing ones; a backslash before one makes it a sign."""
    found = _BRACES.findall(text)
    return found.count("{") - found.count("}")


def _unbraced(text: str) -> str:
    bare = text.rstrip()
    return bare[1:-1] if bare.endswith("}") and len(bare) > 1 else text[1:]


def _unquoted(text: str) -> str:
    """What stands without braces: a word, words, or a text in quotes."""
    bare = text.strip()
    if len(bare) > 1 and bare.startswith('"') and bare.endswith('"'):
        return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), bare[1:-1])
    return bare
