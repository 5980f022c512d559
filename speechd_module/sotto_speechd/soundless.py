"""What a server that may play nothing is given to do for a moment: a sound file without sound,
that takes long to look through."""

from __future__ import annotations

import functools
import os
import struct

from sotto_speechd import replies

_CHUNKS = 12_000
"""libsndfile reads no more than 100,000 bytes of what comes before the sound: some 12 ms."""

_TIMES = 4
"""As long in all as the silence that is played elsewhere: a thread that is to note the pause may
get no processor for a while."""


def work() -> bytes:
    """Events for some 50 ms of a server's player, in which it comes to no later one; nothing of
    them is heard. b"" where the kernel has no room for the file."""
    try:
        return replies.icon(_file()) * _TIMES
    except OSError:
        return b""


@functools.cache
def _file() -> str:
    """Its path, of 96 kB in memory alone, for as long as this process lives. Raises OSError."""
    content = b"WAVE" + struct.pack("<4sI", b"junk", 0) * _CHUNKS
    number = os.memfd_create("soundless")
    os.write(number, b"RIFF" + struct.pack("<I", len(content)) + content)
    return f"/proc/{os.getpid()}/fd/{number}"
