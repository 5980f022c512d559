"""What a setting may be that no request has: how the daemon itself behaves."""

from __future__ import annotations

from enum import Enum


class LearnAwake(Enum):
    """Whether it is learned of sound devices for how long they are to be kept awake."""

    ON = "on"
    OFF = "off"


class LookAhead(Enum):
    """Whether what may be asked for next is made ready."""

    ON = "on"
    OFF = "off"


class LongReading(Enum):
    """Whether a heavy voice goes on with long texts: never, on mains power, or always."""

    OFF = "off"
    AUTO = "auto"
    ALWAYS = "always"


class LogLevel(Enum):
    """How much the daemon tells on standard error."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
