"""A prepared Piper voice on disk: `voice.json` and its graphs, read and checked.

docs/piper.md describes the format, number 3. Voice files are untrusted: everything is bounded and
typed here, and VoiceDamagedError names what is wrong.
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
from sotto.voice.piper.plan import Plan, read_plan

FORMAT = 3
ENGINE = "piper"
PARTS = ("text", "flow", "decoder")
WHOLE = "whole"
"""The graph of a voice that cannot be taken apart: it speaks clause by clause."""
SAFE_RATES = (0.7, 1.5)
"""Beyond, the net was not taught how people speak: the rest is stretched."""
_PATIENCE = 3
"""Times as long as preparation needed for a first sound on an idle machine."""
_LONGEST_WAIT_MS = 1500
_HANG_MS = 5000
_LARGEST_GRAPH = 256 << 20
_RATES = (8_000, 48_000)


@dataclass(frozen=True, slots=True)
class Scales:
    """Of the noise in the sound, of the length, and of the noise in the durations."""

    noise: float
    length: float
    duration_noise: float


@dataclass(frozen=True, slots=True, eq=False)
class PiperBundle:
    """A checked voice. `ids` are the net's numbers of each phoneme or letter; `plan` is None for
    a net in one piece; `speakers` are names and rows."""

    folder: Path
    name: str
    licence: str
    sample_rate: int
    language: str
    is_spelled: bool
    """Whether it reads letters instead of phonemes."""
    ids: Mapping[str, tuple[int, ...]]
    scales: Scales
    gain: float
    words_a_minute: float
    first_ms: int
    """Milliseconds to the first sound of a sentence, measured here at preparation."""
    speakers: Mapping[str, int]
    graphs: Mapping[str, Path]
    plan: Plan | None

    @property
    def weight(self) -> int:
        """Bytes of its graphs and their weights, which take as much in memory."""
        files = [*self.graphs.values(), *self.folder.glob("*.weights")]
        return sum(file.stat().st_size for file in files if file.is_file())

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker."""
        return tuple(
            VoiceInfo(
                identifier=f"{self.name}:{name}",
                name=name,
                engine=ENGINE,
                languages=(self.language,),
                description="a Piper voice" + ("" if self.plan else ", clause by clause"),
                words_a_minute=self.words_a_minute,
                licence=self.licence,
            )
            for name in self.speakers
        )

    @property
    def abilities(self) -> Abilities:
        """What its engine can do."""
        return Abilities(
            self.sample_rate,
            rate_limits=SAFE_RATES,
            needs_phonemes=not self.is_spelled,
            prosody=frozenset({"rate", "volume"}),
            # Slow machines and nets that are not streamed: late is better than another voice.
            first_chunk_ms=min(_PATIENCE * self.first_ms, _LONGEST_WAIT_MS),
            hang_ms=_HANG_MS,
        )

    def engine(self) -> Engine:
        """What speaks for it, loaded. Raises VoiceDamagedError."""
        from sotto.voice.piper.engine import PiperEngine

        return PiperEngine(self)


def load_piper_bundle(folder: Path) -> PiperBundle:
    """Read the voice in `folder`. Raises VoiceDamagedError."""
    where = str(folder / "voice.json")
    content = read_json(folder / "voice.json")
    fields = Fields(content, where)
    if fields.integer("format", 1, 99) != FORMAT:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    graphs = fields.table("graphs")
    is_whole = WHOLE in graphs
    return PiperBundle(
        folder=folder,
        name=fields.text("name"),
        licence=licence_of(fields),
        sample_rate=fields.integer("sample_rate", *_RATES),
        language=fields.text("language"),
        is_spelled=fields.text("phoneme_type") == "text",
        ids=_ids(fields.table("ids"), where),
        scales=_scales(Fields(fields.table("scales"), f"{where}: scales")),
        gain=fields.number("gain", 0.01, 100.0),
        words_a_minute=fields.number("words_a_minute", 0, 600),
        first_ms=fields.integer("first_ms", 0, 60_000),
        speakers=fields.ids("speakers"),
        graphs={
            part: graph_path(folder, graphs, part, _LARGEST_GRAPH)
            for part in ((WHOLE,) if is_whole else PARTS)
        },
        plan=None if is_whole else read_plan(fields.table("plan"), f"{where}: plan"),
    )


def _scales(fields: Fields) -> Scales:
    return Scales(
        noise=fields.number("noise", 0, 3),
        length=fields.number("length", 0.1, 10),
        duration_noise=fields.number("duration_noise", 0, 3),
    )


def _ids(table: Mapping[str, object], where: str) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for symbol, numbers in table.items():
        if not isinstance(numbers, list) or not all(
            isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= LARGEST_TABLE
            for n in numbers
        ):
            raise VoiceDamagedError(f"{where}: the ids of {symbol!r} are no list of numbers")
        found[symbol] = tuple(numbers)
    missing = [symbol for symbol in ("_", "^", "$") if not found.get(symbol)]
    if missing:
        raise VoiceDamagedError(f"{where}: no ids for {missing}")
    return found
