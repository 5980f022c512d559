"""Short messages of the desktop in the user's language, from this machine's gettext catalogues.

They are what a screen reader will say here, whatever its version. Programs are written in English:
there what another language's catalogue translates is taken. What is read may be damaged: what is no
catalogue gives nothing.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sotto.text.tokens.scripts import base

_log = logging.getLogger(__name__)

LOCALES = Path("/usr/share/locale")
DOMAINS = ("orca", "at-spi2-core", "atk10", "gtk30", "gtk40")
LONGEST = 30
"""Characters of a message that is heard often."""
_MOST = 2500
"""Messages of all catalogues."""
_LARGEST = 4 << 20
_LITTLE, _BIG = 0x950412DE, 0xDE120495
_UNSPOKEN = frozenset("%{}\n\r\t<>|\0")
_CONTEXT_END = "\4"
_WRITTEN_IN = "en"
_TRANSLATIONS = ("de", "fr", "es", "pt_BR", "nl", "it", "sv", "pl", "cs", "ru", "ja", "zh_CN")
"""Languages into which nearly all of a desktop is translated."""


class Catalogue(NamedTuple):
    """A file, and whether what it translates is wanted, not what that became."""

    file: Path
    is_of_originals: bool = False


def messages(language: str, locales: Path = LOCALES) -> Iterator[str]:
    """Messages in the language, those of the screen reader first, each once."""
    heard = (text for each in catalogues(language, locales) for text in _read(each))
    return islice(_each_once(filter(_is_heard, heard)), _MOST)


def catalogues(language: str, locales: Path = LOCALES) -> Iterator[Catalogue]:
    """Those of the variety (pt-BR: pt_BR), else of the language; of English, where the variety has
    none, also another language's."""
    first, _, rest = language.replace("_", "-").partition("-")
    variety, known = f"{first.lower()}_{rest.upper()}", base(language)
    for domain in DOMAINS:
        own = _first(locales, (variety, known), domain)
        yield from map(Catalogue, own)
        if known == _WRITTEN_IN and not any(file.parts[-3] == variety for file in own):
            others = _first(locales, _TRANSLATIONS, domain)
            yield from (Catalogue(file, is_of_originals=True) for file in others)


def _first(locales: Path, names: Iterable[str], domain: str) -> list[Path]:
    found = (locales / name / "LC_MESSAGES" / f"{domain}.mo" for name in names)
    return list(islice(filter(Path.is_file, found), 1))


def _each_once(texts: Iterable[str]) -> Iterator[str]:
    known: set[str] = set()
    for text in texts:
        if text not in known:
            known.add(text)
            yield text


def _is_heard(text: str) -> bool:
    return 1 < len(text) <= LONGEST and not _UNSPOKEN.intersection(text) and text[0].isalpha()


def _read(catalogue: Catalogue) -> Iterator[str]:
    """All messages of a catalogue, in its order; plural forms by themselves."""
    file, is_of_originals = catalogue
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST)
        for original, translation in _pairs(content):
            _, _, text = original.rpartition(_CONTEXT_END)
            for form in (text if is_of_originals else translation).split("\0"):
                # A mnemonic is not spoken.
                yield form.replace("_", "").strip()
    except (OSError, ValueError, struct.error) as error:
        _log.info("%s is no catalogue: %s", file, error)


def _pairs(content: bytes) -> Iterator[tuple[str, str]]:
    """Each message with its translation; see the format of .mo files in GNU gettext's manual.

    Raises ValueError and struct.error.
    """
    (magic,) = struct.unpack_from("<I", content)
    if magic not in (_LITTLE, _BIG):
        raise ValueError("another kind of file")
    order = "<" if magic == _LITTLE else ">"
    count, originals, translated = struct.unpack_from(f"{order}III", content, 8)
    for place in range(min(count, len(content) // 16)):
        original, translation = (
            _text(content, *struct.unpack_from(f"{order}II", content, table + 8 * place))
            for table in (originals, translated)
        )
        if original:
            yield original, translation


def _text(content: bytes, size: int, start: int) -> str:
    return content[start : start + size].decode("utf-8")
