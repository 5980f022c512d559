"""Typed access to the untrusted JSON that describes a voice; everything is bounded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from sotto.errors import VoiceDamagedError

_LARGEST_JSON = 4 << 20
_LARGEST_GRAPH = 64 << 20
LARGEST_TABLE = 4096
_LONGEST_LICENCE = 200


def read_json(path: Path) -> Mapping[str, object]:
    """The object in a file. Raises VoiceDamagedError."""
    try:
        if path.stat().st_size > _LARGEST_JSON:
            raise VoiceDamagedError(f"{path} is too large")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise VoiceDamagedError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise VoiceDamagedError(f"{path} does not hold an object")
    return content


def graph_path(
    folder: Path, graphs: Mapping[str, object], part: str, largest: int = _LARGEST_GRAPH
) -> Path:
    """The file of one graph. Raises VoiceDamagedError when it is missing or leaves `folder`."""
    name = graphs.get(part)
    if not isinstance(name, str) or "/" in name or name in {"", ".", ".."}:
        raise VoiceDamagedError(f"{folder}: the {part} graph has no proper file name")
    path = folder / name
    try:
        size = path.stat().st_size
    except OSError as error:
        raise VoiceDamagedError(f"{path} cannot be read: {error}") from error
    if not 0 < size <= largest:
        raise VoiceDamagedError(f"{path} has an unlikely size")
    return path


def licence_of(fields: Fields) -> str:
    """A voice's licence in one line; "" where it is not told. Raises VoiceDamagedError."""
    if not fields.has("licence"):
        return ""
    return " ".join(fields.text("licence").split())[:_LONGEST_LICENCE]


class Fields:
    """Typed access to an object of untrusted JSON; every failure is VoiceDamagedError."""

    def __init__(self, content: Mapping[str, object], where: str) -> None:
        self._content = content
        self._where = where

    def has(self, key: str) -> bool:
        """Whether there is such a key."""
        return key in self._content

    def text(self, key: str) -> str:
        """A string."""
        value = self._content.get(key)
        if not isinstance(value, str) or len(value) > LARGEST_TABLE:
            raise self._wrong(key, "text")
        return value

    def number(self, key: str, least: float, most: float) -> float:
        """A number between two."""
        value = self._content.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(key, "a number")
        if not least <= value <= most:
            raise self._wrong(key, f"between {least} and {most}")
        return float(value)

    def integer(self, key: str, least: int, most: int) -> int:
        """A whole number between two."""
        value = self.number(key, least, most)
        if not value.is_integer():
            raise self._wrong(key, "a whole number")
        return int(value)

    def numbers(self, key: str) -> list[float]:
        """A list of finite numbers, at least two."""
        value = self._content.get(key)
        if not isinstance(value, list) or not 2 <= len(value) <= LARGEST_TABLE:
            raise self._wrong(key, "a list of numbers")
        if not all(isinstance(x, int | float) and abs(x) < 1e9 for x in value):
            raise self._wrong(key, "a list of finite numbers")
        return [float(x) for x in value]

    def table(self, key: str) -> Mapping[str, object]:
        """An object with something in it."""
        value = self._content.get(key)
        if not isinstance(value, dict) or not 0 < len(value) <= LARGEST_TABLE:
            raise self._wrong(key, "an object")
        return value

    def ids(self, key: str) -> Mapping[str, int]:
        """An object of rows of a table."""
        table = self.table(key)
        fields = Fields(table, f"{self._where}: {key}")
        return {name: fields.integer(name, 0, LARGEST_TABLE) for name in table}

    def items(self, key: str) -> Sequence[Mapping[str, object]]:
        """A list of objects."""
        value = self._content.get(key)
        if not isinstance(value, list) or not 0 < len(value) <= LARGEST_TABLE:
            raise self._wrong(key, "a list")
        if not all(isinstance(item, dict) for item in value):
            raise self._wrong(key, "a list of objects")
        return value

    def _wrong(self, key: str, expected: str) -> VoiceDamagedError:
        return VoiceDamagedError(f"{self._where}: {key!r} is not {expected}")
