"""A prepared voice of Kokoro's family on disk: `voice.json`, its graph, its styles, checked.

docs/kokoro.md describes the format, number 4. Voice files are untrusted: everything is bounded and
typed here, and VoiceDamagedError names what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sotto.errors import VoiceDamagedError
from sotto.messages import VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.engine import Engine, Pace
from sotto.voice.fields import LARGEST_TABLE, Fields, graph_path, licence_of, read_json
from sotto.voice.kokoro.windows import Streaming, read_streaming

FORMAT = 4
ENGINE = "kokoro"
_LARGEST_GRAPH = 512 << 20
_LARGEST_STYLES = 256 << 20
_MISAKI, _IPA = "misaki", "ipa"
_SPEEDS = ("float32", "int32", "int64")
_MOST_ENDS = 8
SAFE_RATES = (0.7, 1.5)
"""Beyond, the net was not taught how people speak: the rest is stretched."""
_HANG_MS = 60_000
_FIRST_MS = 20_000
_BEGIN_SECONDS = 1.0
"""Until a process has begun and imported what it needs, before it loads anything."""
HEAD_SECONDS = 1.2
"""Of the sound of a streamed clause that are there before it is begun: more than a window takes."""
_DESCRIPTION = "goes on with long texts that another voice begins"


@dataclass(frozen=True, slots=True)
class Reader:
    """`row` is its place among the styles; `companion` the identifier of a voice that sounds the
    same, or ""."""

    name: str
    language: str
    gender: str
    gain: float
    companion: str
    row: int


@dataclass(frozen=True, slots=True, eq=False)
class KokoroBundle:
    """Checked voices of one file. `hop` are the samples of a frame of the durations that the net
    tells, 0 where it tells none; `lead` frames of that a token sounds early; `tail` samples at the
    end are no speech."""

    folder: Path
    name: str
    licence: str
    sample_rate: int
    is_misaki: bool
    """Whether its symbols are misaki's, not espeak's."""
    symbols: Mapping[str, int]
    begin: tuple[int, ...]
    end: tuple[int, ...]
    most_tokens: int
    is_row_by_tokens: bool
    tail: int
    hop: int
    lead: int
    tokens_input: str
    speed_type: str
    graph: Path
    styles: Path
    rows: int
    width: int
    speakers: Mapping[str, Reader]
    is_steady: bool
    """Whether the same input gives the same sound."""
    pace: Pace
    """For those of its speakers that are not streamed."""
    streaming: Streaming | None

    @property
    def weight(self) -> int:
        """Nothing of it is in the daemon's own memory."""
        return 0

    def pace_of(self, speaker: str) -> Pace:
        """How long it takes, as measured at preparation."""
        is_streamed = self.streaming is not None and speaker in self.streaming.rows
        return replace(self.pace, head=HEAD_SECONDS) if is_streamed else self.pace

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One voice a speaker."""
        return tuple(
            VoiceInfo(
                identifier=f"{self.name}:{each.name}",
                name=each.name,
                engine=ENGINE,
                languages=(each.language,),
                gender=each.gender,
                description=_DESCRIPTION,
                licence=self.licence,
                is_heavy=True,
                companion=each.companion,
            )
            for each in self.speakers.values()
        )

    @property
    def abilities(self) -> Abilities:
        """What its engine can do."""
        return Abilities(
            self.sample_rate,
            rate_limits=SAFE_RATES if self.speed_type == "float32" else (1.0, 1.0),
            prosody=frozenset({"rate", "volume"}),
            is_deterministic=self.is_steady,
            first_chunk_ms=_FIRST_MS,
            hang_ms=_HANG_MS,
        )

    def engine(self) -> Engine:
        """What speaks for it; its process begins when it is wanted."""
        from sotto.voice.kokoro.engine import KokoroEngine

        return KokoroEngine(self)


def load_kokoro_bundle(folder: Path) -> KokoroBundle:
    """Read the voice in `folder`. Raises VoiceDamagedError."""
    where = str(folder / "voice.json")
    content = read_json(folder / "voice.json")
    fields = Fields(content, where)
    if fields.integer("format", 1, 99) != FORMAT:
        raise VoiceDamagedError(f"{folder}: made for another version of Sotto")
    styles = Fields(fields.table("styles"), f"{where}: styles")
    bundle = KokoroBundle(
        folder=folder,
        name=fields.text("name"),
        licence=licence_of(fields),
        sample_rate=fields.integer("sample_rate", 8_000, 48_000),
        is_misaki=_one_of(fields, "writing", (_MISAKI, _IPA), where) == _MISAKI,
        symbols=fields.ids("symbols"),
        begin=_ends(content, "begin", where),
        end=_ends(content, "end", where),
        most_tokens=fields.integer("most_tokens", 8, 4096),
        is_row_by_tokens=_one_of(fields, "row", ("tokens", "text"), where) == "tokens",
        tail=fields.integer("tail", 0, 48_000),
        hop=fields.integer("hop", 0, 4800),
        lead=fields.integer("lead", 0, 16),
        tokens_input=fields.text("tokens"),
        speed_type=_one_of(fields, "speed", _SPEEDS, where),
        graph=graph_path(folder, fields.table("graphs"), "whole", _LARGEST_GRAPH),
        styles=graph_path(folder, {"styles": styles.text("file")}, "styles", _LARGEST_STYLES),
        rows=styles.integer("rows", 1, 4096),
        width=styles.integer("width", 1, 4096),
        speakers=_speakers(fields, where),
        is_steady=content.get("is_steady") is True,
        pace=Pace(
            _BEGIN_SECONDS + fields.integer("load_ms", 0, 600_000) / 1000,
            fields.number("cost", 0, 1000),
        ),
        streaming=read_streaming(folder, content.get("streaming"), f"{where}: streaming"),
    )
    _check(bundle)
    return bundle


def _check(bundle: KokoroBundle) -> None:
    """What belongs together. Raises VoiceDamagedError."""
    wanted = len(bundle.speakers) * bundle.rows * bundle.width * 4
    if bundle.styles.stat().st_size != wanted:
        raise VoiceDamagedError(f"{bundle.styles} is not of {wanted} bytes")
    if bundle.streaming is not None and not bundle.speakers.keys() >= bundle.streaming.rows.keys():
        raise VoiceDamagedError(f"{bundle.folder}: it streams speakers that it has not")
    if " " not in bundle.symbols:
        raise VoiceDamagedError(f"{bundle.folder}: its symbols have no space")


def _one_of(fields: Fields, key: str, known: tuple[str, ...], where: str) -> str:
    if (value := fields.text(key)) not in known:
        raise VoiceDamagedError(f"{where}: {key!r} is none of {', '.join(known)}")
    return value


def _ends(content: Mapping[str, object], key: str, where: str) -> tuple[int, ...]:
    found = content.get(key)
    if not isinstance(found, list) or len(found) > _MOST_ENDS:
        raise VoiceDamagedError(f"{where}: {key!r} is no list of numbers")
    if any(type(n) is not int or not 0 <= n <= LARGEST_TABLE for n in found):
        raise VoiceDamagedError(f"{where}: {key!r} is no list of numbers")
    return tuple(found)


def _speakers(fields: Fields, where: str) -> Mapping[str, Reader]:
    found: dict[str, Reader] = {}
    for row, item in enumerate(fields.items("speakers")):
        each = Fields(item, f"{where}: speakers")
        name = each.text("name")
        if not name or name in found or ":" in name:
            raise VoiceDamagedError(f"{where}: {name[:60]!r} is no name of a speaker")
        found[name] = Reader(
            name=name,
            language=each.text("language"),
            gender=each.text("gender"),
            gain=each.number("gain", 0.01, 100.0),
            companion=each.text("companion"),
            row=row,
        )
    return found
