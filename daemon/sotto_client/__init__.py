"""The client library: `await connect()` gives a `Client` that speaks through the daemon.

It knows the bus interface (org.sotto.Voice1) and nothing of the daemon's insides.
"""

from sotto_client.client import Client, connect
from sotto_client.errors import (
    ClientError,
    FailedError,
    IllegalStateError,
    InvalidOptionError,
    TextTooLongError,
    TooManyError,
    UnavailableError,
    UnknownUtteranceError,
    UnknownVoiceError,
)
from sotto_client.events import (
    Ending,
    Event,
    Finished,
    MarkReached,
    Paused,
    Resumed,
    Started,
    WordReached,
)
from sotto_client.frames import Frame, Mark, Sound, Word
from sotto_client.settings import OwnWord, Setting, Settings, Value
from sotto_client.stream import Stream
from sotto_client.values import (
    NATURAL,
    Device,
    Explanation,
    SaidClause,
    SaidWord,
    State,
    Utterance,
    Voice,
)

__all__ = [
    "NATURAL",
    "Client",
    "ClientError",
    "Device",
    "Ending",
    "Event",
    "Explanation",
    "FailedError",
    "Finished",
    "Frame",
    "IllegalStateError",
    "InvalidOptionError",
    "Mark",
    "MarkReached",
    "OwnWord",
    "Paused",
    "Resumed",
    "SaidClause",
    "SaidWord",
    "Setting",
    "Settings",
    "Sound",
    "Started",
    "State",
    "Stream",
    "TextTooLongError",
    "TooManyError",
    "UnavailableError",
    "UnknownUtteranceError",
    "UnknownVoiceError",
    "Utterance",
    "Value",
    "Voice",
    "Word",
    "WordReached",
    "connect",
]
