"""Where the settings are, and the language of the session that holds where none is set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def settings_path(environment: Mapping[str, str]) -> Path:
    """Where the user's settings are."""
    home = Path(environment.get("HOME", "/"))
    base = environment.get("XDG_CONFIG_HOME")
    return (Path(base) if base else home / ".config") / "sotto" / "settings.toml"


def session_language(environment: Mapping[str, str]) -> str:
    """The language of the session as a BCP-47 tag; English when it has none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            tag = value.partition(".")[0].partition("@")[0].replace("_", "-")
            return "en" if tag in ("C", "POSIX") else tag
    return "en"
