"""Workers without threads: jobs are stepped when it is told to, one piece at a time."""

from __future__ import annotations

from collections.abc import Callable

from sotto.errors import EngineError
from sotto.synthesis.workers import Job, Lane


class InlineWorkers:
    """Deterministic, for tests. A lane in `stuck` takes jobs and never steps them, one in
    `refused` takes none."""

    def __init__(self) -> None:
        self.stuck: set[Lane] = set()
        self.refused: set[Lane] = set()
        self.steps = 0
        self.is_closed = False
        self._jobs: list[tuple[Job, Lane]] = []

    @property
    def jobs(self) -> int:
        """Jobs that are not over."""
        return len(self._jobs)

    def submit(self, job: Job, lane: Lane) -> None:
        """Begin a job. Raises EngineError when the lane is refused."""
        if lane in self.refused:
            raise EngineError(f"the {lane.value} thread hangs")
        self._jobs.append((job, lane))

    def wake(self) -> None:
        """Nobody sleeps here."""

    def nudge(self) -> None:
        """Nor here."""

    def close(self) -> None:
        """Forget all jobs."""
        self.is_closed = True
        self._jobs.clear()

    def step(self) -> bool:
        """Render one piece and deliver it; False when there is nothing to do."""
        ready = [j for j, lane in self._jobs if j.is_runnable and lane not in self.stuck]
        if not ready:
            return False
        job = min(ready, key=lambda each: each.turn)
        self.steps += 1
        job.turn = self.steps
        call = job.step()
        self._jobs = [each for each in self._jobs if not each[0].is_over]
        self._give(call)
        return True

    def _give(self, call: Callable[[], None]) -> None:
        """Deliver what was rendered; at once, for no time passes here."""
        call()
