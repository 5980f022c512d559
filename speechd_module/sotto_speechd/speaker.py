"""Who speaks the message of the moment: the daemon, the server with the daemon's sound, or, when
neither can, the plain voice.

Steps: 1. `speak` answers the server and asks the daemon, to play it or to send its sound. 2. A
vigil watches over it; when it is absent, refuses, is silent for too long or dies, the plain voice
goes on from the last word heard. 3. Whoever speaks reports; the table of the message's life decides
what the server is told. 4. STOP and PAUSE are answered from that table at once.
Threads: the reader's, the link's, the alarm's and the plain voice's. One lock makes each step and
the bytes that it sends one whole; nothing under it waits.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from sotto_speechd.alarm import Alarm
from sotto_speechd.devices import Sinks
from sotto_speechd.link import Link
from sotto_speechd.outlet import Outlet
from sotto_speechd.pacing import Pacer
from sotto_speechd.pieces import Mark, Piece, Sound, Word
from sotto_speechd.plain import Job
from sotto_speechd.plain_remote import RemotePlainVoice
from sotto_speechd.playing import Playing, paced
from sotto_speechd.reasons import explanation
from sotto_speechd.request import Request
from sotto_speechd.server_sound import ServerSound
from sotto_speechd.speech import Speech, Way
from sotto_speechd.standing import Standing
from sotto_speechd.telling import PAUSE_SECONDS, Telling
from sotto_speechd.vigil import STREAM_SECONDS, Verdict, Vigil
from sotto_speechd.voices import Voice

_log = logging.getLogger(__name__)

_CHAIN_SECONDS = 0.030
"""A reader of long texts sends the next piece within so long of the end of the one before."""
_HOLD_STEP_SECONDS = 0.25
"""Between looks for somebody who can play a message that waits."""


class Speaker:
    """One message at a time, a Listener of the link. `sound` is the server's, `devices` as in
    Playing; with `by_server` the daemon is never asked to play."""

    def __init__(
        self, outlet: Outlet, sound: ServerSound, *, by_server: bool = False, devices: Sinks = tuple
    ) -> None:
        self._outlet = outlet
        self._standing = Standing(by_server=by_server)
        self._lock = threading.RLock()
        self._telling = Telling(outlet, sound.rate)
        self._playing = Playing(self._telling, sound, self._on_lost_sound, devices)
        self._speech: Speech | None = None
        self._plain = RemotePlainVoice()
        self._alarm = Alarm(self._on_alarm)
        self._link = Link(self)
        self._paused_text = ""
        self._tail = 0
        """The message whose end is still heard though the server was told that it is over."""
        self._ended_at = 0.0
        self.on_new_voices: Callable[[Sequence[Voice]], None] = lambda _: None

    def open(self) -> None:
        """Reach for the daemon in the background."""
        self._link.start()

    def close(self) -> None:
        """Silence, and leave the daemon."""
        self.stop()
        self._alarm.close()
        self._link.close()
        self._plain.close()

    # ---- the server's wishes

    @property
    def is_speaking(self) -> bool:
        """Whether a message is not over."""
        return self._telling.current != 0

    @property
    def paused_text(self) -> str:
        """What was asked for when the last message was paused; "" when another came since."""
        return self._paused_text

    def speak(self, request: Request) -> None:
        """Accept a message and have it spoken."""
        with self._lock:
            is_chained = time.monotonic() - self._ended_at < _CHAIN_SECONDS
            self._silence(is_chained=is_chained)
            self._paused_text = ""
            with self._telling.accepting() as number:
                self._speech = speech = Speech(number, request, self._way(), None)
                # The daemon is at work while the server takes the answer.
                if speech.way is Way.DAEMON:
                    self._ask(speech)
            if speech.way is not Way.DAEMON:
                self._ask(speech)

    def play_icon(self, path: str) -> None:
        """Accept a message that is a sound file, which the server plays."""
        with self._lock:
            number = self._accept()
            if self._playing.is_of_the_server(None):
                self._telling.icon(number, path)
            self._telling.ended(number)

    def skip(self) -> None:
        """Accept a message that nothing can be made of, and end it."""
        with self._lock:
            self._telling.ended(self._accept())

    def _accept(self) -> int:
        self._silence()
        with self._telling.accepting() as number:
            return number

    def stop(self) -> None:
        """Silence at once."""
        with self._lock:
            self._silence()
            self._outlet.drop_sound()
            self._telling.stopped()

    def pause(self) -> None:
        """Silence at once, to be asked for again from the last mark on."""
        with self._lock:
            speech = self._speech
            if speech is not None:
                self._paused_text = speech.request.text
            is_heard_there = self._playing.is_of_the_server(speech)
            self._silence()
            self._telling.pauses(is_heard_there=is_heard_there)
            self._alarm.set(time.monotonic() + PAUSE_SECONDS)

    # ---- who speaks

    def _way(self) -> Way:
        return self._standing.way(time.monotonic(), self._playing.can_play)

    def _hold(self, speech: Speech) -> None:
        """Nobody can play it now: look again soon; after a while it is over."""
        now = time.monotonic()
        if speech.hold(now):
            self._alarm.set(now + _HOLD_STEP_SECONDS)
        else:
            self._end(speech)

    def _go_on(self, speech: Speech) -> None:
        """After it was held."""
        speech.is_held = False
        if speech.way is not Way.PLAIN:
            speech.way = self._way()
        self._ask(speech)

    def _ask(self, speech: Speech) -> None:
        speech.base = speech.heard
        if speech.way is Way.DAEMON:
            speech.is_own = False
            self._link.speak(speech.number, speech.rest)
            self._watch(speech, Vigil(time.monotonic()))
        elif speech.way is Way.SERVER:
            self._playing.begin(speech)
            self._watch(speech, Vigil(time.monotonic(), STREAM_SECONDS))
            self._link.stream(speech.number, speech.rest)
        else:
            self._speak_plainly(speech, speech.rest, speech.heard)

    def _watch(self, speech: Speech, vigil: Vigil | None) -> None:
        speech.vigil = vigil
        self._alarm.set(vigil.due if vigil is not None else None)

    def _silence(self, *, is_chained: bool = False) -> None:
        """Nobody speaks the message of the moment any more."""
        if self._tail and not is_chained:
            self._link.cancel(self._tail)
            self._tail = 0
        speech, self._speech = self._speech, None
        if speech is not None:
            self._alarm.set(None)
            self._leave(speech)

    def _leave(self, speech: Speech) -> None:
        """Whoever speaks it shall not any more."""
        if speech.job is not None:
            speech.job.cancel()
            speech.job = None
        self._playing.leave(speech)
        if speech.way is not Way.PLAIN:
            self._link.cancel(speech.number)

    def _on_lost_sound(self) -> None:
        """The last sink went while the module played: what was not heard waits."""
        with self._lock:
            speech = self._speech
            if speech is not None and speech.is_own and not speech.is_held:
                self._leave(speech)
                self._hold(speech)

    def _take_over(self, speech: Speech, why: str) -> None:
        """The daemon fails: the plain voice goes on."""
        _log.warning("the plain voice speaks message %d: %s", speech.number, why)
        self._leave(speech)
        self._watch(speech, None)
        speech.way = Way.PLAIN
        self._speak_plainly(speech, speech.rest, speech.heard)

    def _speak_plainly(self, speech: Speech, request: Request, base: int | None = None) -> None:
        """`base`: the character of the message where the request begins, if it is of it."""
        if not self._playing.can_play():
            self._hold(speech)
            return
        self._telling.begins(speech.number)
        self._playing.begin(speech)
        speech.job = Job(
            self._plain,
            request,
            lambda pcm, rate: self._send_sound(speech, pcm, rate),
            lambda name: self._send_mark(speech, name),
            lambda start: self._playing.reach(speech, base, start),
            lambda job: self._on_spoken_plainly(speech, job),
        )
        speech.job.start()

    def _on_spoken_plainly(self, speech: Speech, job: Job) -> None:
        with self._lock:
            if self._speech is not speech or speech.job is not job:
                return
            reason = self._standing.untold
            if reason and self._playing.can_play():
                self._standing.told()
                self._speak_plainly(speech, explanation(reason, speech.request))
            else:
                self._end(speech)

    # ---- what the server is told

    def _end(self, speech: Speech) -> None:
        self._playing.then(speech, lambda: self._ended(speech), is_last=True)

    def _ended(self, speech: Speech) -> None:
        with self._lock:
            if self._speech is speech:
                self._speech = None
                self._ended_at = time.monotonic()
                self._alarm.set(None)
                self._telling.ended(speech.number)

    def _send_sound(self, speech: Speech, pcm: bytes, rate: int) -> None:
        with self._lock:
            if self._speech is not speech:
                return
            speech.held_since = None
            self._playing.sound(speech, pcm, rate)

    def _send_mark(self, speech: Speech, name: str) -> None:
        self._playing.then(speech, lambda: self._tell_mark(speech, name))

    def _tell_mark(self, speech: Speech, name: str) -> None:
        with self._lock:
            if self._speech is speech:
                self._telling.mark(speech.number, name, is_played=True)

    def _on_alarm(self) -> None:
        with self._lock:
            speech = self._speech
            if speech is None:
                self._telling.paused()
            elif speech.is_held:
                self._go_on(speech)
            elif speech.vigil is not None:
                self._look(speech, speech.vigil)

    def _look(self, speech: Speech, vigil: Vigil) -> None:
        verdict = vigil.look(time.monotonic())
        self._alarm.set(vigil.due)
        if verdict is not Verdict.WAIT:
            self._link.ping()
        if verdict is Verdict.GIVE_UP:
            self._standing.froze()
            self._take_over(speech, "the daemon does not answer")

    # ---- what the link tells

    def _of(self, number: int) -> Speech | None:
        """The message, while the daemon speaks it."""
        speech = self._speech
        if speech is None or speech.number != number:
            return None
        return None if speech.way is Way.PLAIN or speech.is_held else speech

    def _lives(self, speech: Speech) -> None:
        self._standing.speaks()
        if speech.vigil is not None:
            speech.vigil.sign(time.monotonic())

    def on_accepted(self, number: int) -> None:
        """See Listener."""
        with self._lock:
            speech = self._of(number)
            if speech is not None and speech.vigil is not None and speech.way is Way.DAEMON:
                self._lives(speech)
                speech.vigil.accepted(time.monotonic())
                self._alarm.set(speech.vigil.due)

    def on_started(self, number: int) -> None:
        """See Listener."""
        with self._lock:
            if (speech := self._of(number)) is not None:
                self._lives(speech)
                self._telling.begins(number)

    def on_word(self, number: int, start: int) -> None:
        """See Listener."""
        with self._lock:
            if (speech := self._of(number)) is not None:
                self._lives(speech)
                speech.reached(start)

    def on_mark(self, number: int, name: str) -> None:
        """See Listener."""
        with self._lock:
            if (speech := self._of(number)) is not None:
                self._lives(speech)
                self._telling.mark(number, name, is_played=False)

    def on_ending(self, number: int) -> None:
        """See Listener: the server may ask for the next message in time to follow at once.

        It passes on no STOP any more, but what is left is over in the time a STOP may take.
        """
        with self._lock:
            if (speech := self._of(number)) is not None:
                self._tail = number
                self._end(speech)

    def on_finished(self, number: int, reason: str) -> None:
        """See Listener."""
        with self._lock:
            if number == self._tail:
                self._tail = 0
            speech = self._of(number)
            if speech is None:
                return
            if reason == "no-sound" and self._playing.can_play():
                self._standing.cannot_play(time.monotonic())
                speech.way = Way.SERVER
                self._ask(speech)
            elif reason == "daemon-gone":
                self._take_over(speech, "the daemon went away")
            elif reason == "failed" and (rest := speech.unheard()) is not None:
                speech.heard = rest
                self._take_over(speech, "the daemon could not speak it")
            elif reason == "no-sound":
                self._hold(speech)
            elif reason in ("finished", "failed"):
                self._end(speech)
            else:
                self._speech = None
                self._alarm.set(None)
                self._telling.stopped()

    async def on_piece(self, number: int, piece: Piece, rate: int) -> None:
        """See Listener."""
        speech = self._of(number)
        if speech is None:
            return
        self._lives(speech)
        if isinstance(piece, Word):
            self._playing.then(speech, partial(speech.reached, piece.start, speech.base))
        elif isinstance(piece, Mark):
            self._send_mark(speech, piece.name)
        elif isinstance(piece, Sound):
            if speech.vigil is not None:
                self._watch(speech, None)
                speech.pacer = Pacer(rate)
            async for chunk in paced(speech.pacer, piece.pcm, self._outlet.has_room):
                self._send_sound(speech, chunk, rate)

    def on_failed(self, number: int, why: str) -> None:
        """See Listener."""
        with self._lock:
            if (speech := self._of(number)) is not None:
                self._standing.failed()
                self._take_over(speech, why)

    def on_alive(self) -> None:
        """See Listener."""
        with self._lock:
            self._standing.answers()
            if self._speech is not None and self._speech.way is Way.DAEMON:
                self._lives(self._speech)

    def on_absent(self) -> None:
        """See Listener."""
        with self._lock:
            self._standing.left()

    def on_voices(self, voices: Sequence[Voice]) -> None:
        """See Listener."""
        self.on_new_voices(voices)
