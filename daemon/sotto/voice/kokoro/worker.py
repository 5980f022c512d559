"""The process that speaks: `python3 -m sotto.voice.kokoro.worker FOLDER`, frames on descriptor 0.

It bounds its own memory, gives way to everything else, and ends with its daemon: by the end of its
input, whatever it is doing.
"""

from __future__ import annotations

import os
import queue
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from sotto.cancel import CancelToken
from sotto.errors import Cancelled, SottoError
from sotto.phonemes.frames import read_frame, write_frame
from sotto.voice.kokoro.protocol import READY

MOST_BYTES = 3 << 29
"""Of its own memory (1.5 GiB): the longest clause takes so much for a moment."""
_NICE = 5
_FIRST_TO_GO = b"800"
"""Where memory runs out, this process is in the way, not the daemon."""
_IN_OUT = 0

Job = tuple[int, dict[str, Any], CancelToken]


class Inbox:
    """Requests as they come, on a thread of their own, so that one can be stopped meanwhile."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._tokens: dict[int, CancelToken] = {}

    def listen(self) -> None:
        """Until the daemon is gone, and the process with it."""
        try:
            while True:
                self._take(read_frame(_IN_OUT)[0])
        except (EOFError, OSError, ValueError, KeyError):
            os._exit(0)

    def done(self, number: int) -> None:
        """It can be stopped no more."""
        self._tokens.pop(number, None)

    def _take(self, head: dict[str, Any]) -> None:
        number = int(head["id"])
        if head["do"] == "stop":
            if (token := self._tokens.get(number)) is not None:
                token.cancel()
            return
        token = self._tokens[number] = CancelToken()
        self.jobs.put((number, head, token))


def main() -> int:
    """Serve until the daemon is gone."""
    limit()
    inbox = Inbox()
    threading.Thread(target=inbox.listen, name="inbox", daemon=True).start()
    from sotto.voice.kokoro.bundle import load_kokoro_bundle
    from sotto.voice.kokoro.speech import Speech

    try:
        speech = Speech(load_kokoro_bundle(Path(sys.argv[1])))
    except SottoError as error:
        write_frame(_IN_OUT, {"error": str(error)})
        return 1
    write_frame(_IN_OUT, {READY: True})
    while True:
        number, head, token = inbox.jobs.get()
        try:
            for sound, frames, has_more in speech.pieces(head, token):
                write_frame(_IN_OUT, {"id": number, "frames": frames, "more": has_more}, sound)
        except Cancelled:
            write_frame(_IN_OUT, {"id": number, "error": "stopped"})
        except (SottoError, MemoryError) as error:
            write_frame(_IN_OUT, {"id": number, "error": str(error) or type(error).__name__})
        inbox.done(number)


def limit() -> None:
    """Little rights for a stranger's graph: memory, no cores, and the processor when it is free."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(_NICE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(_FIRST_TO_GO)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
