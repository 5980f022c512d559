"""What we keep of Orca's settings while Sotto is in them: in the user's state folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sotto_orca import files
from sotto_orca.errors import OrcaSettingsError


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where records and backups are."""
    base = environment.get("XDG_STATE_HOME")
    home = Path(environment.get("HOME", "/"))
    return (Path(base) if base else home / ".local" / "state") / "sotto" / "orca"


@dataclass(frozen=True, slots=True)
class Record:
    """How to take the settings back; one file, there only while Sotto is enabled."""

    path: Path

    def read(self) -> dict[str, Any] | None:
        """What was kept; None when Sotto is not enabled. Raises OrcaSettingsError."""
        content = files.read(self.path)
        if content is None:
            return None
        try:
            kept = json.loads(content)
        except ValueError as error:
            raise OrcaSettingsError(f"{self.path} is damaged: {error}") from error
        if not isinstance(kept, dict) or kept.get("format") != 1:
            raise OrcaSettingsError(f"{self.path} is damaged or of another version")
        return kept

    def write(self, kept: dict[str, Any]) -> None:
        """Keep it. Raises OrcaSettingsError."""
        files.replace(self.path, json.dumps({"format": 1, **kept}, indent=1).encode())

    def remove(self) -> None:
        """Forget it, and the folders it names as made; backups stay. Raises OrcaSettingsError."""
        kept = self.read() or {}
        files.remove(self.path)
        made = kept.get("made", [])
        if isinstance(made, list):
            files.remove_folders([str(each) for each in made])

    def back_up(self, name: str, content: bytes) -> Path:
        """Keep a copy that is never written over; returns where it is.

        Raises OrcaSettingsError.
        """
        path = self.path.parent / f"{name}.{digest(content)[:16]}"
        if files.read(path) != content:
            files.replace(path, content)
        return path


def digest(content: bytes) -> str:
    """What identifies a content."""
    return hashlib.sha256(content).hexdigest()
