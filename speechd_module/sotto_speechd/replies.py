"""Speech Dispatcher's module protocol, what goes out: replies and events as bytes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_SILENCE_SECONDS, _SILENCE_RATE = 0.05, 24_000
INIT = b"299-Sotto\n299 OK LOADED SUCCESSFULLY\n"
AUDIO_EXPECTED = b"207 OK RECEIVING AUDIO SETTINGS\n"
AUDIO_ACCEPTED = b"203 OK AUDIO INITIALIZED\n"
LOGLEVEL_EXPECTED = b"207 OK RECEIVING LOGLEVEL SETTINGS\n"
LOGLEVEL_SET = b"203 OK LOGLEVEL SET\n"
SETTINGS_EXPECTED = b"203 OK RECEIVING SETTINGS\n"
SETTINGS_TAKEN = b"203 OK SETTINGS RECEIVED\n"
MESSAGE_EXPECTED = b"202 OK RECEIVING MESSAGE\n"
SPEAKING = b"200 OK SPEAKING\n"
DEBUG_ON = b"200 OK DEBUGGING ON\n"
DEBUG_OFF = b"200 OK DEBUGGING OFF\n"
VOICES_SENT = b"200 OK VOICE LIST SENT\n"
NO_VOICES = b"304 CANT LIST VOICES\n"
QUIT = b"210 OK QUIT\n"
UNKNOWN = b"300 ERR UNKNOWN COMMAND\n"
MORE_THAN_ONE_LINE = b"305 DATA MORE THAN ONE LINE\n"

BEGIN = b"701 BEGIN\n"
END = b"702 END\n"
STOP = b"703 STOP\n"
PAUSE = b"704 PAUSE\n"


def mark(name: str) -> bytes:
    """The event that a mark is passed."""
    return b"700-" + one_line(name) + b"\n700 INDEX MARK\n"


def icon(path: str) -> bytes:
    """The event that makes the server play a sound file."""
    return b"706-" + one_line(path) + b"\n706 ICON\n"


def voices(entries: Iterable[tuple[str, str, str]]) -> bytes:
    """The answer to LIST VOICES: names, languages, variants."""
    lines = [b"200-" + b"\t".join(map(one_line, entry)) + b"\n" for entry in entries]
    return b"".join(lines) + VOICES_SENT if lines else NO_VOICES


def audio(pcm: bytes, rate: int) -> bytes:
    """The event that carries mono 16 bit little-endian sound.

    Always mono: the server computes sizes without the number of channels.
    """
    head = (
        f"705-bits=16\n705-num_channels=1\n705-sample_rate={rate}\n"
        f"705-num_samples={len(pcm) // 2}\n705-big_endian=0\n705-AUDIO"
    )
    escaped = pcm.replace(b"\x7d", b"\x7d\x5d").replace(b"\n", b"\x7d\x2a")
    return head.encode() + b"\0" + escaped + b"\n705 AUDIO\n"


def silence(rate_of: Callable[[int], int]) -> bytes:
    """The event of a moment without sound; `rate_of` gives the hertz that it is told with."""
    return audio(bytes(2 * round(_SILENCE_SECONDS * _SILENCE_RATE)), rate_of(_SILENCE_RATE))


def one_line(text: str) -> bytes:
    """Without what ends a line, a field or a C string."""
    return text.translate(_BREAKS).encode("utf-8", "replace")


_BREAKS = dict.fromkeys(map(ord, "\0\n\r\t"), " ")
