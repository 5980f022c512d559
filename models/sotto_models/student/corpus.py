"""What the teacher said, read back: clips with tokens, durations, F0, energy and sound.

The files are those that `generate` writes: `VOICE.csv`, `VOICE.prosody` and `VOICE/ID.opus`.
"""

from __future__ import annotations

import csv
import hashlib
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sotto_models.student.units import HOP, LEAD, RATE

HELD_OUT = 24
"""One sentence in so many judges and is never trained on, whoever says it."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One line of one voice.

    `ids` [n], `durations` [n] in frames of 25 ms (whole, sound and features aligned), `exact`
    [n] before rounding, `f0` in hertz and `energy` [2 frames], `phase` of the source before the
    first value in cycles, `sound` int16 [samples] or empty.
    """

    name: str
    voice: str
    language: str
    text: str
    ids: NDArray[np.int64]
    durations: NDArray[np.int64]
    exact: NDArray[np.float32]
    f0: NDArray[np.float32]
    energy: NDArray[np.float32]
    phase: float
    sound: NDArray[np.int16]

    @property
    def index(self) -> NDArray[np.int64]:
        """The token that each frame of 25 ms belongs to for the student: `LEAD` frames late."""
        whole = np.repeat(np.arange(len(self.ids)), self.durations)
        return np.concatenate([np.zeros(LEAD, np.int64), whole])[: len(whole)]


def is_held_out(text: str) -> bool:
    """Whether a text judges; the same for every voice, by its letters alone."""
    plain = "".join(c for c in text.casefold() if c.isalnum())
    digest = hashlib.sha256(plain.encode()).digest()
    return int.from_bytes(digest[:4], "big") % HELD_OUT == 0


def read_voice(
    folder: Path,
    voice: str,
    numbers: Mapping[str, int],
    *,
    with_sound: bool,
    names: Collection[str] | None = None,
) -> list[Clip]:
    """The clips of a voice, all or those of `names`; a line that was cut short is left out.

    Raises OSError.
    """
    curves = {}
    for line in (folder / f"{voice}.prosody").read_text("utf-8").splitlines():
        name, phase, f0, energy = line.split("|")
        curves[name] = (int(phase) / 1000, _numbers(f0), _numbers(energy))
    found = []
    with (folder / f"{voice}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE):
            if len(row) != 7 or row[0] not in curves or (names and row[0] not in names):
                continue
            clip = _clip(voice, row, curves[row[0]], numbers)
            if clip is not None:
                found.append(clip)
    return _sounds(folder, found) if with_sound else found


def _clip(
    voice: str,
    row: Sequence[str],
    curves: tuple[float, NDArray[np.float32], NDArray[np.float32]],
    numbers: Mapping[str, int],
) -> Clip | None:
    name, language, text, _, tokens, durations, exact = row
    whole = np.asarray([int(x) for x in durations.split(",")])
    phase, f0, energy = curves
    if len(whole) != len(tokens) or 2 * whole.sum() != len(f0):
        return None
    ids = np.asarray([0, *(numbers[c] for c in tokens[1:-1]), 0])
    empty = np.empty(0, np.int16)
    return Clip(name, voice, language, text, ids, whole, _numbers(exact), f0, energy, phase, empty)


def _numbers(hundredths: str) -> NDArray[np.float32]:
    return np.asarray([int(x) / 100 for x in hundredths.split(",")], np.float32)


def _sounds(folder: Path, clips: Sequence[Clip]) -> list[Clip]:
    """The clips with their sound, which is kept decoded in `sound/` after the first time."""
    return [clip for clip in _decoded(folder, clips) if len(clip.sound)]


def _decoded(folder: Path, clips: Sequence[Clip]) -> Iterator[Clip]:
    for clip in clips:
        kept = folder / "sound" / clip.voice / f"{clip.name}.raw"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            source = folder / clip.voice / f"{clip.name}.opus"
            command = ["opusdec", "--quiet", "--rate", str(RATE), "--no-dither", str(source), "-"]
            done = subprocess.run(command, capture_output=True, check=False)
            # A WAV header of 44 bytes comes first.
            kept.write_bytes(done.stdout[44:])
        sound = np.fromfile(kept, "<i2")
        wanted = len(clip.f0) * HOP
        if abs(len(sound) - wanted) <= HOP:
            sound = np.pad(sound, (0, max(wanted - len(sound), 0)))[:wanted]
            yield replace(clip, sound=sound)
