"""Preparation of a voice in a process of its own, with limits: its files are a stranger's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sotto_voices.errors import UnpreparedError
from sotto_voices.kokoro.source import looks_like

_SECONDS = 300
"""Of a clock on the wall; the child's own limit of processor time is shorter."""
_LONGEST_ANSWER = 10_000


def prepare_aside(source: Path, into: Path) -> None:
    """Make the voice in `source` ready to speak, in the empty folder `into`.

    Raises UnpreparedError.
    """
    prepare_in_child(source, into)


def prepare_in_child(source: Path, into: Path, voices: Path | None = None) -> dict[str, Any]:
    """The same, and what the child tells of it: see Prepared in piper.prepare and kokoro.prepare.
    `voices` is the file or folder of voices where the model has one.

    Raises UnpreparedError.
    """
    is_kokoro = voices is not None or looks_like(source)
    family = "sotto_voices.kokoro" if is_kokoro else "sotto_voices.piper"
    command = [sys.executable, "-P", "-m", family, str(source.resolve()), str(into)]
    if voices is not None:
        command.append(str(voices.absolute()))
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise UnpreparedError(f"{source.name} cannot be prepared in {_SECONDS} s") from error
    except OSError as error:
        raise UnpreparedError(f"{source.name}: no process for it: {error}") from error
    told = _told(done.stdout)
    if done.returncode or "name" not in told:
        reason = told.get("reason") or _ending(done.returncode)
        raise UnpreparedError(f"{source.name}: {reason}")
    return told


def _told(answer: bytes) -> dict[str, Any]:
    """The last line of the answer; libraries print as they like before it."""
    lines = answer[-_LONGEST_ANSWER:].splitlines()
    try:
        found = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _ending(code: int) -> str:
    """Why a child that told nothing ended."""
    if code < 0:
        return f"it takes more memory or time than a voice may (signal {-code})"
    return "its preparation ended without a word"
