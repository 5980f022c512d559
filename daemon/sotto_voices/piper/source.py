"""What a stranger hands over: a model with its description, as files, a folder or an archive.

Nothing outside the given folder is read, nothing is written but below `into`, and everything has a
limit. Raises UnpreparedError.
"""

from __future__ import annotations

import json
import math
import os
import stat
import tarfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sotto_voices.errors import UnpreparedError

LARGEST_MODEL = 256 << 20
LARGEST_TEXT = 1 << 20
_MOST_MEMBERS = 64
_MOST_SYMBOLS, _MOST_ID, _MOST_SPEAKERS = 4096, 4096, 4096
_RATES = range(8_000, 48_001)
_KINDS = ("espeak", "text")
CARDS = ("MODEL_CARD", "MODEL_CARD.md", "README.md")


@dataclass(frozen=True, slots=True)
class Description:
    """The checked content of `NAME.onnx.json`, in our terms."""

    sample_rate: int
    language: str
    phoneme_type: str
    ids: dict[str, list[int]]
    noise: float
    length: float
    duration_noise: float
    speakers: dict[str, int]


@dataclass(frozen=True, slots=True)
class Stock:
    """A stock voice: its name, its model's file, and what is told of it."""

    name: str
    model: Path
    card: Path | None
    description: Description


def find_stock(source: Path, scratch: Path) -> Stock:
    """The voice in a file, a folder, or an archive (unpacked below `scratch`)."""
    if source.is_symlink() and not source.exists():
        raise UnpreparedError(f"{source.name} is a link to nothing")
    if source.is_file() and source.name.endswith((".tar.gz", ".tgz", ".tar")):
        _unpack(source, scratch)
        return _in_folder(scratch)
    if source.is_dir():
        return _in_folder(source)
    if source.is_file() and source.suffix == ".onnx":
        return _stock(source)
    raise UnpreparedError(f"{source.name} is no Piper voice: a .onnx file, a folder or a .tar.gz")


def _in_folder(folder: Path) -> Stock:
    """Of a folder, or of the only folder in it that has a model."""
    models = sorted(p for p in folder.rglob("*.onnx") if is_plain(p, folder))
    if len(models) != 1:
        raise UnpreparedError(f"{folder.name} holds {len(models)} models; one is wanted")
    return _stock(models[0])


def is_plain(path: Path, root: Path) -> bool:
    """Whether it is a file of its own below `root`, not reached by a link."""
    inside = path.resolve().is_relative_to(root.resolve())
    return inside and not path.is_symlink() and path.is_file()


def _stock(model: Path) -> Stock:
    described = model.with_name(f"{model.name}.json")
    check_file(model, LARGEST_MODEL)
    check_file(described, LARGEST_TEXT)
    name = safe_name(model.name.removesuffix(".onnx"))
    card = next(
        (model.with_name(c) for c in CARDS if is_plain(model.with_name(c), model.parent)), None
    )
    return Stock(name, model, card, read_description(read_json(described), name))


def safe_name(name: str) -> str:
    """A name that is a plain folder's: letters, figures, `-`, `_`, `.`."""
    if not 0 < len(name) <= 100 or name[0] in ".-" or ":" in name:
        raise UnpreparedError(f"{name[:100]!a} is no name for a voice")
    if not all(c.isalnum() or c in "-_.+" for c in name):
        raise UnpreparedError(f"{name[:100]!a} is no name for a voice")
    return name


def check_file(path: Path, largest: int) -> None:
    """Raises UnpreparedError for what is no plain file, or of an unlikely size."""
    try:
        status = path.lstat()
    except OSError as error:
        raise UnpreparedError(f"{path.name} is missing or cannot be read") from error
    if stat.S_ISLNK(status.st_mode):
        raise UnpreparedError(f"{path.name} is a link, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnpreparedError(f"{path.name} is not a file")
    if not 0 < status.st_size <= largest:
        raise UnpreparedError(f"{path.name} has an unlikely size of {status.st_size} bytes")


def read_json(path: Path) -> Mapping[str, Any]:
    """The object in a file. Raises UnpreparedError."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise UnpreparedError(f"{path.name} is no JSON: {error}") from error
    if not isinstance(content, dict):
        raise UnpreparedError(f"{path.name} does not hold an object")
    return content


def read_description(content: Mapping[str, Any], name: str) -> Description:
    """What Piper's JSON tells, checked."""
    kind = content.get("phoneme_type", "espeak")
    if kind not in _KINDS:
        raise UnpreparedError(f"phonemes of the type {str(kind)[:40]!a} cannot be made here")
    scales = _table(content.get("inference", {}), "inference")
    audio = _table(content.get("audio"), "audio")
    return Description(
        sample_rate=_whole(audio.get("sample_rate"), _RATES, "sample_rate"),
        language=_language(content),
        phoneme_type=str(kind),
        ids=_ids(content.get("phoneme_id_map")),
        noise=_number(scales.get("noise_scale", 0.667), 0, 3, "noise_scale"),
        length=_number(scales.get("length_scale", 1.0), 0.1, 10, "length_scale"),
        duration_noise=_number(scales.get("noise_w", 0.8), 0, 3, "noise_w"),
        speakers=_speakers(content, name),
    )


def _language(content: Mapping[str, Any]) -> str:
    """A BCP-47 tag: the language's code, else libespeak-ng's voice."""
    language, espeak = content.get("language"), content.get("espeak")
    code = language.get("code") if isinstance(language, dict) else None
    voice = espeak.get("voice") if isinstance(espeak, dict) else None
    tag = str(code or voice or "").replace("_", "-").lower()
    if not tag or len(tag) > 35 or not all(c.isalnum() or c == "-" for c in tag):
        raise UnpreparedError("its language is not told")
    return tag


def _ids(table: object) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for symbol, numbers in _table(table, "phoneme_id_map").items():
        if not isinstance(numbers, list) or not 0 < len(numbers) <= 16:
            raise UnpreparedError("phoneme_id_map holds what is no list of numbers")
        found[unicodedata.normalize("NFC", str(symbol))] = [
            _whole(number, range(_MOST_ID), "phoneme_id_map") for number in numbers
        ]
    missing = [symbol for symbol in ("_", "^", "$") if symbol not in found]
    if missing or len(found) > _MOST_SYMBOLS:
        raise UnpreparedError(f"phoneme_id_map has no {' '.join(missing) or 'bounds'}")
    return found


def _speakers(content: Mapping[str, Any], name: str) -> dict[str, int]:
    """Names and rows; a voice of one speaker has its data set's name, or its own."""
    count = _whole(content.get("num_speakers", 1), range(1, _MOST_SPEAKERS), "num_speakers")
    table = content.get("speaker_id_map") or {}
    if count > 1:
        found = {
            _speaker(str(key)): _whole(row, range(count), "speaker_id_map")
            for key, row in _table(table, "speaker_id_map").items()
        }
        return found or {str(row): row for row in range(count)}
    return {_speaker(str(content.get("dataset") or name)): 0}


def _speaker(name: str) -> str:
    plain = "".join(c for c in name if c.isprintable() and c not in ":/\\").strip()
    return plain[:60] or "speaker"


def _table(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnpreparedError(f"{what} is missing or no object")
    return value


def _whole(value: object, limits: range, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in limits:
        raise UnpreparedError(f"{what} is no whole number in its bounds: {str(value)[:40]!a}")
    return value


def _number(value: object, least: float, most: float, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UnpreparedError(f"{what} is no number: {str(value)[:40]!a}")
    if not least <= value <= most:
        raise UnpreparedError(f"{what} is {value}; from {least} to {most} can be")
    return float(value)


def _unpack(archive: Path, into: Path) -> None:
    """Plain files alone, by their last names; what is too much is refused before it is written."""
    try:
        with tarfile.open(archive, "r:*") as found:
            members = 0
            room = LARGEST_MODEL + 4 * LARGEST_TEXT
            for member in found:
                members += 1
                room -= max(member.size, 0)
                if members > _MOST_MEMBERS or room < 0:
                    raise UnpreparedError(f"{archive.name} holds too much")
                if member.isdir():
                    continue
                _unpack_one(found, member, into)
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise UnpreparedError(f"{archive.name} cannot be unpacked: {error}") from error
    except Exception as error:  # zlib and lzma have errors of their own
        if isinstance(error, UnpreparedError):
            raise
        raise UnpreparedError(f"{archive.name} is damaged: {error}") from error


def _unpack_one(found: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    place = PurePosixPath(member.name)
    if place.is_absolute() or ".." in place.parts:
        raise UnpreparedError(f"{member.name[:100]!a} leads out of the archive")
    if not member.isfile():
        raise UnpreparedError(f"{member.name[:100]!a} is a link or a device")
    source = found.extractfile(member)
    if source is None:
        raise UnpreparedError(f"{member.name[:100]!a} has no content")
    target = into / place.name
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(target, flags, 0o600), "wb") as file:
        while data := source.read(1 << 20):
            file.write(data)
