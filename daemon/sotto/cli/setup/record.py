"""What `sotto setup` changed, so that it can be taken back to the byte."""

from __future__ import annotations

import json
import os
import tempfile
import time
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

Value = str | float | int

_PATIENCE = 3.0
"""Seconds for the daemon to write the settings."""


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where what Sotto changed for the user is written down."""
    home = Path(environment.get("HOME", "/"))
    return Path(environment.get("XDG_STATE_HOME") or home / ".local/state") / "sotto"


class Record:
    """Kept beside other state of the user's; `file` is the settings file as it was before."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        home = Path(environment.get("HOME", "/"))
        state = state_folder(environment)
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
        self._path = state / "setup.json"
        self.settings = config / "sotto" / "settings.toml"
        self.changes: dict[str, tuple[Value, Value]] = {}
        self.orca = False
        self.files: dict[str, tuple[str | None, str]] = {}
        """Other files that were written: what was in them, and what is."""
        self.keys: dict[str, dict[str, tuple[str, str]]] = {}
        """Keys of a desktop's settings, by its kind: what they were, and what they are."""
        self.file: str | None = None
        self.made = [str(each) for each in missing_folders(self.settings.parent)]
        # What enabling Orca makes on the way is left empty when it is disabled.
        orca = state / "orca", data / "orca", config / "autostart"
        self._made_here = [str(each) for folder in orca for each in missing_folders(folder)]
        with suppress(OSError, UnicodeError):
            self.file = self.settings.read_text()
        self.read()

    def note(self, name: str, before: Value, after: Value) -> None:
        """A setting is about to be changed; the first value of before counts."""
        first = self.changes.get(name, (before, after))[0]
        self.changes[name] = first, after

    def read(self) -> bool:
        """Take up what an earlier run changed; whether there was one."""
        try:
            found = json.loads(self._path.read_text())
            files = {
                str(name): (pair[0], str(pair[1])) for name, pair in found.get("files", {}).items()
            }
            keys = {
                str(kind): {str(key): (str(p[0]), str(p[1])) for key, p in pairs.items()}
                for kind, pairs in found.get("keys", {}).items()
            }
            changes = {str(name): (pair[0], pair[1]) for name, pair in found["changes"].items()}
            self.orca, self.file = bool(found["orca"]), found["file"]
            self.made, self._made_here = list(found["made"]), list(found["made_here"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            return False
        self.changes, self.files, self.keys = changes, files, keys
        return True

    def write(self) -> None:
        """Nothing is written where nothing was changed."""
        if not (self.changes or self.orca or self.files or self.keys):
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "changes": self.changes,
            "orca": self.orca,
            "files": self.files,
            "keys": self.keys,
            "file": self.file,
            "made": self.made,
            "made_here": self._made_here,
        }
        replace_file(self._path, json.dumps(content))

    def write_file(self, path: Path, content: str) -> None:
        """Change a file of the user's; how it was is written down first. Raises OSError."""
        before = read_text(path)
        self.files.setdefault(str(path), (before, content))
        self.files[str(path)] = self.files[str(path)][0], content
        self._made_here += [str(each) for each in missing_folders(path.parent)]
        self.write()
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)

    def restore_files(self) -> list[str]:
        """Every file as it was; those that somebody has changed since stay, and are told."""
        edited = []
        for name, (before, written) in self.files.items():
            now = read_text(Path(name))
            if now != written:
                edited += [] if now in (before, None) else [name]
            elif before is None:
                Path(name).unlink(missing_ok=True)
            else:
                replace_file(Path(name), before)
        return edited

    def remove(self) -> None:
        """Forget it, with the folders that were made for it."""
        self._path.unlink(missing_ok=True)
        remove_folders(self._made_here)


def restore_file(record: Record) -> None:
    """Byte for byte as before, once the daemon has written the same values."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        now = read_text(record.settings)
        if _values(now) == _values(record.file):
            break
        time.sleep(0.02)
    else:
        # The user's own edits since stay.
        return
    if record.file is None:
        record.settings.unlink(missing_ok=True)
        remove_folders(record.made)
    elif now != record.file:
        replace_file(record.settings, record.file)


def read_text(path: Path) -> str | None:
    """What is in a file; None for nothing that is text."""
    try:
        return path.read_text()
    except (OSError, UnicodeError):
        return None


def _values(text: str | None) -> object:
    try:
        return tomllib.loads(text or "")
    except ValueError:
        return text


def missing_folders(folder: Path) -> list[Path]:
    """The folders on the way that are not there, the innermost first."""
    return [each for each in (folder, *folder.parents) if not each.exists()]


def remove_folders(folders: list[str]) -> None:
    """Those of them that are empty."""
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):
            Path(folder).rmdir()


def replace_file(path: Path, content: str) -> None:
    """In one step, with its mode, behind a link as well. Raises OSError."""
    target = Path(os.path.realpath(path))
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as file:
        file.write(content)
    if target.exists():
        Path(file.name).chmod(target.stat().st_mode & 0o777)
    Path(file.name).replace(target)
