"""What the machine's power allows: the light variant while it is saved, heavy voices on mains."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sotto.dbus.power import PowerWatch
from sotto.errors import BusError
from sotto.settings.modes import LongReading

if TYPE_CHECKING:
    from sotto.settings.values import Settings
    from sotto.synthesis.quality import QualityChooser
    from sotto.voice.late import LateEngine

_log = logging.getLogger("sotto")


class Saving:
    """Told by the system bus and by the settings; `voices` are those of the moment."""

    def __init__(
        self,
        quality: QualityChooser,
        settings: Callable[[], Settings],
        voices: Callable[[], Iterable[LateEngine]],
    ) -> None:
        self._quality = quality
        self._settings = settings
        self._voices = voices
        self._watch: PowerWatch | None = None
        self._is_on_battery = False
        self.reads_long = False
        """Whether heavy voices may go on with long texts."""

    async def watch(self) -> None:
        """Follow what the system tells from here on."""
        try:
            self._watch = await PowerWatch.connect(
                os.environ, self._power_changed, self._battery_changed
            )
        except BusError as error:
            _log.info("whether power is saved cannot be known: %s", error)

    def allow(self, settings: Settings) -> None:
        """Whether heavy voices may go on from here on; where not, they take nothing either."""
        chosen = settings.long_reading
        is_auto = chosen is LongReading.AUTO and not self._is_on_battery
        self.reads_long = is_auto or chosen is LongReading.ALWAYS
        if self.reads_long:
            return
        for engine in self._voices():
            if (ahead := engine.ahead) is not None:
                ahead.rest()

    def close(self) -> None:
        """Leave the system bus."""
        if self._watch is not None:
            self._watch.close()

    def _battery_changed(self, is_on_battery: bool) -> None:
        self._is_on_battery = is_on_battery
        self.allow(self._settings())

    def _power_changed(self, is_saving: bool) -> None:
        self._quality.is_saving = is_saving
