"""The formats that a voice's folder may have, by the number in its `voice.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from sotto.errors import VoiceDamagedError
from sotto.voice.fields import Fields, read_json
from sotto.voice.late import Description


def _neural(folder: Path) -> Description:
    from sotto.voice.neural.bundle import load_bundle

    return load_bundle(folder)


def _spectral(folder: Path) -> Description:
    from sotto.voice.spectral.bundle import load_spectral_bundle

    return load_spectral_bundle(folder)


def _piper(folder: Path) -> Description:
    from sotto.voice.piper.bundle import load_piper_bundle

    return load_piper_bundle(folder)


def _kokoro(folder: Path) -> Description:
    from sotto.voice.kokoro.bundle import load_kokoro_bundle

    return load_kokoro_bundle(folder)


FORMATS: Mapping[int, Callable[[Path], Description]] = MappingProxyType(
    {1: _neural, 2: _spectral, 3: _piper, 4: _kokoro}
)
"""Each is imported where a folder has it: what the first sound waits for is kept short."""


def describe(folder: Path) -> Description:
    """The voice in `folder`, known and not yet loaded. Raises VoiceDamagedError."""
    fields = Fields(read_json(folder / "voice.json"), str(folder / "voice.json"))
    number = fields.integer("format", 1, 99)
    if number not in FORMATS:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    return FORMATS[number](folder)
