"""The file that remembers whose volume was lowered, and from what."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

_LIMIT = 64
"""Entries kept; the oldest are of programs that never came back."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A stream: number `index` in the server's run `session`, one volume a channel."""

    session: int
    index: int
    identity: str
    before: tuple[float, ...]
    lowered: tuple[float, ...]


class Record:
    """A small JSON file, replaced as a whole so that it is never half written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def exists(self) -> bool:
        """Whether anything is written down; a folder that may not be looked into has nothing."""
        try:
            return self._path.exists()
        except OSError as error:
            _log.warning("no volumes can be remembered: %s", error)
            return False

    def read(self) -> list[Lowered]:
        """All entries; a damaged file is reported, removed and counts as empty."""
        try:
            return [_entry(value) for value in json.loads(self._path.read_bytes())]
        except FileNotFoundError:
            return []
        except OSError as error:
            _log.warning("the volumes of before cannot be read: %s", error)
            return []
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            _log.warning("%s is damaged and was removed: %r", self._path, error)
            self._path.unlink(missing_ok=True)
            return []

    def write(self, entries: list[Lowered]) -> None:
        """Replace the entries; none removes the file. Raises OSError."""
        if not entries:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with fresh.open("w") as file:
            json.dump([asdict(entry) for entry in entries[-_LIMIT:]], file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _entry(value: dict[str, object]) -> Lowered:
    return Lowered(
        session=_whole(value["session"]),
        index=_whole(value["index"]),
        identity=str(value["identity"]),
        before=_volumes(value["before"]),
        lowered=_volumes(value["lowered"]),
    )


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _volumes(value: object) -> tuple[float, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    volumes = tuple(float(volume) for volume in value)
    if not all(0 <= volume <= 10 for volume in volumes):
        raise ValueError(f"{volumes} are no volumes")
    return volumes
