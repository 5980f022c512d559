"""The Orca that is installed: its version, and where that version keeps its settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from sotto_orca.commands import run
from sotto_orca.dconf_store import DconfStore
from sotto_orca.errors import OrcaMissingError, OrcaSettingsError
from sotto_orca.json_store import JsonStore
from sotto_orca.record import Record, state_folder
from sotto_orca.store import Store

FIRST_DCONF_VERSION = 50
FIRST_SPIEL_VERSION = 46
FIRST_REMOTE_VERSION = 49


def parse_version(printed: str) -> int:
    """The major version in what `orca --version` prints. Raises OrcaSettingsError."""
    found = re.search(r"(?<![\d.])(\d{1,3})(?:\.|\b)", printed)
    if found is None:
        raise OrcaSettingsError(f"Orca tells no version: {printed.strip()[:80]!r}")
    return int(found.group(1))


def installed_version(environment: Mapping[str, str]) -> int:
    """Raises OrcaMissingError, OrcaSettingsError."""
    try:
        return parse_version(run(environment, "orca", "--version"))
    except OrcaMissingError as error:
        raise OrcaMissingError("Orca is not installed") from error


def settings_file(environment: Mapping[str, str]) -> Path:
    """Where Orca up to 49 keeps its settings."""
    base = environment.get("XDG_DATA_HOME")
    home = Path(environment.get("HOME", "/"))
    return (Path(base) if base else home / ".local" / "share") / "orca" / "user-settings.conf"


def store_of(version: int, environment: Mapping[str, str]) -> Store:
    """Where this version keeps its settings."""
    folder = state_folder(environment)
    if version < FIRST_DCONF_VERSION:
        return JsonStore(settings_file(environment), Record(folder / "json-record.json"))
    dconf = partial(run, environment, "dconf")
    return DconfStore(dconf, Record(folder / "dconf-record.json"), version)
