"""The settings file of Orca up to version 49: our keys in, our keys out. Pure.

A change is remembered with what was there before; taking it back leaves alone whatever somebody
else has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sotto_orca.choice import Choice, is_sotto
from sotto_orca.errors import OrcaSettingsError

_PARTS = ("general", "profiles", "pronunciations", "keybindings")
_FACTORY, _INFO = "speechServerFactory", "speechServerInfo"
_TITLE = "Sotto"


@dataclass(frozen=True, slots=True)
class Change:
    """The value at a path: `old` is a list with the value of before, empty when there was none.
    `kept` parents of it were there before."""

    path: tuple[str, ...]
    old: tuple[Any, ...]
    new: Any
    kept: int

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"path": self.path, "old": self.old, "new": self.new, "kept": self.kept}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Change:
        """As it was stored. Raises KeyError or TypeError when damaged."""
        return cls(tuple(stored["path"]), tuple(stored["old"]), stored["new"], int(stored["kept"]))


def parse(content: bytes | None) -> dict[str, Any]:
    """The settings; without a file, the least that Orca accepts. Raises OrcaSettingsError."""
    if content is None:
        return _fresh()
    try:
        settings = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise OrcaSettingsError(f"Orca's settings file is damaged: {error}") from error
    if not isinstance(settings, dict):
        raise OrcaSettingsError("Orca's settings file is damaged: it is not a table")
    for part in _PARTS:
        if not isinstance(settings.get(part), dict):
            raise OrcaSettingsError(f"Orca's settings file is damaged: {part} is missing")
    for name, profile in settings["profiles"].items():
        if not isinstance(profile, dict):
            raise OrcaSettingsError(f"Orca's settings file is damaged: profile {name}")
    return settings


def serialize(settings: dict[str, Any]) -> bytes:
    """As Orca writes it."""
    return json.dumps(settings, indent=4).encode()


def apply(settings: dict[str, Any], choice: Choice) -> list[Change]:
    """Put Sotto into the settings; returns what was changed."""
    changes = []
    for path, value in _wanted(settings, choice):
        change = _put(settings, path, value)
        if change.old != (value,):
            changes.append(change)
    return changes


def take_back(settings: dict[str, Any], changes: Sequence[Change]) -> None:
    """Undo changes whose value is still ours."""
    for change in reversed(changes):
        _undo(settings, change)


def is_enabled(settings: dict[str, Any]) -> bool:
    """Whether the profile that Orca starts with speaks with Sotto."""
    general = settings["general"]
    profile = settings["profiles"].get(_profile(settings), {})
    info = profile.get(_INFO, general.get(_INFO))
    synthesizer = info[1] if isinstance(info, list) and len(info) == 2 else None
    return is_sotto(profile.get(_FACTORY, general.get(_FACTORY)), synthesizer)


def _fresh() -> dict[str, Any]:
    default = ["Default", "default"]
    return {
        "general": {"startingProfile": default},
        "profiles": {"default": {"profile": default, "pronunciations": {}, "keybindings": {}}},
        "pronunciations": {},
        "keybindings": {},
    }


def _profile(settings: dict[str, Any]) -> str:
    starting = settings["general"].get("startingProfile")
    if isinstance(starting, list) and len(starting) == 2 and starting[1] in settings["profiles"]:
        return str(starting[1])
    return "default"


def _wanted(settings: dict[str, Any], choice: Choice) -> Iterator[tuple[tuple[str, ...], Any]]:
    """A profile's values win over the general ones, which other readers look at."""
    for part in (("general",), ("profiles", _profile(settings))):
        yield (*part, _FACTORY), choice.system.value
        yield (*part, _INFO), [_TITLE, choice.synthesizer]
        if choice.family is not None:
            yield (*part, "voices", "default", "established"), True
            yield (
                (*part, "voices", "default", "family"),
                {
                    "name": choice.family.name,
                    "lang": choice.family.language,
                    "dialect": choice.family.dialect,
                    "gender": None,
                    "variant": None,
                },
            )


def _put(settings: dict[str, Any], path: tuple[str, ...], value: object) -> Change:
    table, kept = settings, 0
    for name in path[:-1]:
        if name in table and not isinstance(table[name], dict):
            raise OrcaSettingsError(f"Orca's settings file is damaged: {'.'.join(path)}")
        kept += name in table
        table = table.setdefault(name, {})
    old = (table[path[-1]],) if path[-1] in table else ()
    table[path[-1]] = value
    return Change(path, old, value, kept)


def _undo(settings: dict[str, Any], change: Change) -> None:
    tables = [settings]
    for name in change.path[:-1]:
        inner = tables[-1].get(name)
        if not isinstance(inner, dict):
            return
        tables.append(inner)
    last = change.path[-1]
    if last not in tables[-1] or tables[-1][last] != change.new:
        return
    if change.old:
        tables[-1][last] = change.old[0]
        return
    del tables[-1][last]
    for depth in range(len(change.path) - 1, change.kept, -1):
        if not tables[depth]:
            del tables[depth - 1][change.path[depth - 1]]
