"""Preparation of a fetched voice, in a process of its own: its files are a stranger's."""

from __future__ import annotations

from pathlib import Path

from sotto_voices.errors import UnpreparedError


def prepare_aside(source: Path, into: Path) -> None:
    """Make the voice in `source` ready to speak, in the empty folder `into`.

    Raises UnpreparedError.
    """
    del into
    raise UnpreparedError(f"{source.name} is of a format that this version cannot prepare")
