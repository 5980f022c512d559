"""Settings of Orca up to version 49: one JSON file, read at its start and written by its dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sotto_orca import files
from sotto_orca.choice import Choice
from sotto_orca.errors import OrcaSettingsError
from sotto_orca.json_format import Change, apply, is_enabled, parse, serialize, take_back
from sotto_orca.record import Record, digest


class JsonStore:
    """`take back` gives the very bytes of before when nobody has written since, else it takes
    out only what is ours."""

    is_live = False

    def __init__(self, path: Path, record: Record) -> None:
        self._path = path
        self._record = record

    def enable(self, choice: Choice) -> None:
        """Write the file; the record of how it was comes first."""
        self.disable()
        original = files.read(self._path)
        settings = parse(original)
        changes = apply(settings, choice)
        if not changes:
            return
        content = serialize(settings)
        made = files.missing_folders(self._path, self._record.path)
        backup = None if original is None else self._record.back_up(self._path.name, original)
        self._record.write(
            {
                "path": str(self._path),
                "made": made,
                "backup": backup.name if backup else None,
                "written": digest(content),
                "changes": [change.to_json() for change in changes],
            }
        )
        files.replace(self._path, content)

    def disable(self) -> bool:
        """Put the file back."""
        kept = self._record.read()
        if kept is None:
            return False
        self._take_back(kept)
        self._record.remove()
        return True

    def is_enabled(self) -> bool:
        """Look into the file."""
        content = files.read(self._path)
        return content is not None and is_enabled(parse(content))

    def _take_back(self, kept: dict[str, Any]) -> None:
        now = files.read(self._path)
        if now is None:
            return
        try:
            if digest(now) == kept["written"]:
                self._restore(kept["backup"])
                return
            changes = [Change.from_json(each) for each in kept["changes"]]
        except (KeyError, TypeError, ValueError) as error:
            raise OrcaSettingsError(f"{self._record.path} is damaged: {error}") from error
        settings = parse(now)
        take_back(settings, changes)
        content = serialize(settings)
        if content != now:
            files.replace(self._path, content)

    def _restore(self, backup: str | None) -> None:
        if backup is None:
            files.remove(self._path)
            return
        path = self._record.path.parent / Path(backup).name
        original = files.read(path)
        if original is None:
            raise OrcaSettingsError(f"the backup {path} is gone")
        files.replace(self._path, original)
