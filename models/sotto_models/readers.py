"""The readers, natural and synthetic, their transcripts, and which clips are held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sotto_models.config import Paths


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who read a list of sentences; `name` is what listeners choose the voice by."""

    name: str
    folder: str
    language: str
    gender: str
    lowest_pitch: float
    # Hertz.
    description: str


READERS: tuple[Reader, ...] = (
    Reader("linda", "ljspeech", "en-us", "female", 80.0, "Linda Johnson, American English"),
    Reader("kathleen", "kathleen", "en-us", "female", 80.0, "Kathleen, American English"),
    Reader("kerstin", "kerstin", "de", "female", 80.0, "Kerstin, German"),
    Reader("nathalie", "nathalie", "nl", "female", 80.0, "Nathalie, Flemish Dutch"),
    Reader("flemishguy", "flemishguy", "nl", "male", 60.0, "Flemish man, Dutch"),
)
SYNTHETIC: tuple[Reader, ...] = (
    Reader("flite-slt", "flite-slt", "en-us", "female", 80.0, "flite's slt, American English"),
    Reader("flite-rms", "flite-rms", "en-us", "male", 60.0, "flite's rms, American English"),
    Reader("flite-awb", "flite-awb", "en-us", "male", 60.0, "flite's awb, Scottish English"),
    Reader("festival-slt", "festival-slt", "en-us", "female", 80.0, "festival's us-slt-hts"),
)
LANGUAGES: dict[str, int] = {"en-us": 0, "de": 1, "nl": 2}


class Split(Enum):
    """What a clip may be used for."""

    TRAIN = "train"
    TUNE = "tune"
    REPORT = "report"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording and the text that was read."""

    name: str
    text: str
    split: Split


def is_held_out(folder: str, name: str, line: int) -> bool:
    """Return whether a clip is never trained on; `line` counts from 1 in the reader's list."""
    if folder == "ljspeech":
        return "LJ002-0150" <= name < "LJ003"
    return line % 20 == 0


def split_clips(folder: str, rows: Sequence[tuple[str, str]]) -> list[Clip]:
    """Label (name, text) rows: held-out clips alternate between tuning and reporting.

    A sentence that is held out once is not trained on in any other reading of it either.
    """
    held = [is_held_out(folder, name, line) for line, (name, _) in enumerate(rows, 1)]
    secret = {text for (_, text), out in zip(rows, held, strict=True) if out}
    clips, count = [], 0
    for (name, text), out in zip(rows, held, strict=True):
        if out:
            split = Split.REPORT if count % 2 else Split.TUNE
            count += 1
        else:
            split = Split.UNUSED if text in secret else Split.TRAIN
        clips.append(Clip(name, text, split))
    return clips


def read_clips(data: Path, reader: Reader) -> list[Clip]:
    """Read a reader's list; a third field, where there is one, has numbers written out."""
    lines = (data / f"{reader.folder}.csv").read_text(encoding="utf-8").splitlines()
    fields = [line.split("|") for line in lines if "|" in line]
    return split_clips(reader.folder, [(row[0], row[-1]) for row in fields])


def source_of(paths: Paths, reader: Reader) -> Path:
    """Return the folder that holds a reader's list and clips."""
    return paths.synthetic if reader in SYNTHETIC else paths.data


def available_readers(paths: Paths) -> tuple[Reader, ...]:
    """Return the readers, and of the synthetic ones those that have been synthesised."""
    made = (r for r in SYNTHETIC if (paths.synthetic / f"{r.folder}.csv").exists())
    return (*READERS, *made)


def audio_file(data: Path, reader: Reader, clip: Clip) -> Path:
    """Find the recording of a clip, whatever its container.

    Raises:
        FileNotFoundError: the clip has no recording.
    """
    for suffix in (".flac", ".opus", ".wav"):
        path = data / reader.folder / f"{clip.name}{suffix}"
        if path.exists():
            return path
    raise FileNotFoundError(f"no recording of {clip.name} in {data / reader.folder}")
