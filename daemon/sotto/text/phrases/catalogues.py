"""Short messages of the desktop in the user's language, from this machine's gettext catalogues.

They are what a screen reader will say here, whatever its version. What is read may be damaged:
what is no catalogue gives nothing.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

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


def messages(language: str, locales: Path = LOCALES) -> Iterator[str]:
    """Translated messages, those of the screen reader first; one may come again."""
    heard = (text for file in files(language, locales) for text in _read(file) if _is_heard(text))
    return islice(heard, _MOST)


def files(language: str, locales: Path = LOCALES) -> Iterator[Path]:
    """The catalogues of the variety (pt-BR: pt_BR), else of the language."""
    first, _, rest = language.replace("_", "-").partition("-")
    names = (f"{first.lower()}_{rest.upper()}", base(language))
    for domain in DOMAINS:
        found = (locales / name / "LC_MESSAGES" / f"{domain}.mo" for name in names)
        yield from islice(filter(Path.is_file, found), 1)


def _is_heard(text: str) -> bool:
    return 1 < len(text) <= LONGEST and not _UNSPOKEN.intersection(text) and text[0].isalpha()


def _read(file: Path) -> Iterator[str]:
    """All messages of a catalogue, in its order; plural forms by themselves."""
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST)
        yield from _translations(content)
    except (OSError, ValueError, struct.error) as error:
        _log.info("%s is no catalogue: %s", file, error)


def _translations(content: bytes) -> Iterator[str]:
    """See the format of .mo files in GNU gettext's manual. Raises ValueError, struct.error."""
    (magic,) = struct.unpack_from("<I", content)
    if magic not in (_LITTLE, _BIG):
        raise ValueError("another kind of file")
    order = "<" if magic == _LITTLE else ">"
    count, originals, translated = struct.unpack_from(f"{order}III", content, 8)
    for place in range(min(count, len(content) // 16)):
        original, _ = struct.unpack_from(f"{order}II", content, originals + 8 * place)
        size, start = struct.unpack_from(f"{order}II", content, translated + 8 * place)
        if original:
            for text in content[start : start + size].decode("utf-8").split("\0"):
                # A mnemonic is not spoken.
                yield text.replace("_", "").strip()
