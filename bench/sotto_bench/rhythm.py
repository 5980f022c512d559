"""Cancel and speak as Orca does at every key: an echo that lives for milliseconds, then what is
meant. Nothing that is meant may be lost, nothing that was cancelled may begin."""

from __future__ import annotations

import asyncio
import random
import time

from sotto_bench.report import Figure, figure_table
from sotto_bench.session import MONITOR, session
from sotto_bench.sotto import Sotto
from sotto_client import Client, Event, Started, connect
from sotto_measure.machine import describe
from sotto_measure.medians import median, percentile
from sotto_measure.recorder import Recorder

_ECHO_LIVES = (0.0018, 0.0046, 0.0117, 0.018, 0.05)
_GAPS = (0.001, 0.004, 0.01)
_LATE = 0.1
_PATIENCE = 1.0


class _Beginnings:
    """When utterances began to be heard."""

    def __init__(self) -> None:
        self._moments: dict[int, float] = {}
        self._waiters: dict[int, asyncio.Event] = {}

    def listen(self, event: Event) -> None:
        if isinstance(event, Started):
            self._moments[event.id] = time.monotonic()
            if event.id in self._waiters:
                self._waiters[event.id].set()

    async def of(self, number: int) -> float | None:
        """The moment; None when there is none within a second."""
        if number not in self._moments:
            waiter = self._waiters[number] = asyncio.Event()
            try:
                await asyncio.wait_for(waiter.wait(), _PATIENCE)
            except TimeoutError:
                return None
        return self._moments[number]

    def since(self, number: int, moment: float) -> bool:
        """Whether it began after a moment."""
        return self._moments.get(number, 0.0) > moment


async def run(cycles: int) -> str:
    """A table, with a daemon of its own. Raises TimeoutError when a program does not start."""
    with session() as made:
        made.start_bus()
        made.start_sound()
        # Without a client of low latency a silent sink renders seconds ahead.
        with Recorder(MONITOR, made.environment):
            sotto = await Sotto.started(made)
            client = await connect(made.environment["DBUS_SESSION_BUS_ADDRESS"])
            found = await figures(client, cycles)
            await client.close()
            await sotto.close()
    return f"{describe()}\n{figure_table(found)}"


async def figures(client: Client, cycles: int) -> list[Figure]:
    """So many keys, one on top of the other."""
    chance, began = random.Random(1), _Beginnings()
    client.listen(began.listen)
    times: list[float] = []
    cancelled: list[tuple[int, float]] = []
    lost, last = 0, 0
    for cycle in range(cycles):
        if last:
            await client.cancel(last)
            cancelled.append((last, time.monotonic()))
            await asyncio.sleep(chance.choice(_GAPS))
        echo = await client.speak("tab", priority="message")
        await asyncio.sleep(chance.choice(_ECHO_LIVES))
        await client.cancel(echo)
        cancelled.append((echo, time.monotonic()))
        await asyncio.sleep(chance.choice(_GAPS))
        asked = time.monotonic()
        last = await client.speak(f"Message {cycle}", priority="message")
        heard = await began.of(last)
        if heard is None:
            lost += 1
        else:
            times.append((heard - asked) * 1000)
    await client.cancel_all()
    stale = sum(began.since(number, moment + 0.005) for number, moment in cancelled)
    return [
        Figure(f"lost, of {cycles} cancel and speak cycles", lost, "", most=0),
        Figure("cancelled and still begun", stale, "", most=0),
        Figure("later than 100 ms", sum(each > _LATE * 1000 for each in times), "", most=0),
        Figure("cycle, request to told as heard, median", median(times), "ms"),
        Figure("cycle, request to told as heard, p95", percentile(times, 95), "ms"),
    ]
