"""A voice of Kokoro's family becomes a folder that the daemon speaks with: format 4."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import ModelProto

from sotto_voices.card import licence
from sotto_voices.errors import UnpreparedError
from sotto_voices.kokoro.family import RATE, WIDTH, Family, NamedVoice, family_of, speaker
from sotto_voices.kokoro.net import Net, read_family_net, with_outputs
from sotto_voices.kokoro.noise import steadied
from sotto_voices.kokoro.sentences import sentences
from sotto_voices.kokoro.source import Source, find_source
from sotto_voices.kokoro.split import NotStreamableError
from sotto_voices.kokoro.streaming import AVERAGES, DECODER, FRONT, Streaming, take_apart
from sotto_voices.kokoro.styles import Styles, read_styles
from sotto_voices.piper import trial

FORMAT = 4
_MODEL, _STYLES, _CARD = "model.onnx", "styles.bin", "MODEL_CARD"
_SENTENCES = (
    "ðə sˈʌn ɪz lˈoʊ, mˈena tˈalo sˈo.",
    "lˈase tˈina, mˈolu.",
)
_MOST_MEASURED = 10
"""Voices whose loudness is measured, those first that follow another one; each takes a second."""
_LEAST_HOP, _MOST_HOP = 100, 4800
_MOST_COST = 100.0

Sounds = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came out: the name; whether it streams, and why not; how many of its voices do not where
    it does; that it is heavy; seconds of a processor a second of sound; voices left out."""

    name: str
    streams: bool
    reason: str
    whole: int
    is_heavy: bool
    cost: float
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Voices:
    family: Family
    styles: Styles
    speakers: tuple[NamedVoice, ...]
    skipped: tuple[str, ...]

    @property
    def rows(self) -> int:
        return len(next(iter(self.styles.values())))


class _Tried:
    """A graph in memory, loaded as the daemon does it."""

    def __init__(self, net: Net, family: Family, graph: str | bytes) -> None:
        self._net, self._family = net, family
        began = time.process_time()
        self._session: onnxruntime.InferenceSession = trial.session(graph)
        self.load_seconds = time.process_time() - began

    def ids(self, sentence: str) -> list[int]:
        """A sentence in its numbers."""
        known = self._family.symbols
        return [*self._family.begin, *(known[c] for c in sentence if c in known), *self._family.end]

    def feed(self, sentence: str, style: NDArray[np.float32]) -> dict[str, Any]:
        """What the net takes."""
        ids = self.ids(sentence)
        return {
            self._net.tokens: np.asarray([ids], np.int64),
            "style": style[min(len(ids), len(style) - 1)][None],
            "speed": np.ones(1, self._net.speed),
        }

    def run(self, sentence: str, style: NDArray[np.float32]) -> list[Sounds]:
        """All outputs, the sound checked. Raises UnpreparedError."""
        found = trial.run(self._session, self.feed(sentence, style))
        return [trial.checked_sound(found[0], RATE), *found[1:]]


def prepare(source: Path, voices: Path | None, into: Path) -> Prepared:
    """Make the voices ready in the empty folder `into`. Raises UnpreparedError."""
    found = find_source(source, voices)
    net = read_family_net(found.model)
    given = _voices(found)
    style = given.styles[given.speakers[0].name]
    frames, hop = _frames(net, given.family, style)
    model = steadied(with_outputs(net, [frames] if frames else []))
    _save(model, into / _MODEL)
    tried = _Tried(net, given.family, str(into / _MODEL))
    began = time.process_time()
    sound = tried.run(_SENTENCES[0], style)[0]
    cost = (time.process_time() - began) / (len(sound) / RATE)
    if cost > _MOST_COST:
        raise UnpreparedError(f"a second of its speech takes {cost:.0f} seconds")
    measured: dict[str, Any] = {
        "hop": hop,
        "is_steady": _is_steady(tried, style),
        "cost": round(cost, 3),
        "load_ms": round(tried.load_seconds * 1000),
        "gains": _gains(tried, given),
    }
    streaming, reason = _streaming(net, frames, tried, given, into)
    measured["streaming"] = _streamed(streaming)
    _describe(found, net, given, measured, into)
    whole = len(given.speakers) - len(streaming.frames) if streaming else 0
    streams = streaming is not None
    return Prepared(found.name, streams, reason, whole, True, round(cost, 2), given.skipped)


def _streaming(
    net: Net, frames: str, tried: _Tried, given: _Voices, into: Path
) -> tuple[Streaming | None, str]:
    """Its parts where it can be taken apart, else the reason."""
    feed = lambda sentence, each: tried.feed(sentence, given.styles[each.name])  # noqa: E731
    whole = lambda sentence, each: tried.run(sentence, given.styles[each.name])[0]  # noqa: E731
    order = sorted(given.speakers, key=lambda each: not each.companion)
    names = net.tokens, frames, net.sound
    try:
        speakers = [(each, sentences(each.language)) for each in order]
        return take_apart(into, names, feed, whole, speakers), ""
    except NotStreamableError as error:
        return None, str(error)


def _voices(found: Source) -> _Voices:
    styles = read_styles(found.styles)
    family = family_of(styles, len(next(iter(styles.values()))))
    known = {name: speaker(family, name) for name in styles}
    speakers = tuple(each for each in known.values() if each is not None)
    if not speakers:
        raise UnpreparedError("none of its voices speaks a language that can be read here")
    skipped = tuple(name for name, each in known.items() if each is None)
    return _Voices(family, styles, speakers, skipped)


def _frames(net: Net, family: Family, style: NDArray[np.float32]) -> tuple[str, int]:
    """Which tensor tells the frames of every token, and how many samples a frame is: found by
    running two sentences; "" and 0 where none does."""
    if not net.frames:
        return "", 0
    try:
        tried = _Tried(net, family, with_outputs(net, net.frames).SerializeToString())
    except UnpreparedError:  # a tensor of another type than it looked
        return "", 0
    hops: list[set[tuple[str, int]]] = []
    for sentence in _SENTENCES:
        sound, *tensors = tried.run(sentence, style)
        count = len(tried.ids(sentence))
        named = zip(net.frames, tensors, strict=True)
        hops.append({(name, _hop(tensor, count, len(sound))) for name, tensor in named})
    both = hops[0] & hops[1]
    return next(((n, hop) for n in net.frames for m, hop in both if n == m and hop), ("", 0))


def _hop(tensor: Sounds, tokens: int, samples: int) -> int:
    total = int(tensor.sum()) if tensor.size == tokens and np.isfinite(tensor).all() else 0
    if total <= 0 or samples % total or not _LEAST_HOP <= samples // total <= _MOST_HOP:
        return 0
    return samples // total


def _is_steady(tried: _Tried, style: NDArray[np.float32]) -> bool:
    once, again = (tried.run(_SENTENCES[1], style)[0] for _ in range(2))
    return bool(np.array_equal(once, again))


def _gains(tried: _Tried, given: _Voices) -> Mapping[str, float]:
    """What brings every voice to the level of all; of those not measured, the middle of others."""
    order = sorted(given.speakers, key=lambda each: not each.companion)
    found: dict[str, float] = {}
    for each in order[:_MOST_MEASURED]:
        sound = tried.run(_SENTENCES[1], given.styles[each.name])[0]
        found[each.name] = round(trial.gain(sound, RATE), 4)
    middle = round(float(np.median(list(found.values()))), 4)
    return {each.name: found.get(each.name, middle) for each in given.speakers}


def _save(model: ModelProto, path: Path) -> None:
    """With its weights in a file of their own, to be mapped from there."""
    place = path.with_suffix(".weights").name
    onnx.save_model(model, str(path), save_as_external_data=True, location=place)


def _describe(
    found: Source,
    net: Net,
    given: _Voices,
    measured: Mapping[str, Any],
    into: Path,
) -> None:
    card = found.card.read_text("utf-8", "replace")[: 1 << 16] if found.card else ""
    family = given.family
    content: dict[str, Any] = {
        "format": FORMAT,
        "name": found.name,
        "family": family.name,
        "licence": licence(card) if card else "",
        "language": given.speakers[0].language,
        "sample_rate": RATE,
        "writing": family.writing,
        "symbols": dict(family.symbols),
        "begin": list(family.begin),
        "end": list(family.end),
        "most_tokens": family.most_tokens,
        "row": family.row,
        "tail": family.tail,
        "lead": family.lead,
        "tokens": net.tokens,
        "speed": net.speed,
        "graphs": {"whole": _MODEL},
        **measured["streaming"],
        "styles": {"file": _STYLES, "rows": given.rows, "width": WIDTH},
        "speakers": [
            {
                "name": each.name,
                "language": each.language,
                "gender": each.gender,
                "companion": each.companion,
                "gain": measured["gains"][each.name],
            }
            for each in given.speakers
        ],
    } | {name: measured[name] for name in ("hop", "is_steady", "cost", "load_ms")}
    with (into / _STYLES).open("wb") as file:
        for each in given.speakers:
            file.write(np.ascontiguousarray(given.styles[each.name], "<f4").tobytes())
    if card:
        (into / _CARD).write_text(card, "utf-8")
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (into / "voice.json").write_text(text + "\n", "utf-8")


def _streamed(streaming: Streaming | None) -> dict[str, Any]:
    if streaming is None:
        return {}
    frames = [{"name": n, "short": s, "long": g} for n, (s, g) in streaming.frames.items()]
    return {
        "streaming": {
            "front": FRONT,
            "decoder": DECODER,
            "averages": AVERAGES,
            "plan": streaming.plan,
            "speakers": frames,
        }
    }
