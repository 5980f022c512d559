"""Our errors as D-Bus names them."""

from __future__ import annotations

from sotto.errors import (
    IllegalTransitionError,
    InvalidOptionError,
    SottoError,
    TextTooLongError,
    TooManyError,
    UnknownUtteranceError,
    UnknownVoiceError,
)

_PREFIX = "org.sotto.Error."
FAILED = _PREFIX + "Failed"
NAMES: dict[type[SottoError], str] = {
    InvalidOptionError: _PREFIX + "InvalidOption",
    TextTooLongError: _PREFIX + "TextTooLong",
    UnknownVoiceError: _PREFIX + "UnknownVoice",
    UnknownUtteranceError: _PREFIX + "UnknownUtterance",
    IllegalTransitionError: _PREFIX + "IllegalState",
    TooManyError: _PREFIX + "TooMany",
}


def error_name(error: Exception) -> str:
    """The D-Bus name of an error; `Failed` for those without one of their own."""
    return next((name for kind, name in NAMES.items() if isinstance(error, kind)), FAILED)
