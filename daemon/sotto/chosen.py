"""Voices that were chosen for languages, as people write them: "de=sotto:kerstin, pt-PT=..."."""

from __future__ import annotations

import re

from sotto.errors import InvalidOptionError

EXAMPLE = "de=sotto:kerstin, pt-PT=espeak:pt"
LONGEST = 1000
"""Characters."""

_ONE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*=\s*([^\s,=]+)")
_ALL = re.compile(rf"\s*(?:{_ONE.pattern}\s*(?:,\s*|$))*")


def read_chosen(name: str, text: str) -> tuple[tuple[str, str], ...]:
    """Tags and the voices chosen for them. Raises InvalidOptionError; `name` is the option's."""
    if len(text) > LONGEST:
        raise InvalidOptionError(f"{name} is longer than {LONGEST} characters")
    if not _ALL.fullmatch(text):
        raise InvalidOptionError(f"{name} is not as in: {EXAMPLE}")
    return tuple((tag, voice) for tag, voice in _ONE.findall(text))
