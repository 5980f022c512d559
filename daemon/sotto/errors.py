"""All errors of Sotto: one root, each leaf also the builtin a caller would expect.

`hears` is what the user is told when the error reaches them.
"""

from __future__ import annotations

from enum import Enum


class SottoError(Exception):
    """Root of every error that Sotto raises on purpose."""

    hears = "Sotto met a problem"


class InvalidOptionError(SottoError, ValueError):
    """An option of a request has an unknown name, the wrong type or a value out of range."""

    hears = "That setting is not valid"


class TextTooLongError(SottoError, ValueError):
    """A request is longer than the daemon accepts."""

    hears = "That text is too long"


class UnknownVoiceError(SottoError, LookupError):
    """No voice has that name."""

    hears = "That voice is not installed"


class UnknownUtteranceError(SottoError, LookupError):
    """The utterance never was, is forgotten, or is another client's."""

    hears = "There is no such utterance"


class IllegalTransitionError(SottoError, RuntimeError):
    """The life cycle does not allow that step in that state; nothing was changed."""


class TooManyError(SottoError, RuntimeError):
    """One client has more requests under way than the daemon accepts."""

    hears = "Too much is waiting to be spoken"


class VoiceDamagedError(SottoError, ValueError):
    """The files of a voice are missing, unreadable or contradict each other."""

    hears = "The voice is damaged"


class EngineError(SottoError, RuntimeError):
    """An engine could not turn a clause into sound."""

    hears = "The voice failed"


class VoiceLoadingError(EngineError):
    """A voice is not in memory yet: another one covers for it meanwhile. `is_soon`: it is on its
    way, and was waited for as long as a listener can wait."""

    hears = "The voice is still being loaded"

    def __init__(self, voice: str, *, is_soon: bool = False) -> None:
        super().__init__(voice)
        self.is_soon = is_soon


class PhonemesError(SottoError, RuntimeError):
    """libespeak-ng is missing or refused a language."""

    hears = "The pronunciation library failed"


class Cancelled(SottoError):
    """Work was given up because nobody wants its result any more."""


class NoSoundReason(Enum):
    """Why there is no sound."""

    NO_SERVER = "no sound server answers"
    NO_DEVICE = "the sound server has no output device"
    SERVER_LOST = "the sound server went away"
    STALLED = "the sound server does not take sound"
    NO_LIBRARY = "the PulseAudio library is not installed"


class SinkError(SottoError, OSError):
    """Sound cannot be played; `reason` says why."""

    hears = "There is no sound output"

    def __init__(self, reason: NoSoundReason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason


class BusError(SottoError, ConnectionError):
    """The session bus cannot be reached, or does not give us our name."""


class KeptSoundError(SottoError, OSError):
    """A sound on disk cannot be read, is damaged or another one, or cannot be kept."""


class SettingsError(SottoError, ValueError):
    """The settings file cannot be read as what it should be."""

    hears = "The settings file is damaged; what held before still holds"
