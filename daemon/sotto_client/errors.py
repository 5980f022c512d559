"""What a client may meet; every error has one root and also is the builtin one would expect."""

from __future__ import annotations


class ClientError(Exception):
    """Root of all errors of this library."""


class UnavailableError(ClientError, ConnectionError):
    """There is no session bus, or the daemon cannot be started or went away."""


class InvalidOptionError(ClientError, ValueError):
    """An option has an unknown name, the wrong type or a value out of range."""


class TextTooLongError(ClientError, ValueError):
    """The text is longer than the daemon accepts."""


class UnknownVoiceError(ClientError, LookupError):
    """No voice has that identifier."""


class UnknownUtteranceError(ClientError, LookupError):
    """There is no such utterance, it is forgotten, or it is another client's."""


class IllegalStateError(ClientError, RuntimeError):
    """The utterance is not in a state for that."""


class TooManyError(ClientError, RuntimeError):
    """Too many requests of this client are under way."""


class FailedError(ClientError, RuntimeError):
    """The daemon could not do it."""


_PREFIX = "org.sotto.Error."
_KINDS: dict[str, type[ClientError]] = {
    _PREFIX + "InvalidOption": InvalidOptionError,
    _PREFIX + "TextTooLong": TextTooLongError,
    _PREFIX + "UnknownVoice": UnknownVoiceError,
    _PREFIX + "UnknownUtterance": UnknownUtteranceError,
    _PREFIX + "IllegalState": IllegalStateError,
    _PREFIX + "TooMany": TooManyError,
    _PREFIX + "Failed": FailedError,
}
_BUS = (
    "ServiceUnknown",
    "NameHasNoOwner",
    "NoReply",
    "Disconnected",
    "TimedOut",
    "Timeout",
)


def from_bus(name: str, text: str) -> ClientError:
    """The error for a D-Bus error name. What the bus itself reports means: unavailable."""
    if name in _KINDS:
        return _KINDS[name](text)
    last = name.rpartition(".")[2]
    if last in _BUS or ".Spawn." in name:
        return UnavailableError(text)
    return FailedError(f"{last}: {text}")
