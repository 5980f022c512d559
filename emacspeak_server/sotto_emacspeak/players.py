"""Noises beside speech: icons from files and tones, by the player of the sound server."""

from __future__ import annotations

import array
import asyncio
import logging
import math
import os
import shutil
import sys
import wave
from collections.abc import Mapping
from pathlib import Path

from sotto_emacspeak.items import Icon, Noise, Tone

_log = logging.getLogger(__name__)

_PROGRAMS = ("paplay", "pw-play", "aplay")
_CHOICE = "EMACSPEAK_PLAY_PROGRAM"
_MOST = 8
"""Noises at a time; what comes while so many sound is not played."""

_RATE = 24_000
_LOUDNESS = 0.25 * 32_767
_FADE_SECONDS = 0.01
_LOWEST, _HIGHEST = 20.0, 11_000.0
_LONGEST = 5_000


class Players:
    """Processes that play, each one noise; `environment` may name the program."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        names = (environment.get(_CHOICE, ""), *_PROGRAMS)
        path = environment.get("PATH")
        self._program = next(
            (p for name in names if name and (p := shutil.which(name, path=path))), ""
        )
        self._tasks: set[asyncio.Task[None]] = set()

    def play(self, noise: Noise) -> None:
        """Begin, beside whatever else sounds."""
        if not self._program:
            _log.warning("there is none of %s: no tones, no icons", ", ".join(_PROGRAMS))
        elif len(self._tasks) < _MOST and _is_playable(noise):
            task = asyncio.get_running_loop().create_task(self._play(noise))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Wait until all was heard."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _play(self, noise: Noise) -> None:
        descriptor = _tone_file(noise) if isinstance(noise, Tone) else None
        path = noise.path if isinstance(noise, Icon) else f"/dev/fd/{descriptor}"
        try:
            process = await asyncio.create_subprocess_exec(
                *(self._program, path),
                pass_fds=() if descriptor is None else (descriptor,),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await process.wait()
        except OSError as error:
            _log.warning("%s does not play: %s", self._program, error)
        finally:
            if descriptor is not None:
                os.close(descriptor)


def _is_playable(noise: Noise) -> bool:
    """A file could also be a device, or an option of the player."""
    if isinstance(noise, Tone):
        return noise.duration > 0
    try:
        return noise.path.startswith("/") and Path(noise.path).is_file()
    except (OSError, ValueError):
        return False


def _tone_file(tone: Tone) -> int:
    """A file in memory with the tone as WAV; the descriptor is the caller's."""
    descriptor = os.memfd_create("tone")
    with os.fdopen(os.dup(descriptor), "wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(samples(tone))
    return descriptor


def samples(tone: Tone) -> bytes:
    """16 bit little-endian mono at 24 kHz, without a click at either end."""
    count = round(_RATE * min(tone.duration, _LONGEST) / 1000)
    fade = min(_FADE_SECONDS * _RATE, count / 2) or 1
    step = 2 * math.pi * min(max(tone.pitch, _LOWEST), _HIGHEST) / _RATE
    heights = (min(1.0, i / fade, (count - i) / fade) for i in range(count))
    values = array.array(
        "h", (round(_LOUDNESS * height * math.sin(step * i)) for i, height in enumerate(heights))
    )
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
