"""Ducking: other programs are lowered while Sotto speaks, and always raised again.

What is lowered is written down first, so that a later start can restore it after a crash.
A stream that ended while it was lowered stays written down: sound servers remember a
program's last volume, so it is restored when the program plays again.
"""

from __future__ import annotations

import logging
import queue
import threading
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sotto.audio.ducking_record import Lowered, Record
from sotto.audio.pulse.control import control
from sotto.errors import SinkError

if TYPE_CHECKING:
    from pulsectl import Pulse, PulseSinkInputInfo

_log = logging.getLogger(__name__)

FACTOR = 0.5
"""On the mixer's scale: 18 dB less."""
LINGER = 0.5
"""Seconds between `unduck` and the rise, so that music does not pump between utterances."""
_PATIENCE = 2.0
_SAME = 0.004
"""Volumes that differ by less are the same; servers round them."""


class _Order(Enum):
    DUCK = "duck"
    UNDUCK = "unduck"
    END = "end"


class Ducking:
    """Lowers and restores; `duck` and `unduck` return at once, a thread of its own works.

    Left alone are streams of an accessibility role (Sotto's own among them), streams that
    appear while others are lowered, and streams whose volume somebody else changed since.
    """

    def __init__(
        self,
        record: Path,
        *,
        factor: float = FACTOR,
        linger: float = LINGER,
        server: str = "",
    ) -> None:
        self._record = Record(record)
        self._factor = factor
        self._linger = linger
        self._server = server
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_ducked = False

    def set_factor(self, factor: float) -> None:
        """On the volume of whatever is lowered from now on; 1 lowers nothing."""
        self._factor = factor

    def duck(self) -> None:
        """Lower everybody else."""
        if self._factor < 1:
            self._order(_Order.DUCK)

    def unduck(self) -> None:
        """Raise them again, after `linger`."""
        if self._factor < 1 or self._is_ducked:
            self._order(_Order.UNDUCK)

    def restore_after_crash(self) -> None:
        """Undo what an earlier process left lowered, if any; returns at once."""
        if self._record.exists():
            self._order(_Order.UNDUCK)

    def close(self) -> None:
        """Restore at once and end the thread; waits for it, unless the server hangs.

        What a hanging server still owes is restored by the next `restore_after_crash`.
        """
        if self._thread is not None:
            self._orders.put(_Order.END)
            self._thread.join(_PATIENCE)
            self._thread = None

    def _order(self, order: _Order) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="ducking", daemon=True)
            self._thread.start()
        self._orders.put(order)

    # ---- in the thread

    def _work(self) -> None:
        order = self._orders.get()
        while order is not _Order.END:
            if order is _Order.DUCK:
                self._try_to_duck()
            elif self._is_ducked and (later := self._next(self._linger)) is not None:
                order = later
                continue
            else:
                self._try_to_restore()
            order = self._orders.get()
        self._try_to_restore()

    def _next(self, seconds: float) -> _Order | None:
        try:
            return self._orders.get(timeout=seconds)
        except queue.Empty:
            return None

    def _try_to_duck(self) -> None:
        if self._is_ducked:
            return
        try:
            with control(self._server) as pulse:
                self._duck(pulse)
        except (SinkError, OSError) as error:
            _log.warning("other programs are not lowered: %s", error)

    def _try_to_restore(self) -> None:
        try:
            if self._record.exists():
                with control(self._server) as pulse:
                    self._restore(pulse)
        except (SinkError, OSError) as error:
            _log.warning("other programs stay lowered for now: %s", error)
        self._is_ducked = False

    def _duck(self, pulse: Pulse) -> None:
        # Debts first: a program that plays again must not be lowered twice.
        self._restore(pulse)
        session = pulse.server_info().cookie
        chosen = [s for s in pulse.sink_input_list() if _may_be_lowered(s)]
        lowered = [self._lowered(stream, session) for stream in chosen]
        self._record.write([*self._record.read(), *lowered])
        self._is_ducked = True
        for stream, entry in zip(chosen, lowered, strict=True):
            _set_volumes(pulse, stream, entry.lowered)

    def _lowered(self, stream: PulseSinkInputInfo, session: int) -> Lowered:
        before = tuple(stream.volume.values)
        after = tuple(volume * self._factor for volume in before)
        return Lowered(session, stream.index, _identity(stream), before, after)

    def _restore(self, pulse: Pulse) -> None:
        entries = self._record.read()
        session = pulse.server_info().cookie
        streams = pulse.sink_input_list()
        owed = []
        for entry in entries:
            stream = _stream_of(entry, session, streams)
            if stream is None:
                owed.append(entry)
            elif _is_same(tuple(stream.volume.values), entry.lowered):
                _set_volumes(pulse, stream, entry.before)
        self._record.write(owed)


def _may_be_lowered(stream: PulseSinkInputInfo) -> bool:
    return bool(stream.proplist.get("media.role") != "a11y")


def _identity(stream: PulseSinkInputInfo) -> str:
    """What a sound server remembers volumes by, in the order in which it looks."""
    for name in ("media.role", "application.id", "application.name", "media.name"):
        value = stream.proplist.get(name)
        if value:
            return f"{name}:{value}"
    return f"name:{stream.name}"


def _stream_of(
    entry: Lowered, session: int, streams: list[PulseSinkInputInfo]
) -> PulseSinkInputInfo | None:
    alike = [s for s in streams if _identity(s) == entry.identity]
    if entry.session == session:
        for stream in alike:
            if stream.index == entry.index:
                return stream
    for stream in alike:
        if _is_same(tuple(stream.volume.values), entry.lowered):
            return stream
    return None


def _is_same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) < _SAME for a, b in zip(one, other, strict=True)
    )


def _set_volumes(pulse: Pulse, stream: PulseSinkInputInfo, volumes: tuple[float, ...]) -> None:
    from pulsectl import PulseError, PulseVolumeInfo

    try:
        pulse.volume_set(stream, PulseVolumeInfo(list(volumes)))
    except PulseError as error:
        _log.info("the volume of %s cannot be set, or it ended: %s", stream.name, error)
