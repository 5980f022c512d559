"""Reading and writing the features of a clip."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sotto_models.config import HOP

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """Audio [n] in -1..1, log-mel [frames, BANDS], log pitch and voicing [frames]."""

    audio: FloatArray
    log_mel: FloatArray
    log_f0: FloatArray
    voicing: FloatArray


def save_arrays(path: Path, **arrays: npt.NDArray[np.generic]) -> None:
    """Write an npz file whole or not at all, so that a broken-off step can be repeated."""
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type, unused-ignore]
    part.replace(path)


def save_audio(path: Path, audio: npt.NDArray[np.floating], mel: FloatArray) -> None:
    """Store level-corrected audio as 16-bit integers beside its log-mel frames."""
    whole = np.clip(np.round(audio * 32767.0), -32768, 32767).astype(np.int16)
    save_arrays(path, audio=whole, log_mel=mel)


def load_audio(path: Path) -> FloatArray:
    """Load the audio of a clip, scaled to -1..1."""
    with np.load(path) as stored:
        return np.asarray(stored["audio"].astype(np.float32) / 32767.0, dtype=np.float32)


def load_features(path: Path) -> Features:
    """Load a clip; its pitch lies beside it and must have been tracked."""
    with np.load(path) as stored, np.load(path.with_suffix(".pitch.npz")) as pitch:
        frames = len(stored["log_mel"])
        return Features(
            stored["audio"][: frames * HOP].astype(np.float32) / 32767.0,
            stored["log_mel"],
            pitch["log_f0"],
            pitch["voicing"],
        )
