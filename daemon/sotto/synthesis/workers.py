"""Where rendering happens: two threads, one for voices and one for the fallback.

Each steps its jobs one chunk at a time: first those that have no sound yet, then those that
were stepped longest ago. A job renders only as much as it is granted. A thread that does not
come back from a step is given up and replaced, and its job is told so.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from enum import Enum
from typing import Protocol

from sotto.cancel import CancelToken
from sotto.clock import Clock, Handle
from sotto.errors import EngineError
from sotto.synthesis.pipeline import Rendered
from sotto.voice.abilities import HANG_MS

HANG_SECONDS = HANG_MS / 1000
"""A step that takes longer is a hang, unless its job has another patience."""

MOST_HANGING = 3
"""So many threads may hang at once; then the lane takes no further job until one returns."""

_GIVE_WAY_SECONDS = 0.002
"""At most so long; the loop asks for more as soon as it has a piece."""


class Lane(Enum):
    """Who renders."""

    VOICE = "voice"
    FALLBACK = "fallback"


class Job:
    """Pieces to be rendered. `on_piece` and `on_end` are called on the thread of the loop,
    never after `token` was cancelled."""

    def __init__(
        self,
        pieces: Iterable[Rendered],
        token: CancelToken,
        on_piece: Callable[[Rendered], None],
        on_end: Callable[[Exception | None], None],
        patience: Callable[[], float] = lambda: HANG_SECONDS,
    ) -> None:
        self.patience = patience
        """How many seconds a step may take, asked on the loop while it lasts."""
        self.token = token
        self.granted = 0
        """Samples that may be rendered in all."""
        self.produced = 0
        self.turn = 0
        """When it was stepped last; a job that never was comes first."""
        self.is_over = False
        self._is_due: Callable[[], bool] | None = None
        self._pieces = pieces
        self._steps: Iterator[Rendered] | None = None
        self._on_piece = on_piece
        self._on_end = on_end

    @property
    def is_runnable(self) -> bool:
        """Whether a step is wanted now (a cancelled job takes one last step to clean up)."""
        if self.token.is_set:
            return True
        return self.produced < self.granted and (self._is_due is None or self._is_due())

    def step(self) -> Callable[[], None]:
        """Render one piece; returns what to call on the loop. Afterwards `is_over` may be set."""
        error: Exception | None = None
        try:
            self.token.check()
            if self._steps is None:
                self._steps = iter(self._pieces)
            piece = next(self._steps, None)
        except Exception as problem:  # carried to the loop, where it is dealt with
            piece, error = None, problem
        if piece is None:
            self.is_over = True
            self._close()
            return lambda: self.end(error)
        self.produced += len(piece.chunk.samples)
        self._is_due = piece.is_due
        return lambda: self._give(piece)

    def end(self, error: Exception | None) -> None:
        """Tell the consumer that no more comes; on the loop."""
        if not self.token.is_set:
            self._on_end(error)

    def _give(self, piece: Rendered) -> None:
        if not self.token.is_set:
            self._on_piece(piece)

    def _close(self) -> None:
        """Let the stages clean up on the thread that stepped them."""
        if isinstance(self._steps, Generator):
            self._steps.close()


class Workers(Protocol):
    """Steps jobs; all calls on the thread of the loop."""

    def submit(self, job: Job, lane: Lane) -> None:
        """Begin a job. Raises EngineError when the lane hangs."""
        ...

    def wake(self) -> None:
        """Some job was granted more, or cancelled."""
        ...

    def nudge(self) -> None:
        """`wake`, from any thread: what a job waits for may have come."""
        ...

    def close(self) -> None:
        """End the threads after their step in progress."""
        ...


class ThreadWorkers:
    """The real one. `post` runs a call on the loop, from any thread; `on_dead` is called when
    the lane that everything else falls back on hangs for good."""

    def __init__(
        self,
        clock: Clock,
        post: Callable[[Callable[[], None]], object],
        on_dead: Callable[[], object] = lambda: None,
    ) -> None:
        self._on_dead = on_dead
        self._clock = clock
        self._post = post
        self._workers = {lane: _Worker(lane.value, clock, post) for lane in Lane}
        self._hanging: list[tuple[Lane, _Worker]] = []
        self._watch: Handle | None = None

    def submit(self, job: Job, lane: Lane) -> None:
        """Begin a job. Raises EngineError when the lane hangs."""
        self._hanging = [each for each in self._hanging if each[1].is_alive]
        if sum(each[0] is lane for each in self._hanging) >= MOST_HANGING:
            if lane is Lane.FALLBACK:
                self._on_dead()
            raise EngineError(f"the {lane.value} thread hangs")
        self._workers[lane].submit(job)
        self._watch_over()

    def wake(self) -> None:
        """Some job was granted more, or cancelled."""
        for worker in self._workers.values():
            worker.wake()
        self._watch_over()

    def nudge(self) -> None:
        """`wake`, from any thread: what a job waits for may have come."""
        self._post(self.wake)

    def close(self) -> None:
        """End the threads after their step in progress."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        for worker in self._workers.values():
            worker.close()

    def _watch_over(self) -> None:
        if self._watch is None:
            self._watch = self._clock.call_at(self._clock() + HANG_SECONDS, self._look)

    def _look(self) -> None:
        """Replace what hangs; look again while there is anything to do."""
        self._watch = None
        for lane, worker in list(self._workers.items()):
            # The thread may come back between two looks at it.
            due = worker.due
            if due is not None and self._clock() >= due:
                self._replace(lane, worker)
        dues = [due for w in self._workers.values() if (due := w.due) is not None]
        if dues or any(worker.has_jobs for worker in self._workers.values()):
            # A patient step must not hide one that begins meanwhile.
            soon = self._clock() + HANG_SECONDS
            self._watch = self._clock.call_at(min([soon, *dues]), self._look)

    def _replace(self, lane: Lane, worker: _Worker) -> None:
        stuck, waiting = worker.abandon()
        self._hanging.append((lane, worker))
        self._workers[lane] = _Worker(lane.value, self._clock, self._post)
        for job in waiting:
            self._workers[lane].submit(job)
        if stuck is not None:
            seconds = stuck.patience()
            stuck.end(EngineError(f"the {lane.value} thread did not answer for {seconds} s"))
            stuck.token.cancel()


class _Worker:
    """One thread and its jobs; the thread begins with the first job and sleeps without any."""

    def __init__(
        self, name: str, clock: Clock, post: Callable[[Callable[[], None]], object]
    ) -> None:
        self.stepping_since: float | None = None
        self._clock = clock
        self._post = post
        self._name = name
        self._changed = threading.Condition()
        self._jobs: list[Job] = []
        self._current: Job | None = None
        self._turns = itertools.count(1)
        self._is_closed = False
        self._thread: threading.Thread | None = None

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def has_jobs(self) -> bool:
        return any(job.is_runnable for job in tuple(self._jobs))

    @property
    def due(self) -> float | None:
        """When the step that is going on will be a hang."""
        since, job = self.stepping_since, self._current
        return None if since is None or job is None else since + job.patience()

    def submit(self, job: Job) -> None:
        with self._changed:
            self._jobs.append(job)
            self._changed.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def wake(self) -> None:
        with self._changed:
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            for job in self._jobs:
                job.token.cancel()
            self._jobs.clear()
            self._changed.notify()

    def abandon(self) -> tuple[Job | None, list[Job]]:
        """Let the thread end whenever its step returns; its jobs are given back."""
        with self._changed:
            self._is_closed = True
            stuck, waiting = self._current, [job for job in self._jobs if job is not self._current]
            self._jobs.clear()
            return stuck, waiting

    def _run(self) -> None:
        while (job := self._next()) is not None:
            is_first = job.produced == 0
            call = job.step()
            with self._changed:
                self.stepping_since = None
                self._current = None
                if self._is_closed:
                    return
                if job.is_over:
                    self._jobs.remove(job)
            self._post(call)
            if is_first and not job.is_over:
                self._give_way()

    def _give_way(self) -> None:
        """Let the loop have the first sound out before the next step wants the interpreter too."""
        with self._changed:
            self._changed.wait(_GIVE_WAY_SECONDS)

    def _next(self) -> Job | None:
        with self._changed:
            while not self._is_closed:
                runnable = [job for job in self._jobs if job.is_runnable]
                if runnable:
                    job = min(runnable, key=lambda job: job.turn)
                    job.turn = next(self._turns)
                    self._current = job
                    self.stepping_since = self._clock()
                    return job
                self._changed.wait()
        return None
