"""A voice on disk: `voice.json` and its graphs, read and checked.

models/README.md describes the format. Voice files are untrusted: everything is bounded
and typed here, and VoiceDamagedError names what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sotto.errors import VoiceDamagedError
from sotto.messages import VoiceInfo

FORMAT = 1
_LARGEST_JSON = 4 << 20
_LARGEST_GRAPH = 64 << 20
_LARGEST_TABLE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """One reader: F0 statistics in natural log of hertz, latents' in the model's units."""

    name: str
    id: int
    language: str
    gender: str
    description: str
    log_f0_mean: float
    log_f0_std: float
    latent_mean: NDArray[np.float32]
    latent_std: NDArray[np.float32]
    gain: float


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """A checked voice. `graphs` maps encoder, decoder and vocoder to existing files.

    `light_context` is the decoder's context where layers are skipped; None: none can be.
    """

    folder: Path
    name: str
    sample_rate: int
    hop: int
    fft: int
    latents: int
    frames_per_step: int
    decoder_context: int
    light_context: int | None
    vocoder_context: int
    mel_frequencies: NDArray[np.float64]
    phonemes: Mapping[str, int]
    languages: Mapping[str, int]
    speakers: tuple[Speaker, ...]
    graphs: Mapping[str, Path]

    def speaker(self, name: str) -> Speaker | None:
        """The speaker of that name, if there is one."""
        return next((speaker for speaker in self.speakers if speaker.name == name), None)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker; each speaks all trained languages, its own best."""
        return tuple(self._info(speaker) for speaker in self.speakers)

    def _info(self, speaker: Speaker) -> VoiceInfo:
        others = [tag for tag in self.languages if tag != speaker.language]
        return VoiceInfo(
            identifier=f"{self.name}:{speaker.name}",
            name=speaker.name,
            engine="neural",
            languages=(speaker.language, *others),
            gender=speaker.gender,
            description=speaker.description,
            has_light=self.light_context is not None,
        )


def load_bundle(folder: Path) -> Bundle:
    """Read the voice in `folder`. Raises VoiceDamagedError."""
    fields = _Fields(_read_json(folder / "voice.json"), str(folder / "voice.json"))
    if fields.integer("format", 1, 99) != FORMAT:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    latents = fields.integer("latents", 1, 256)
    graphs = fields.table("graphs")
    return Bundle(
        folder=folder,
        name=fields.text("name"),
        sample_rate=fields.integer("sample_rate", 8000, 48000),
        hop=fields.integer("hop", 32, 2048),
        fft=fields.integer("fft", 64, 8192),
        latents=latents,
        frames_per_step=fields.integer("frames_per_step", 1, 8),
        decoder_context=fields.integer("decoder_context", 0, 512),
        light_context=_light_context(fields),
        vocoder_context=fields.integer("vocoder_context", 0, 512),
        mel_frequencies=np.asarray(fields.numbers("mel_frequencies"), np.float64),
        phonemes=fields.ids("phonemes"),
        languages=fields.ids("languages"),
        speakers=tuple(_speaker(item, latents) for item in fields.items("speakers")),
        graphs={part: _graph(folder, graphs, part) for part in ("encoder", "decoder", "vocoder")},
    )


def _light_context(fields: _Fields) -> int | None:
    if not fields.has("light"):
        return None
    return _Fields(fields.table("light"), "light").integer("decoder_context", 0, 512)


def _read_json(path: Path) -> Mapping[str, object]:
    try:
        if path.stat().st_size > _LARGEST_JSON:
            raise VoiceDamagedError(f"{path} is too large")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise VoiceDamagedError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise VoiceDamagedError(f"{path} does not hold an object")
    return content


def _graph(folder: Path, graphs: Mapping[str, object], part: str) -> Path:
    name = graphs.get(part)
    if not isinstance(name, str) or "/" in name or name in {"", ".", ".."}:
        raise VoiceDamagedError(f"{folder}: the {part} graph has no proper file name")
    path = folder / name
    try:
        size = path.stat().st_size
    except OSError as error:
        raise VoiceDamagedError(f"{path} cannot be read: {error}") from error
    if not 0 < size <= _LARGEST_GRAPH:
        raise VoiceDamagedError(f"{path} has an unlikely size")
    return path


def _speaker(item: Mapping[str, object], latents: int) -> Speaker:
    fields = _Fields(item, "a speaker")
    mean = np.asarray(fields.numbers("latent_mean"), np.float32)
    std = np.asarray(fields.numbers("latent_std"), np.float32)
    if mean.shape != (latents,) or std.shape != (latents,):
        raise VoiceDamagedError(f"speaker {fields.text('name')}: wrong number of latents")
    return Speaker(
        name=fields.text("name"),
        id=fields.integer("id", 0, _LARGEST_TABLE),
        language=fields.text("language"),
        gender=fields.text("gender"),
        description=fields.text("description"),
        log_f0_mean=fields.number("log_f0_mean", 3.0, 7.0),
        log_f0_std=fields.number("log_f0_std", 0.0, 2.0),
        latent_mean=mean,
        latent_std=std,
        gain=fields.number("gain", 0.01, 100.0),
    )


class _Fields:
    """Typed access to an object of untrusted JSON; every failure is VoiceDamagedError."""

    def __init__(self, content: Mapping[str, object], where: str) -> None:
        self._content = content
        self._where = where

    def has(self, key: str) -> bool:
        return key in self._content

    def text(self, key: str) -> str:
        value = self._content.get(key)
        if not isinstance(value, str) or len(value) > _LARGEST_TABLE:
            raise self._wrong(key, "text")
        return value

    def number(self, key: str, least: float, most: float) -> float:
        value = self._content.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(key, "a number")
        if not least <= value <= most:
            raise self._wrong(key, f"between {least} and {most}")
        return float(value)

    def integer(self, key: str, least: int, most: int) -> int:
        value = self.number(key, least, most)
        if not value.is_integer():
            raise self._wrong(key, "a whole number")
        return int(value)

    def numbers(self, key: str) -> list[float]:
        value = self._content.get(key)
        if not isinstance(value, list) or not 2 <= len(value) <= _LARGEST_TABLE:
            raise self._wrong(key, "a list of numbers")
        if not all(isinstance(x, int | float) and abs(x) < 1e9 for x in value):
            raise self._wrong(key, "a list of finite numbers")
        return [float(x) for x in value]

    def table(self, key: str) -> Mapping[str, object]:
        value = self._content.get(key)
        if not isinstance(value, dict) or not 0 < len(value) <= _LARGEST_TABLE:
            raise self._wrong(key, "an object")
        return value

    def ids(self, key: str) -> Mapping[str, int]:
        table = self.table(key)
        fields = _Fields(table, f"{self._where}: {key}")
        return {name: fields.integer(name, 0, _LARGEST_TABLE) for name in table}

    def items(self, key: str) -> Sequence[Mapping[str, object]]:
        value = self._content.get(key)
        if not isinstance(value, list) or not 0 < len(value) <= _LARGEST_TABLE:
            raise self._wrong(key, "a list")
        if not all(isinstance(item, dict) for item in value):
            raise self._wrong(key, "a list of objects")
        return value

    def _wrong(self, key: str, expected: str) -> VoiceDamagedError:
        return VoiceDamagedError(f"{self._where}: {key!r} is not {expected}")
