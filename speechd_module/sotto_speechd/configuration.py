"""The module's own settings: `sotto/speechd.toml` in the user's configuration folder.

Speech Dispatcher's tool for setting up replaces its own folder as a whole, so they are not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sotto_speechd.errors import ConfigurationError

AUTO, DAEMON, SERVER = "auto", "daemon", "server"
STOCK_ICONS = "/usr/share/sounds/sound-icons"


@dataclass(frozen=True, slots=True)
class Configuration:
    """`audio`: who plays, the daemon or Speech Dispatcher; `icons`: the folder of sound icons.

    AUTO and DAEMON are the same: without a sound server the daemon cannot play, whatever is set.
    """

    audio: str = AUTO
    icons: str = STOCK_ICONS


def path(environment: Mapping[str, str]) -> Path:
    """Where the file is."""
    home = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/")) / ".config"
    return Path(home) / "sotto" / "speechd.toml"


def load(file: Path) -> Configuration:
    """What the file says, the defaults without one. Raises ConfigurationError."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return Configuration()
    except (OSError, UnicodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error
    return parse(text)


def parse(text: str) -> Configuration:
    """What the text of such a file says. Raises ConfigurationError."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"the module's settings: {error}") from error
    unknown = values.keys() - {"audio", "icons"}
    if unknown:
        raise ConfigurationError(f"the module has no setting {min(unknown)!r}")
    audio, icons = values.get("audio", AUTO), values.get("icons", STOCK_ICONS)
    if audio not in (AUTO, DAEMON, SERVER):
        raise ConfigurationError(f'audio is {audio!r}, not "auto", "daemon" or "server"')
    if not isinstance(icons, str):
        raise ConfigurationError("icons is no name of a folder")
    return Configuration(audio, icons)
