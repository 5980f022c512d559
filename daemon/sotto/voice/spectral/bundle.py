"""A voice of format 2 on disk: `voice.json` and its graphs, read and checked.

models/README.md describes the format. Voice files are untrusted: everything is bounded and typed
here, and VoiceDamagedError names what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sotto.errors import VoiceDamagedError
from sotto.messages import VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.engine import Engine
from sotto.voice.fields import LARGEST_TABLE, Fields, graph_path, licence_of, read_json
from sotto.voice.spectral.sound import RATE

FORMAT = 2
ENGINE = "spectral"
GRAPHS = ("text", "curves", "decoder", "head")
LIGHT, LIGHT_HEAD = "light", "light_head"
"""A second decoder with fewer layers; a bundle may lack it."""
_NEEDED_TOKENS = " ,.?!ˈˌɐ"


@dataclass(frozen=True, slots=True)
class Reader:
    """One voice of the bundle: `row` in the net's tables, mean of log F0 (hertz), gain, pace."""

    name: str
    row: int
    language: str
    gender: str
    description: str
    log_f0_mean: float
    gain: float
    words_a_minute: float


@dataclass(frozen=True, slots=True, eq=False)
class SpectralBundle:
    """A checked voice. `numbers` are tokens, `languages` tags, as rows of the net's tables."""

    folder: Path
    name: str
    numbers: Mapping[str, int]
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
        """One voice a reader; each speaks all taught languages, its own best."""
        return tuple(self._info(reader) for reader in self.readers)

    @property
    def abilities(self) -> Abilities:
        """What its engine can do."""
        return Abilities(RATE, keeps_forms=True)

    def engine(self) -> Engine:
        """What speaks for it, loaded. Raises VoiceDamagedError."""
        from sotto.voice.spectral.engine import SpectralEngine

        return SpectralEngine(self)

    def _info(self, reader: Reader) -> VoiceInfo:
        others = [tag for tag in self.languages if tag != reader.language]
        return VoiceInfo(
            identifier=f"{self.name}:{reader.name}",
            name=reader.name,
            engine=ENGINE,
            languages=(reader.language, *others),
            gender=reader.gender,
            description=reader.description,
            words_a_minute=reader.words_a_minute,
            has_light=LIGHT in self.graphs,
            licence=self.licence,
        )


def load_spectral_bundle(folder: Path) -> SpectralBundle:
    """Read the voice in `folder`. Raises VoiceDamagedError."""
    fields = Fields(read_json(folder / "voice.json"), str(folder / "voice.json"))
    if fields.integer("format", 1, 99) != FORMAT:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    fields.integer("sample_rate", RATE, RATE)
    numbers = fields.ids("tokens")
    missing = [token for token in _NEEDED_TOKENS if token not in numbers]
    if missing or any(len(token) != 1 for token in numbers):
        raise VoiceDamagedError(f"{folder}: tokens {missing} are missing or none is one character")
    graphs = fields.table("graphs")
    languages = fields.ids("languages")
    return SpectralBundle(
        folder=folder,
        name=fields.text("name"),
        licence=licence_of(fields),
        numbers=numbers,
        languages=languages,
        readers=tuple(_reader(item, languages) for item in fields.items("voices")),
        graphs={
            part: graph_path(folder, graphs, part)
            for part in (*GRAPHS, *((LIGHT, LIGHT_HEAD) if LIGHT in graphs else ()))
        },
    )


def _reader(item: Mapping[str, object], languages: Mapping[str, int]) -> Reader:
    fields = Fields(item, "a voice")
    language = fields.text("language")
    if language not in languages:
        raise VoiceDamagedError(f"voice {fields.text('name')}: no language {language!r}")
    return Reader(
        name=fields.text("name"),
        row=fields.integer("row", 0, LARGEST_TABLE),
        language=language,
        gender=fields.text("gender"),
        description=fields.text("description"),
        log_f0_mean=fields.number("log_f0_mean", 3.0, 7.0),
        gain=fields.number("gain", 0.01, 100.0),
        words_a_minute=fields.number("words_a_minute", 40, 600),
    )
