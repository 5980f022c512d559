"""The plain voice at work: synthesizes, and sends no faster than it is heard."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sotto_speechd.errors import PlainVoiceError
from sotto_speechd.pacing import Pacer
from sotto_speechd.pieces import Mark, Piece, Sound
from sotto_speechd.plain_remote import RemotePlainVoice
from sotto_speechd.request import Request

_log = logging.getLogger(__name__)


class Job:
    """One text on one thread; `cancel` ends it within milliseconds.

    `on_sound` gets pieces of sound and the rate, `on_mark` names, `on_word` the characters of the
    text where words begin; `on_end` is called once, also when it was cancelled or the voice failed.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what is told, and to whom
        self,
        voice: RemotePlainVoice,
        request: Request,
        on_sound: Callable[[bytes, int], None],
        on_mark: Callable[[str], None],
        on_word: Callable[[int], None],
        on_end: Callable[[Job], None],
    ) -> None:
        self._voice = voice
        self._request = request
        self._on_sound = on_sound
        self._on_mark = on_mark
        self._on_word = on_word
        self._on_end = on_end
        self._cancelled = threading.Event()
        self._silence = b""
        self._thread = threading.Thread(target=self._run, name="plain voice", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """No more is wanted; returns at once."""
        self._cancelled.set()

    def _run(self) -> None:
        try:
            rate = self._voice.rate()
            pacer = Pacer(rate)
            self._voice.speak(self._request, lambda piece: self._take(piece, pacer, rate))
        except PlainVoiceError as error:
            _log.error("the plain voice: %s", error)
        except Exception:  # the message must get its end all the same
            _log.exception("the plain voice")
        finally:
            self._on_end(self)

    def _take(self, piece: Piece, pacer: Pacer, rate: int) -> bool:
        if isinstance(piece, Sound):
            for chunk in pacer.chunks(self._heard(piece.pcm)):
                if self._cancelled.wait(pacer.wait(time.monotonic())):
                    return False
                self._on_sound(chunk, rate)
                pacer.sent(chunk, time.monotonic())
        elif isinstance(piece, Mark):
            self._on_mark(piece.name)
        else:
            self._on_word(piece.start)
        return not self._cancelled.is_set()

    def _heard(self, pcm: bytes) -> bytes:
        """Silence is held back until something follows it: the library ends with 0.3 s of it."""
        sound = pcm.rstrip(b"\0")
        sound += b"\0" * (len(sound) % 2)
        if not sound:
            self._silence += pcm
            return b""
        before, self._silence = self._silence, pcm[len(sound) :]
        return before + sound
