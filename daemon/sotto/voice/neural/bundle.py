"""A voice on disk: `voice.json` and its graphs, read and checked.

models/README.md describes the format. Voice files are untrusted: everything is bounded
and typed here, and VoiceDamagedError names what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sotto.errors import VoiceDamagedError
from sotto.messages import HOUSE_RATE, VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.engine import Engine
from sotto.voice.fields import LARGEST_TABLE, Fields, graph_path, licence_of, read_json

FORMAT = 1
ENGINE = "bands"
_WORDS_A_MINUTE = 216.0
"""Running English text with its pauses, by the readers' voices."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
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
    readers: tuple[Reader, ...]
    graphs: Mapping[str, Path]
    licence: str = ""

    def reader(self, name: str) -> Reader | None:
        """The reader of that name, if there is one."""
        return next((reader for reader in self.readers if reader.name == name), None)

    @property
    def weight(self) -> int:
        """It is small, and stays in memory."""
        return 0

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a reader; each speaks all trained languages, its own best."""
        return tuple(self._info(reader) for reader in self.readers)

    @property
    def abilities(self) -> Abilities:
        """What its engine can do."""
        return Abilities(HOUSE_RATE, rate_limits=(0.6, 2.0))

    def engine(self) -> Engine:
        """What speaks for it, loaded. Raises VoiceDamagedError."""
        from sotto.voice.neural.engine import NeuralEngine

        return NeuralEngine(self)

    def _info(self, reader: Reader) -> VoiceInfo:
        others = [tag for tag in self.languages if tag != reader.language]
        return VoiceInfo(
            identifier=f"{self.name}:{reader.name}",
            name=reader.name,
            engine=ENGINE,
            languages=(reader.language, *others),
            gender=reader.gender,
            description=reader.description,
            words_a_minute=_WORDS_A_MINUTE,
            has_light=self.light_context is not None,
            licence=self.licence,
        )


def load_bundle(folder: Path) -> Bundle:
    """Read the voice in `folder`. Raises VoiceDamagedError."""
    fields = Fields(read_json(folder / "voice.json"), str(folder / "voice.json"))
    if fields.integer("format", 1, 99) != FORMAT:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    latents = fields.integer("latents", 1, 256)
    graphs = fields.table("graphs")
    return Bundle(
        folder=folder,
        name=fields.text("name"),
        licence=licence_of(fields),
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
        readers=tuple(_reader(item, latents) for item in fields.items("speakers")),
        graphs={
            part: graph_path(folder, graphs, part) for part in ("encoder", "decoder", "vocoder")
        },
    )


def _light_context(fields: Fields) -> int | None:
    if not fields.has("light"):
        return None
    return Fields(fields.table("light"), "light").integer("decoder_context", 0, 512)


def _reader(item: Mapping[str, object], latents: int) -> Reader:
    fields = Fields(item, "a speaker")
    mean = np.asarray(fields.numbers("latent_mean"), np.float32)
    std = np.asarray(fields.numbers("latent_std"), np.float32)
    if mean.shape != (latents,) or std.shape != (latents,):
        raise VoiceDamagedError(f"speaker {fields.text('name')}: wrong number of latents")
    return Reader(
        name=fields.text("name"),
        id=fields.integer("id", 0, LARGEST_TABLE),
        language=fields.text("language"),
        gender=fields.text("gender"),
        description=fields.text("description"),
        log_f0_mean=fields.number("log_f0_mean", 3.0, 7.0),
        log_f0_std=fields.number("log_f0_std", 0.0, 2.0),
        latent_mean=mean,
        latent_std=std,
        gain=fields.number("gain", 0.01, 100.0),
    )
