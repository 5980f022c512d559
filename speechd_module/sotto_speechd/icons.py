"""Sound icons: the file of a name in the user's sound theme."""

from __future__ import annotations

from pathlib import Path

_ENDINGS = ("", ".wav", ".ogg", ".oga", ".flac")
_LONGEST_NAME = 100


def find(name: str, folder: str) -> Path | None:
    """The file of that icon; None: its name has to be spoken instead."""
    plain = name.strip()
    is_bad = not plain or plain.startswith(".") or len(plain) > _LONGEST_NAME
    if is_bad or "/" in plain or "\0" in plain:
        return None
    candidates = (Path(folder) / (plain + ending) for ending in _ENDINGS)
    return next((file for file in candidates if file.is_file()), None)
