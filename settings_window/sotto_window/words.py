"""The window's words in the user's language: translations in gettext's own format, read as text.

They are few, so no step is needed that would compile them.
"""

from __future__ import annotations

import ast
import locale
import os
import re
from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).with_name("po")
_ENTRY = re.compile(r'^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)', re.MULTILINE)
_PART = re.compile(r'"(?:[^"\\]|\\.)*"')


def read_translations(text: str) -> dict[str, str]:
    """The entries of a .po file that are translated."""
    pairs = ((_joined(key), _joined(value)) for key, value in _ENTRY.findall(text))
    return {key: value for key, value in pairs if key and value}


def _joined(parts: str) -> str:
    return "".join(ast.literal_eval(part) for part in _PART.findall(parts))


def languages(environment: Mapping[str, str]) -> list[str]:
    """The user's languages, the best first, by the names of the files."""
    wanted = environment.get("LANGUAGE", "").split(":")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        wanted.append(environment.get(name, ""))
    plain = [locale.normalize(each).split(".")[0].split("_")[0] for each in wanted if each]
    return list(dict.fromkeys(plain))


class Words:
    """Call it with an English text; what has no translation stays English."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._known: dict[str, str] = {}
        for language in languages(environment):
            if language in ("en", "c", "C"):
                return
            file = _FOLDER / f"{language}.po"
            if file.is_file():
                self._known = read_translations(file.read_text(encoding="utf-8"))
                return

    def __call__(self, text: str) -> str:
        """In the user's language."""
        return self._known.get(text, text)
