"""Output devices and the volume of Sotto's own stream, as the sound server sees them."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from sotto.audio.pulse.control import control
from sotto.errors import SinkError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Device:
    """An output device; `name` is for the server, `description` for people."""

    name: str
    description: str
    is_default: bool


class Devices:
    """Questions and orders to a sound server; every call blocks for some milliseconds.

    `stream` is the number of a sink input, PulseSink.index. All raise SinkError.
    """

    def __init__(self, server: str = "") -> None:
        self._server = server

    def outputs(self) -> tuple[Device, ...]:
        """All output devices, the default one first."""
        with control(self._server) as pulse:
            default = pulse.server_info().default_sink_name
            found = [Device(s.name, s.description, s.name == default) for s in pulse.sink_list()]
        return tuple(sorted(found, key=lambda device: not device.is_default))

    def device_of(self, stream: int) -> str:
        """Name of the device a stream plays on."""
        with control(self._server) as pulse:
            name: str = pulse.sink_info(pulse.sink_input_info(stream).sink).name
            return name

    def move(self, stream: int, device: str) -> None:
        """Let a stream go on on another device."""
        with control(self._server) as pulse:
            pulse.sink_input_move(stream, pulse.get_sink_by_name(device).index)

    def volume(self, stream: int) -> float:
        """A stream's volume on the mixer's scale, 1 is 100 %."""
        with control(self._server) as pulse:
            return float(pulse.sink_input_info(stream).volume.value_flat)

    def set_volume(self, stream: int, volume: float) -> None:
        """Set a stream's volume on the mixer's scale, kept within 0 to 1.5."""
        with control(self._server) as pulse:
            info = pulse.sink_input_info(stream)
            pulse.volume_set_all_chans(info, min(max(volume, 0.0), 1.5))


class KnownOutputs:
    """Names of the output devices as they were at the last look; the look is on a thread, for
    a sound server may be asleep."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._thread: threading.Thread | None = None

    def names(self) -> list[str]:
        """What is known, the default one first; looks anew, for the next time."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._look, name="outputs", daemon=True)
            self._thread.start()
        return self._names

    def _look(self) -> None:
        try:
            self._names = [device.name for device in Devices().outputs()]
        except (SinkError, OSError) as error:
            _log.info("the output devices are not known: %s", error)
            self._names = []
