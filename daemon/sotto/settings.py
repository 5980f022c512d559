"""The user's settings: one small TOML file, read when it changes and written whole.

A value that cannot be used is left at its default and told about; the others hold.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path

from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import (
    INFLECTION_RANGE,
    PITCH_RANGE,
    RATE_RANGE,
    VOLUME_RANGE,
    Capitals,
    Clarity,
    Options,
    Prosody,
    Punctuation,
    Quality,
    Style,
)

_log = logging.getLogger(__name__)

_LARGEST_FILE = 64 * 1024
_LONGEST_STRING = 200
_CONTROL = re.compile(r'[\x00-\x1f"\\\x7f]')
_LIMITS: dict[str, tuple[float, float]] = {
    "rate": RATE_RANGE,
    "pitch": PITCH_RANGE,
    "pitch_range": INFLECTION_RANGE,
    "volume": VOLUME_RANGE,
    "deadline_ms": (20, 5000),
    "idle_after_s": (0.1, 600),
    "keep_awake_s": (0, 3600),
    "ducking": (0, 1),
    "cache_mb": (0, 64),
    "phrase_cache_mb": (0, 1024),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What requests leave open, and how the daemon behaves."""

    voice: str = ""
    """Identifier; "": the best one for the language."""
    language: str = ""
    """BCP-47; "": the session's."""
    rate: float = 1.0
    pitch: float = 1.0
    pitch_range: float = 1.0
    volume: float = 1.0
    style: Style = Style.NEUTRAL
    clarity: Clarity = Clarity.OFF
    """On: shaped to be understood in noise, at the same level."""
    quality: Quality = Quality.AUTO
    """Auto: the light variant of a voice for notifications, and for all when power is saved or
    speech comes late."""
    punctuation: Punctuation = Punctuation.NONE
    capitals: Capitals = Capitals.NONE
    deadline_ms: int = 100
    """Milliseconds without sound after which espeak-ng speaks; from the next start on."""
    idle_after_s: float = 2.0
    """Seconds of silence after which the sound device may sleep; from the next start on."""
    keep_awake_s: float = 0.0
    """Seconds for which silence is played after speech; from the next start on."""
    ducking: float = 1.0
    """Factor on other programs' volume while speaking, 1 leaves it; from the next start on."""
    cache_mb: int = 8
    """Megabytes of sound kept for texts that come again; from the next start on."""
    phrase_cache_mb: int = 32
    """Megabytes on disk for phrases of the interface, 0 keeps none; from the next start on."""

    def __post_init__(self) -> None:
        """Raises InvalidOptionError when a value lies outside its range."""
        for name, (low, high) in _LIMITS.items():
            if not low <= getattr(self, name) <= high:
                raise InvalidOptionError(f"{name} is {getattr(self, name)}, not {low} to {high}")

    def options(self) -> Options:
        """The defaults of a request; voice and language stay open."""
        factors = self.rate, self.pitch, self.pitch_range, self.volume
        prosody = Prosody(*factors, self.style, self.clarity, self.quality)
        return Options(prosody=prosody, punctuation=self.punctuation, capitals=self.capitals)


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


# ---- reading


def read_settings(path: Path) -> tuple[Settings, list[str]]:
    """The settings, and in words what of the file could not be used. No file: the defaults."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"the settings cannot be read: {error.strerror}"]
    try:
        if len(content) > _LARGEST_FILE:
            raise SettingsError(f"more than {_LARGEST_FILE} bytes")
        return _check(tomllib.loads(content.decode()))
    except (ValueError, RecursionError) as error:
        return Settings(), [f"{SettingsError.hears}: {str(error) or type(error).__name__}"]


def _check(table: Mapping[str, object]) -> tuple[Settings, list[str]]:
    known = {field.name for field in fields(Settings)}
    good: dict[str, object] = {}
    problems = []
    for name, value in table.items():
        try:
            if name not in known:
                raise InvalidOptionError(f"there is no setting {name[:_LONGEST_STRING]!r}")
            good[name] = _convert(name, value)
            Settings(**{name: good[name]})  # type: ignore[arg-type]
        except InvalidOptionError as error:
            good.pop(name, None)
            problems.append(f"the settings have a mistake: {error}")
    return Settings(**good), problems  # type: ignore[arg-type]


def _convert(name: str, value: object) -> object:
    default = getattr(Settings(), name)
    if isinstance(default, Enum):
        try:
            return type(default)(value)
        except ValueError as error:
            choices = ", ".join(each.value for each in type(default))
            raise InvalidOptionError(f"{name} is not one of {choices}") from error
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if type(value) is not type(default):
        raise InvalidOptionError(f"{name} is not a {_TYPE_NAMES[type(default)]}")
    if isinstance(value, str) and len(value) > _LONGEST_STRING:
        raise InvalidOptionError(f"{name} is too long")
    return value


_TYPE_NAMES: dict[type, str] = {str: "text in quotes", float: "number", int: "whole number"}


# ---- writing


def write_settings(path: Path, settings: Settings) -> None:
    """Replace the file at once, or leave it as it is. Only what is not a default is written.

    Raises SettingsError.
    """
    lines = [
        f"{field.name} = {_toml(getattr(settings, field.name))}\n"
        for field in fields(Settings)
        if getattr(settings, field.name) != field.default
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            try:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"the settings cannot be written: {error}") from error


def _toml(value: object) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return '"' + _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", value) + '"'
    return repr(value)


# ---- watching


class SettingsFile:
    """The settings as they are in the file now: it is looked at whenever they are asked for.

    `on_change` gets the new settings and what was wrong with them.
    """

    def __init__(self, path: Path, on_change: Callable[[Settings, list[str]], None]) -> None:
        self._path = path
        self._on_change = on_change
        self._seen = self._look()
        self._settings, self.problems = read_settings(path)

    @property
    def current(self) -> Settings:
        """Read again when the file is another one than before."""
        if (seen := self._look()) != self._seen:
            self._seen = seen
            self._settings, self.problems = read_settings(self._path)
            _log.info("settings read again from %s", self._path)
            self._on_change(self._settings, self.problems)
        return self._settings

    def _look(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino
