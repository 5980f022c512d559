"""A voice is tried before it is put in its place: what the daemon cannot use is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sotto_voices.errors import UnpreparedError

_PROGRAM = "sotto.voice.trial"
_SECONDS = 180
_LONGEST = 500


def try_voice(folder: Path) -> None:
    """Have the daemon's program speak with it, in a process that may die of it.

    Raises UnpreparedError with its reason.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", _PROGRAM, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnpreparedError(f"the voice does not speak within {_SECONDS} seconds") from error
    if done.returncode:
        told = done.stdout.decode("utf-8", "replace").strip()[:_LONGEST]
        raise UnpreparedError(f"the voice does not speak: {told or f'exit {done.returncode}'}")
