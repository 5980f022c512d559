"""An instance of libespeak-ng in a process of its own: answers frames on descriptor 0.

It ends with its daemon: by the end of its input, and where the library hangs by a signal.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable

from sotto.errors import PhonemesError
from sotto.phonemes.binding import EspeakLibrary, WordPosition
from sotto.phonemes.frames import Head, read_frame, write_frame

LONGEST_SECONDS = 10
"""No piece of work takes as long; a library that does is ended."""

_IN_OUT = 0


class Instance:
    """Carries out requests; `handle` writes their answers."""

    def __init__(self, library: EspeakLibrary) -> None:
        self._library = library
        self._work: dict[object, Callable[[Head], None]] = {
            "begin": self._begin,
            "voices": self._voices,
            "voice": self._voice,
            "phonemes": self._phonemes,
            "names": self._names,
            "say": self._say,
            "stop": lambda head: None,
        }

    def handle(self, head: Head) -> None:
        """Raises KeyError for a request that there is none."""
        signal.alarm(LONGEST_SECONDS)
        try:
            self._work[head["do"]](head)
        except PhonemesError as error:
            _answer({"error": str(error)})
        signal.alarm(0)

    def _begin(self, head: Head) -> None:
        folder = os.fspath(self._library.data_folder())
        _answer({"rate": self._library.sample_rate, "folder": folder})

    def _voices(self, head: Head) -> None:
        found = self._library.voices()
        _answer({"voices": [[v.identifier, v.name, list(v.languages)] for v in found]})

    def _voice(self, head: Head) -> None:
        self._library.set_voice(str(head["voice"]))
        _answer({})

    def _phonemes(self, head: Head) -> None:
        if head["voice"]:
            self._library.set_voice(str(head["voice"]))
        texts = head["texts"]
        assert isinstance(texts, list)
        _answer({"groups": self._library.phoneme_groups_of(texts)})

    def _names(self, head: Head) -> None:
        if head["voice"]:
            self._library.set_voice(str(head["voice"]))
        _answer({"names": dict(self._library.names())})

    def _say(self, head: Head) -> None:
        if head["voice"]:
            self._library.set_voice(str(head["voice"]))
        parameters = head["parameters"]
        assert isinstance(parameters, list)
        for number, value in parameters:
            self._library.set_parameter(number, value)
        has_names = bool(head["has_names"])
        self._library.say(str(head["text"]), _give, _is_stopped, has_names=has_names)
        _answer({"end": True})


def _give(sound: bytes, positions: list[WordPosition]) -> None:
    _answer({"words": [[each.character, each.sample] for each in positions]}, sound)


def _answer(head: Head, sound: bytes = b"") -> None:
    write_frame(_IN_OUT, head, sound)


def _is_stopped() -> bool:
    """Only "stop" is sent while there is sound to come."""
    if select.select([_IN_OUT], [], [], 0)[0]:
        read_frame(_IN_OUT)
        return True
    return False


def main() -> None:
    """Serve until the daemon is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        signal.alarm(LONGEST_SECONDS)
        instance = Instance(EspeakLibrary())
        while True:
            signal.alarm(0)
            instance.handle(read_frame(_IN_OUT)[0])
    except PhonemesError as error:
        _answer({"error": str(error)})
    except (EOFError, OSError):
        return
