"""Continuous reading under Orca: the silence between the pieces, each of which Orca sends when the
one before has ended."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from dbus_next import Message
from dbus_next.aio import MessageBus

from sotto_bench.orca_desktop import Desktop
from sotto_bench.orca_window import VOICED
from sotto_measure.heard import Recording, longest_gap
from sotto_measure.recorder import Recorder

KEPT_SECONDS = 90.0
_AROUND = (0.15, 0.15)
"""Seconds before and after a beginning in which the silence before it lies."""

_END = 2.0


class Beginnings:
    """Listens on the bus to when the daemon tells that an utterance begins to be heard."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self.moments: list[float] = []
        """In seconds of the monotonic clock."""
        self.numbers: list[int] = []
        bus.add_message_handler(self._note)

    @classmethod
    async def watch(cls, address: str) -> Beginnings:
        """A connection of its own that sees what others are told. Raises OSError."""
        bus = await MessageBus(bus_address=address).connect()
        made = cls(bus)
        rule = "interface='org.sotto.Voice1',member='Started'"
        await bus.call(Message(
            destination="org.freedesktop.DBus", path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus.Monitoring", member="BecomeMonitor",
            signature="asu", body=[[rule], 0],
        ))  # fmt: skip
        return made

    def close(self) -> None:
        """Leave the bus."""
        self._bus.disconnect()

    def _note(self, message: Message) -> bool:
        if message.member == "Started":
            self.moments.append(time.monotonic())
            self.numbers.append(message.body[0])
        return False


@dataclass(frozen=True, slots=True)
class Reading:
    """The document once: milliseconds of silence before each sentence but the first, and the
    numbers of the utterances."""

    gaps: Sequence[float]
    numbers: Sequence[int]


async def read_on(desktop: Desktop, recorder: Recorder, beginnings: Beginnings) -> Reading:
    """Read all of it. The entry has the focus before and afterwards."""
    for key, seconds in (("Tab", 1.0), ("Tab", 1.0), ("ctrl+Home", 1.5)):
        desktop.keyboard.press(key)
        await desktop.rest(seconds)
    began = time.monotonic()
    desktop.keyboard.press("KP_Add")
    await desktop.rest(_END, needs_sound=True, patience=KEPT_SECONDS)
    recording, moments = recorder.recent(began), beginnings.moments[-len(VOICED) :]
    found = Reading(silences(recording, moments[1:]), beginnings.numbers[-len(VOICED) :])
    for _ in range(2):
        desktop.keyboard.press("ctrl+shift+Tab")
        await desktop.rest(1.0)
    return found


def silences(recording: Recording, moments: Sequence[float]) -> list[float]:
    """Milliseconds of the longest silence around each of the moments."""
    before, after = _AROUND
    around = (recording.between(moment - before, moment + after) for moment in moments)
    return [longest_gap(each) * 1000 for each in around]
