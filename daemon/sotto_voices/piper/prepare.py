"""A stock Piper voice becomes a folder that the daemon speaks with: `voice.json` and its graphs."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import onnx
from onnx import ModelProto

from sotto_voices.card import licence
from sotto_voices.piper import trial
from sotto_voices.piper.int8 import quantise
from sotto_voices.piper.net import read_net
from sotto_voices.piper.source import Description, Stock, find_stock
from sotto_voices.piper.split import NotStreamableError, Parts, split

FORMAT = 3
EXACT = 1e-4
"""Of full scale: what a split voice may differ from the stock one."""
LEAST_SNR = 15.0
"""Decibels: latents of text and flow in 8 bits beside those in full."""
_PARTS = ("text", "flow", "decoder")
_WHOLE = "whole"
_LONGEST_MS = 60_000
_CARD = "MODEL_CARD"
Plan = dict[str, Any]
_VNNI = ("avx512_vnni", "avx_vnni", "amx_int8", "asimddp")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came out: the voice's name, whether it streams, and why not; whether in 8 bits;
    milliseconds of a processor to the first sound of a sentence."""

    name: str
    streams: bool
    reason: str
    is_short: bool
    first_ms: int


@dataclass(frozen=True, slots=True)
class _Trial:
    """A sentence in the voice's numbers, spoken by the stock file without noise."""

    ids: list[int]
    length: float
    sound: trial.Floats
    ms: float


def prepare(source: Path, into: Path, scratch: Path) -> Prepared:
    """Make the voice in `source` ready in the empty folder `into`. Raises UnpreparedError."""
    stock = find_stock(source, scratch)
    model = read_net(stock.model)
    sentence = _spoken(stock)
    plan, made = _taken_apart(stock.name, model, sentence, into)
    if plan is None:
        _save(model, into / f"{_WHOLE}.onnx")
    _describe(stock, plan, made.first_ms, trial.gain(sentence.sound, _rate(stock)), into)
    return made


def _rate(stock: Stock) -> int:
    return stock.description.sample_rate


def _spoken(stock: Stock) -> _Trial:
    ids, length = trial.trial_ids(stock.description), stock.description.length
    whole = trial.session(str(stock.model))
    feed = trial.stock_feed(whole, ids, length)
    sound = trial.checked_sound(trial.run(whole, feed)[0], _rate(stock))
    ms = trial.spent_ms(lambda: trial.run(whole, feed), rounds=1)
    return _Trial(ids, length, sound, ms)


def _taken_apart(
    name: str, model: ModelProto, sentence: _Trial, into: Path
) -> tuple[Plan | None, Prepared]:
    """The parts are saved in `into` when they give the stock sound; else there is no plan."""
    whole_ms = _whole_ms(sentence.ms)
    try:
        parts = split(model)
    except NotStreamableError as error:
        return None, Prepared(name, False, str(error), False, whole_ms)
    _save_all(parts, into)
    tried = trial.Parts(into, parts.plan)
    made = tried.sound(sentence.ids, sentence.length)
    if len(made) != len(sentence.sound) or float(abs(made - sentence.sound).max()) > EXACT:
        for left in into.iterdir():
            left.unlink()
        reason = "its parts do not give what the whole gives"
        return None, Prepared(name, False, reason, False, whole_ms)
    is_short = _shortened(parts, tried, sentence, into)
    if is_short:
        tried = trial.Parts(into, parts.plan)
    first_ms = _whole_ms(tried.first_ms(sentence.ids, sentence.length))
    return parts.plan, Prepared(name, True, "", is_short, first_ms)


def _whole_ms(measured: float) -> int:
    return min(ceil(measured), _LONGEST_MS)


def _save_all(parts: Parts, into: Path) -> None:
    for name, graph in zip(_PARTS, (parts.text, parts.flow, parts.decoder), strict=True):
        _save(graph, into / f"{name}.onnx")


def _save(graph: ModelProto, path: Path) -> None:
    """With its weights in a file of their own: what is mapped from there takes no memory twice."""
    copy = ModelProto.FromString(graph.SerializeToString())
    place = path.with_suffix(".weights").name
    onnx.save_model(copy, str(path), save_as_external_data=True, location=place)


def _shortened(parts: Parts, full: trial.Parts, sentence: _Trial, into: Path) -> bool:
    """Text and flow in 8 bits where that is faster on this processor and near enough."""
    peak = 127 if any(flag in _flags() for flag in _VNNI) else 63
    short = into / "short"
    short.mkdir()
    ids, length = sentence.ids, sentence.length
    try:
        text, flow = quantise(parts.text, peak), quantise(parts.flow, peak)
        _save_all(Parts(text, flow, parts.decoder, {}), short)
        tried = trial.Parts(short, parts.plan)
        is_near = trial.is_near(full, tried, ids, length, LEAST_SNR)
        if not is_near or tried.head_ms(ids, length) >= full.head_ms(ids, length):
            return False
        for made in short.iterdir():
            made.replace(into / made.name)
        return True
    finally:
        shutil.rmtree(short)


def _flags() -> str:
    try:
        return Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return ""


def _describe(stock: Stock, plan: Plan | None, first_ms: int, gain: float, into: Path) -> None:
    known: Description = stock.description
    card = stock.card.read_text("utf-8", "replace")[: 1 << 16] if stock.card else ""
    content: dict[str, Any] = {
        "format": FORMAT,
        "name": stock.name,
        "licence": licence(card) if card else "",
        "sample_rate": known.sample_rate,
        "language": known.language,
        "phoneme_type": known.phoneme_type,
        "ids": known.ids,
        "scales": {
            "noise": known.noise,
            "length": known.length,
            "duration_noise": known.duration_noise,
        },
        "gain": round(gain, 4),
        "words_a_minute": 0,
        "first_ms": first_ms,
        "speakers": known.speakers,
        "graphs": {p: f"{p}.onnx" for p in (_PARTS if plan else (_WHOLE,))},
    }
    if plan is not None:
        content["plan"] = plan
    if stock.card is not None:
        (into / _CARD).write_text(card, "utf-8")
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (into / "voice.json").write_text(text + "\n", "utf-8")
