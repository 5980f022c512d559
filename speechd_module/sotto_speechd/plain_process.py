"""The process of the plain voice: libespeak-ng may hang or crash there and harms nobody.

It ends with the module: by the end of its input, and where the library hangs by a signal.
"""

from __future__ import annotations

import signal
from socket import socket

from sotto_speechd import plain_frames as frames
from sotto_speechd.errors import PlainVoiceError
from sotto_speechd.espeak import PlainVoice
from sotto_speechd.pieces import Piece

LONGEST_SECONDS = 10
"""Nothing takes as long between two pieces; a library that does is ended."""


def serve(line: socket) -> None:
    """Answer until the module is gone."""
    voice = PlainVoice()
    while True:
        kind, data = frames.receive(line)
        signal.alarm(LONGEST_SECONDS)
        try:
            if kind == frames.RATE:
                frames.send(line, frames.RATE, str(voice.rate()).encode())
            elif kind == frames.SPEAK:
                voice.speak(frames.to_request(data), lambda piece: _give(line, piece))
                frames.send(line, frames.END)
        except PlainVoiceError as error:
            frames.send(line, frames.PROBLEM, str(error).encode())
        signal.alarm(0)


def _give(line: socket, piece: Piece) -> bool:
    """Whether more is wanted. The module takes its time: sound is sent as it is heard."""
    signal.alarm(0)
    try:
        frames.send(line, *frames.of_piece(piece))
        return frames.receive(line)[0] == frames.MORE
    except (EOFError, OSError):
        return False
    finally:
        signal.alarm(LONGEST_SECONDS)


def main() -> None:
    """Serve on descriptor 0."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(socket(fileno=0))
    except (EOFError, OSError):
        return
