"""What is heard most in a language, in order: characters and keys, phrases of the interface, words.

The desktop's phrases are those of its own catalogues, in the words that it will say; the words
are the most frequent ones of the language (`words/`, with their licence).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sotto.messages import Kind
from sotto.text.phrases import letters_and_keys, phrases
from sotto.text.phrases.catalogues import LOCALES, files, messages
from sotto.text.tokens.scripts import base

_WORDS = Path(__file__).parent / "words"


def common(language: str, locales: Path = LOCALES) -> Iterator[tuple[Kind, str]]:
    """The texts, each once, read as they are taken; of many languages only the first are known."""
    known: set[tuple[Kind, str]] = set()
    for item in _all(language, locales):
        if item not in known:
            known.add(item)
            yield item


def urgent(language: str) -> int:
    """How many of these come first: characters and keys, as short as can be."""
    return len(set(letters_and_keys(language)))


def title(language: str, locales: Path = LOCALES) -> bytes:
    """What tells this list from that of another language, or of other catalogues."""
    parts = [language]
    for file in (*files(language, locales), _words(language)):
        with suppress(OSError):
            status = file.stat()
            parts.append(f"{file} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(parts).encode("utf-8", "surrogateescape")


def _all(language: str, locales: Path) -> Iterator[tuple[Kind, str]]:
    yield from letters_and_keys(language)
    yield from phrases(language)
    yield from ((Kind.TEXT, message) for message in messages(language, locales))
    with suppress(FileNotFoundError), _words(language).open(encoding="utf-8") as lines:
        yield from ((Kind.TEXT, line.strip()) for line in lines if not line.startswith("#"))


def _words(language: str) -> Path:
    return _WORDS / f"{base(language)}.txt"
