"""The private file that remembers which sound devices wake late."""

from __future__ import annotations

import json
import logging
import math
import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from sotto.audio.waking import LONGEST, MOST_DEVICES, Waking
from sotto.private import make_private, users_own

_log = logging.getLogger(__name__)

_LARGEST = 64 << 10
"""Bytes of the file."""
_LONGEST_NAME = 256
_COUNTS = {"proofs", "reliefs"}
_MOST = {"seconds": LONGEST}


class WakingRecord:
    """A small JSON file, replaced as a whole. What cannot be read or written is logged: a device
    is then learned anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Waking]:
        """All devices; none where the file is missing, damaged, or another user's."""
        try:
            with self._path.open("rb") as file:
                content = file.read(users_own(file.fileno(), _LARGEST))
            found = json.loads(content)
            return {
                _name(name): _waking(value) for name, value in list(found.items())[:MOST_DEVICES]
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
            _log.warning("what was learned of sound devices cannot be read: %r", error)
            return {}

    def write(self, known: Mapping[str, Waking]) -> None:
        """Those that wake late; the others need no file."""
        late = {name: asdict(each) for name, each in known.items() if each.proofs}
        try:
            self._write(late)
        except OSError as error:
            _log.warning("what was learned of sound devices cannot be kept: %s", error)

    def _write(self, late: Mapping[str, object]) -> None:
        if not late:
            self._path.unlink(missing_ok=True)
            return
        make_private(self._path.parent)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(late, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _name(name: str) -> str:
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ValueError("no name of a device")
    return name


def _waking(value: Mapping[str, object]) -> Waking:
    found = {
        each.name: _number(each.name, value[each.name])
        for each in fields(Waking)
        if each.name in value
    }
    return Waking(**found)  # type: ignore[arg-type] # counts are whole, the rest are not


def _number(name: str, value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{name} is no number")
    limited = min(max(value, -1.0), _MOST.get(name, 1e6))
    return int(limited) if name in _COUNTS else float(limited)
