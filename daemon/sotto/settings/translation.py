"""What people read of settings, in their language: a line for each text, English first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("words")
_LONGEST_TAG = 3


def user_languages(environment: Mapping[str, str]) -> list[str]:
    """The first parts of the tags of the session's languages, the best first."""
    given = environment.get("LANGUAGE", "").split(":")
    given += [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    plain = [each.partition(".")[0].partition("@")[0].partition("_")[0].lower() for each in given]
    return list(dict.fromkeys(each for each in plain if each))


def translation(environment: Mapping[str, str]) -> Mapping[str, str]:
    """English texts to those of the session's language; empty where English is wanted, or
    nobody wrote another."""
    for language in user_languages(environment):
        if language in ("en", "c", "posix"):
            return {}
        if found := _texts(language):
            return found
    return {}


@lru_cache(maxsize=2)
def _texts(language: str) -> Mapping[str, str]:
    file = _FOLDER / f"{language}.tsv"
    if not (language.isalpha() and len(language) <= _LONGEST_TAG and file.is_file()):
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)
