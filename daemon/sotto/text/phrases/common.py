"""What is heard most in a language, in order: characters and keys, phrases of the interface, words.

The desktop's phrases are those of its own catalogues, in the words that it will say; the words
are the most frequent ones of the language (`words/`, with their licence). There is room for about
all of that: phrases of rare words, as the names of signs and scripts are, come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import chain
from pathlib import Path

from sotto.messages import Kind
from sotto.text.phrases import letters_and_keys, phrases
from sotto.text.phrases.catalogues import LOCALES, catalogues, messages
from sotto.text.tokens.scripts import base

_WORDS = Path(__file__).parent / "words"
_FREQUENT = 5000
"""A phrase of such words is said often enough to come before the words."""
_AROUND = ".,:;!?…()"
_ORDER = 2
"""Another one whenever the texts are other ones or come in another order."""


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
    parts = [f"{language} {_ORDER}"]
    for file in (*(each.file for each in catalogues(language, locales)), _words(language)):
        with suppress(OSError):
            status = file.stat()
            parts.append(f"{file} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(parts).encode("utf-8", "surrogateescape")


def _all(language: str, locales: Path) -> Iterator[tuple[Kind, str]]:
    yield from letters_and_keys(language)
    yield from phrases(language)
    words = list(_frequent(language))
    usual, other = _parted(messages(language, locales), set(words[:_FREQUENT]))
    yield from ((Kind.TEXT, text) for text in chain(usual, words, other))


def _parted(texts: Iterable[str], frequent: AbstractSet[str]) -> tuple[list[str], list[str]]:
    """The texts all of whose words are frequent, and the others."""
    parted: tuple[list[str], list[str]] = [], []
    for text in texts:
        parts = {part.strip(_AROUND).lower() for part in text.split()}
        parted[not parts <= frequent].append(text)
    return parted


def _frequent(language: str) -> Iterator[str]:
    """The words of the language that is known, the most frequent ones first."""
    with suppress(FileNotFoundError), _words(language).open(encoding="utf-8") as lines:
        yield from (line.strip() for line in lines if not line.startswith("#"))


def _words(language: str) -> Path:
    return _WORDS / f"{base(language)}.txt"
