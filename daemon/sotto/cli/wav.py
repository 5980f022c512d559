"""Samples as a WAV file."""

from __future__ import annotations

import io
import sys
import wave
from array import array


def write_wav(samples: bytes, rate: int) -> bytes:
    """16 bit mono samples in the machine's byte order, `rate` a second, as a whole file."""
    if sys.byteorder == "big":
        swapped = array("h", samples)
        swapped.byteswap()
        samples = swapped.tobytes()
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return target.getvalue()
