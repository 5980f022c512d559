"""A short-lived control connection by pulsectl, for what a playback stream cannot do.

pulsectl is imported on first use only: most sessions never need its memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sotto.errors import NoSoundReason, SinkError

if TYPE_CHECKING:
    from pulsectl import Pulse

APPLICATION_ID = "org.sotto.Voice1"
"""Property `application.id` of Sotto's own stream."""


@contextlib.contextmanager
def control(server: str = "") -> Iterator[Pulse]:
    """A connection for one task; it blocks, so use it off the event loop.

    Raises SinkError: NO_LIBRARY, NO_SERVER, SERVER_LOST, or NO_DEVICE for something that
    does not exist.
    """
    try:
        import pulsectl
    except (ImportError, OSError) as error:
        raise SinkError(NoSoundReason.NO_LIBRARY, str(error)) from error
    pulse = pulsectl.Pulse("Sotto control", connect=False, server=server or None)
    try:
        _connect(pulse)
        yield pulse
    except pulsectl.PulseIndexError as error:
        raise SinkError(NoSoundReason.NO_DEVICE, f"there is no {error}") from error
    except pulsectl.PulseError as error:
        raise SinkError(NoSoundReason.SERVER_LOST, str(error)) from error
    finally:
        pulse.close()


def _connect(pulse: Pulse) -> None:
    from pulsectl import PulseError

    try:
        # With its timeout pulsectl waits that long even after it is connected.
        pulse.connect()
    except PulseError as error:
        raise SinkError(NoSoundReason.NO_SERVER, str(error)) from error
