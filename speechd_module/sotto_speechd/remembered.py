"""The voices as they were last heard of, so that they can be listed before the daemon answers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from sotto_speechd.voices import Voice

_LARGEST = 1 << 20


def path(environment: Mapping[str, str]) -> Path:
    """Where the file is."""
    home = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "/")) / ".cache"
    return Path(home) / "sotto" / "speechd-voices.json"


def load(file: Path) -> tuple[Voice, ...]:
    """Nothing when there is no such file, or when it is damaged."""
    try:
        with file.open(encoding="utf-8") as opened:
            entries = json.loads(opened.read(_LARGEST))
        return tuple(_voice(entry) for entry in entries)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def save(file: Path, voices: Sequence[Voice]) -> None:
    """Raises OSError; the file is whole at all times."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.write_text(json.dumps([asdict(voice) for voice in voices]), "utf-8")
    fresh.replace(file)


def _voice(entry: Mapping[str, object]) -> Voice:
    languages = entry["languages"]
    if not isinstance(languages, list):
        raise TypeError("languages is no list")
    return Voice(
        identifier=str(entry["identifier"]),
        name=str(entry["name"]),
        languages=tuple(map(str, languages)),
        gender=str(entry["gender"]),
        rate=int(str(entry["rate"])),
    )
