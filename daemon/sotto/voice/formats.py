"""The formats that a voice's folder may have, by the number in its `voice.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from sotto.errors import VoiceDamagedError
from sotto.voice.fields import Fields, read_json
from sotto.voice.kokoro.bundle import load_kokoro_bundle
from sotto.voice.late import Description
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.piper.bundle import load_piper_bundle
from sotto.voice.spectral.bundle import load_spectral_bundle

FORMATS: Mapping[int, Callable[[Path], Description]] = MappingProxyType(
    {1: load_bundle, 2: load_spectral_bundle, 3: load_piper_bundle, 4: load_kokoro_bundle}
)


def describe(folder: Path) -> Description:
    """The voice in `folder`, known and not yet loaded. Raises VoiceDamagedError."""
    fields = Fields(read_json(folder / "voice.json"), str(folder / "voice.json"))
    number = fields.integer("format", 1, 99)
    if number not in FORMATS:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    return FORMATS[number](folder)
