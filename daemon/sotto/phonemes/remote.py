"""libespeak-ng in another process: what hangs or crashes there is ended and begun anew.

Every wait is bounded. A request that gets no answer is asked once more of a fresh process;
then PhonemesError says so, and the next request begins with another one.
"""

from __future__ import annotations

import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sotto.errors import PhonemesError
from sotto.phonemes.binding import EspeakVoice, WordPosition, samples
from sotto.phonemes.frames import Head, read_frame, write_frame

if TYPE_CHECKING:
    from sotto.messages import Samples

T = TypeVar("T")

START_SECONDS = 3.0
ANSWER_SECONDS = 0.5
"""A busy machine needs some hundredths of it for an answer, or for the next 60 ms of sound."""

_TRIES = 2
_ROOT = str(Path(__file__).parents[2])
PROGRAM = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from sotto.phonemes.instance import main; main()"
)


class RemoteLibrary:
    """An instance of libespeak-ng with the interface of `EspeakLibrary`; one thread only.

    The process begins with `begin` or the first request. Raises PhonemesError.
    """

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program
        self._process: _Process | None = None
        self._begun: dict[str, Any] = {}
        self._voice = ""
        self._parameters: dict[int, int] = {}
        self._names: dict[str, Mapping[str, str]] = {}

    @property
    def sample_rate(self) -> int:
        """Hertz."""
        return int(self._first()["rate"])

    def begin(self) -> None:
        """Start the process without waiting for it. Raises PhonemesError."""
        if self._process is None:
            self._process = _Process(self._program)

    def data_folder(self) -> Path:
        """Where its data files are."""
        return Path(self._first()["folder"])

    def voices(self) -> tuple[EspeakVoice, ...]:
        """Every voice of the installed data files."""
        found = self._ask({"do": "voices"}, "voices")["voices"]
        return tuple(EspeakVoice(file, name, tuple(tags)) for file, name, tags in found)

    def set_voice(self, name: str) -> None:
        """Choose a voice by file name or language tag."""
        if name != self._voice:
            self._ask({"do": "voice", "voice": name})
            self._voice = name

    def phoneme_groups(self, text: str) -> list[str]:
        """IPA of `text`: one string a spoken word, its symbols joined by `_`."""
        return self.phoneme_groups_of([text])[0]

    def phoneme_groups_of(self, texts: Sequence[str]) -> list[list[str]]:
        """The same of several texts, in one question."""
        request = {"do": "phonemes", "voice": self._voice, "texts": list(texts)}
        found: list[list[str]] = self._ask(request, "groups")["groups"]
        return found

    def names(self) -> Mapping[str, str]:
        """IPA symbols and the voice's own names of them; empty where it takes none."""
        if self._voice not in self._names:
            request = {"do": "names", "voice": self._voice}
            self._names[self._voice] = self._ask(request, "names")["names"]
        return self._names[self._voice]

    def set_parameter(self, number: int, value: int) -> None:
        """Set one of espeak_PARAMETER (1 rate, 2 volume, 3 pitch, 4 range)."""
        self._parameters[number] = value

    def synthesize(
        self, text: str, stopped: Callable[[], bool], *, has_names: bool = False
    ) -> tuple[Samples, list[WordPosition]]:
        """Speak `text` into memory: samples [n] at `sample_rate` and where words begin."""
        request = {
            "do": "say",
            "voice": self._voice,
            "parameters": list(self._parameters.items()),
            "text": text,
            "has_names": has_names,
        }
        return self._try(lambda process: process.sound(request, stopped))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _first(self) -> dict[str, Any]:
        if not self._begun:
            self._begun = self._ask({"do": "begin"}, "rate", "folder")
        return self._begun

    def _ask(self, request: Head, *keys: str) -> dict[str, Any]:
        return self._try(lambda process: process.ask(request, keys))

    def _try(self, work: Callable[[_Process], T]) -> T:
        reason = ""
        for _ in range(_TRIES):
            self.begin()
            assert self._process is not None
            try:
                return work(self._process)
            except (OSError, EOFError, ValueError, KeyError) as error:
                reason = str(error) or type(error).__name__
                self.close()
        raise PhonemesError(f"libespeak-ng does not answer: {reason}")


class _Process:
    """One process. Raises OSError, EOFError and ValueError when it is of no use any more."""

    def __init__(self, program: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-S", "-c", program],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                ours.close()
                raise PhonemesError(f"no process for libespeak-ng: {error}") from error
        self._socket = ours
        self._patience = START_SECONDS

    def ask(self, request: Head, keys: Sequence[str]) -> dict[str, Any]:
        """An answer with these keys. Raises PhonemesError when the library refuses."""
        self._send(request)
        head = self._read()[0]
        if not head.keys() >= set(keys):
            raise ValueError(f"an answer without {', '.join(keys)}")
        return head

    def sound(
        self, request: Head, stopped: Callable[[], bool]
    ) -> tuple[Samples, list[WordPosition]]:
        """Raises PhonemesError when the library refuses."""
        self._send(request)
        pieces: list[bytes] = []
        found: list[WordPosition] = []
        is_stopping = False
        while True:
            head, piece = self._read()
            if "end" in head:
                return samples(b"".join(pieces)), found
            pieces.append(piece)
            found += [WordPosition(*each) for each in head["words"]]
            if not is_stopping and stopped():
                is_stopping = True
                self._send({"do": "stop"})

    def close(self) -> None:
        """Kill it; nothing of it is left."""
        self._process.kill()
        self._process.wait()
        self._socket.close()

    def _send(self, request: Head) -> None:
        write_frame(self._socket.fileno(), request)

    def _read(self) -> tuple[dict[str, Any], bytes]:
        until = time.monotonic() + self._patience
        head, sound = read_frame(self._socket.fileno(), lambda: self._wait(until))
        self._patience = ANSWER_SECONDS
        if "error" in head:
            raise PhonemesError(str(head["error"]))
        return head, sound

    def _wait(self, until: float) -> None:
        seconds = max(until - time.monotonic(), 0)
        if not select.select([self._socket], [], [], seconds)[0]:
            raise TimeoutError(f"nothing for {self._patience} s")
