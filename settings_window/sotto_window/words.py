"""The window's own translations, beside those of the command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sotto_words import Words, languages

_FOLDER = Path(__file__).with_name("po")


def window_words(environment: Mapping[str, str] = os.environ) -> Words:
    """Call it with an English text of the window; what has no translation stays English."""
    return Words(languages(environment), _FOLDER)
