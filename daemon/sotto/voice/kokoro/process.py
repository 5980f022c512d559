"""The process that speaks for a voice, as the daemon sees it: begun when it is wanted, ended when
nobody wants it, and killed where it hangs, lies or takes too much. Nothing of that is waited for.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from sotto.errors import EngineError
from sotto.phonemes.frames import read_frame, write_frame
from sotto.voice.kokoro.protocol import (
    LONGEST_SOUND,
    READY,
    Made,
    RefusedError,
    Request,
    read_answer,
    stop_frame,
)

IDLE_SECONDS = 60.0
"""Without a request, after which it ends."""

START_SECONDS = 30.0
"""Until it is ready, on a slow disk."""

FRAME_SECONDS = 5.0
"""For the rest of a frame that has begun."""

ALL = LONGEST_SOUND + 1
"""More samples than a request can have."""

MOST_ORDERS = 32
"""So many may wait, those among them that are stopped and not yet answered."""

MOST_FAILURES = 3
GIVEN_UP_SECONDS = 600.0
"""After so many failures in so long it is not begun again before that time is over."""


class Order:
    """One request on its way; any thread."""

    def __init__(self, number: int, request: Request, patience: float) -> None:
        self.number = number
        self.request = request
        self.patience = patience
        """Seconds that it may take from its turn on."""
        self.is_stopped = False
        self._changed = threading.Condition()
        self._pieces: list[Made] = []
        self._samples = 0
        self._is_whole = False
        self._problem = ""
        self._calls: list[Callable[[], None]] = []

    def wait(self, seconds: float, samples: int = ALL, pieces: int = 0) -> bool:
        """Whether by then it is over, made or not, or there are so many samples in more than so
        many pieces."""

        def is_there() -> bool:
            has_enough = self._samples >= samples and len(self._pieces) > pieces
            return self._is_whole or bool(self._problem) or has_enough

        with self._changed:
            return self._changed.wait_for(is_there, seconds)

    def on_news(self, call: Callable[[], None]) -> None:
        """Call when a piece comes and when it is over, on any thread; at once where it is."""
        with self._changed:
            self._calls.append(call)
            is_over = self._is_whole or bool(self._problem)
        if is_over:
            call()

    def piece(self, number: int) -> Made:
        """Raises EngineError with the reason why there is none."""
        if number >= len(self._pieces):
            raise EngineError(self._problem or "it is not made yet")
        return self._pieces[number]

    def add(self, made: Made) -> None:
        """A piece came. Raises ValueError for more than a request can be."""
        with self._changed:
            if self._samples + len(made.sound) >= ALL:
                raise ValueError("sound without end")
            self._samples += len(made.sound)
            if not self._problem:
                self._pieces.append(made)
                self._is_whole = made.is_last
        self._tell()

    def fail(self, problem: str) -> None:
        """It, or the rest of it, will not come."""
        with self._changed:
            if not self._is_whole:
                self._problem = self._problem or problem or "no reason"
        self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()
            calls = list(self._calls)
        for call in calls:
            call()


class WorkerProcess:
    """Orders are carried out one after the other by `command`, which is told of on its descriptor
    0. Every method is for any thread; none waits for the process."""

    def __init__(
        self,
        command: Sequence[str],
        clock: Callable[[], float] = time.monotonic,
        idle_seconds: float = IDLE_SECONDS,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self._command = list(command)
        self._clock = clock
        self._idle_seconds = idle_seconds
        self._start_seconds = start_seconds
        self._lock = threading.Lock()
        self._life: _Life | None = None
        self._failures: deque[float] = deque(maxlen=MOST_FAILURES)
        self._numbers = 0
        self._is_closed = False
        self.problem = ""
        """Why it ended the last time, or ""."""

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._life is not None

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        life = self._life
        return None if life is None else life.process.pid

    def order(self, request: Request, patience: float) -> Order:
        """Have it made. Raises EngineError where no process can be begun."""
        with self._lock:
            self._check()
            self._numbers += 1
            order = Order(self._numbers, request, patience)
            if self._life is None:
                self._life = _Life(self._command, self)
            life = self._life
            if len(life.orders) >= MOST_ORDERS:
                raise EngineError("the process of the voice has too much to do")
            life.orders.append(order)
        life.send(request.frame(order.number))
        return order

    def stop(self, order: Order) -> None:
        """It is not wanted any more; what it takes up is free within an operation of the net."""
        order.is_stopped = True
        order.fail("stopped")
        life = self._life
        if life is not None and order in tuple(life.orders):
            life.send(stop_frame(order.number))

    def rest(self, reason: str = "it rests") -> None:
        """End the process now; it begins again with the next order."""
        with self._lock:
            life, self._life = self._life, None
        if life is not None:
            life.end(reason)

    def close(self) -> None:
        """End it for good."""
        self._is_closed = True
        self.rest("it is closed")

    def _check(self) -> None:
        if self._is_closed:
            raise EngineError("the process is closed")
        is_full = len(self._failures) == MOST_FAILURES
        if is_full and self._clock() - self._failures[0] < GIVEN_UP_SECONDS:
            raise EngineError(f"it failed {MOST_FAILURES} times, the last time so: {self.problem}")

    # ---- on the thread of a life

    def over(self, life: _Life, problem: str) -> None:
        """A life ended by itself; with a problem, unless it was idle."""
        with self._lock:
            if self._life is not life:
                return
            self._life = None
            if problem:
                self.problem = problem
                self._failures.append(self._clock())
        life.end(problem or "it rests")

    def seconds_left(self, life: _Life) -> float:
        """How long the next answer may take, or idleness last."""
        if not life.is_ready:
            return life.since + self._start_seconds - self._clock()
        if life.orders:
            return life.since + life.orders[0].patience - self._clock()
        return life.since + self._idle_seconds - self._clock()

    def now(self) -> float:
        """Seconds."""
        return self._clock()


class _Life:
    """One process from its start to its end, and the thread that reads from it."""

    def __init__(self, command: Sequence[str], owner: WorkerProcess) -> None:
        self._owner = owner
        self.orders: deque[Order] = deque()
        self.is_ready = False
        self.since = owner.now()
        """When it began with what it is at."""
        self._sending = threading.Lock()
        self._is_closed = False
        self._socket, theirs = socket.socketpair()
        self._wake, self._waker = os.pipe()
        with theirs:
            try:
                self.process = subprocess.Popen(
                    command,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                self._close()
                raise EngineError(f"no process for the voice: {error}") from error
        threading.Thread(target=self._run, name="heavy voice", daemon=True).start()

    def send(self, head: dict[str, object]) -> None:
        """On any thread; what cannot be sent is found out by the thread that reads."""
        with self._sending, suppress(OSError):
            if self._is_closed:  # their numbers may be others' by now
                return
            os.write(self._waker, b"\0")
            write_frame(self._socket.fileno(), head)

    def end(self, reason: str) -> None:
        """Kill it; what it was asked for does not come."""
        self.process.kill()
        with suppress(IndexError):
            while True:
                self.orders.popleft().fail(f"the process of the voice is gone: {reason}")
        with self._sending, suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        problem = ""
        try:
            while self._waits():
                self._take(*read_frame(self._socket.fileno(), self._hurry))
        except (EOFError, ConnectionError):
            problem = "it ended by itself"
        except TimeoutError as error:
            problem = str(error)
        except (OSError, ValueError, KeyError, RecursionError) as error:
            problem = f"it answers what is no answer ({error or type(error).__name__})"
        self._owner.over(self, problem)
        self.process.kill()
        self.process.wait()
        self._close()

    def _waits(self) -> bool:
        """Whether there is something to read; not when it was idle for long."""
        while True:
            left = self._owner.seconds_left(self)
            both: list[socket.socket | int] = [self._socket, self._wake]
            ready = select.select(both, [], [], max(left, 0))[0]
            if self._wake in ready:
                os.read(self._wake, 4096)
                if len(self.orders) == 1 and self.is_ready:
                    self.since = self._owner.now()
            if self._socket in ready:
                return True
            if not ready and self._owner.seconds_left(self) <= 0:
                if self.orders or not self.is_ready:
                    raise TimeoutError("it did not answer in time")
                return False

    def _hurry(self) -> None:
        if not select.select([self._socket], [], [], FRAME_SECONDS)[0]:
            raise TimeoutError("it stopped in the middle of an answer")

    def _take(self, head: dict[str, object], sound: bytes) -> None:
        self.since = self._owner.now()
        if not self.is_ready:
            if READY not in head:
                raise ValueError(str(head.get("error", "it does not say that it is ready"))[:500])
            self.is_ready = True
            return
        if not self.orders:
            raise ValueError("an answer without a question")
        order = self.orders[0]
        try:
            made = read_answer(head, sound, order.number, order.request)
            order.add(made)
            if not made.is_last:
                return
        except RefusedError as error:
            order.fail(str(error))
        with suppress(IndexError):
            self.orders.popleft()

    def _close(self) -> None:
        with self._sending:
            self._is_closed = True
            self._socket.close()
            for descriptor in (self._wake, self._waker):
                os.close(descriptor)
