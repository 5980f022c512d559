"""A stock Piper voice becomes a folder that the daemon speaks with: `voice.json` and its graphs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from onnx import ModelProto

from sotto_voices.card import licence
from sotto_voices.piper import trial
from sotto_voices.piper.faster import EXACT, flatten, shortened
from sotto_voices.piper.net import read_net
from sotto_voices.piper.source import Description, Stock, find_stock
from sotto_voices.piper.split import NotStreamableError, split
from sotto_voices.piper.store import PARTS, save, save_all
from sotto_voices.piper.trial import Spoken

FORMAT = 3
_WHOLE = "whole"
_LONGEST_MS = 60_000
_FASTEST = 1000.0
_CARD = "MODEL_CARD"
Plan = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came out: the voice's name, whether it streams, and why not; whether in 8 bits;
    milliseconds of a processor to the first sound of a sentence, and seconds of sound that a
    second of a processor makes here: its top rate."""

    name: str
    streams: bool
    reason: str
    is_short: bool
    first_ms: int
    times_real_time: float


def prepare(source: Path, into: Path, scratch: Path) -> Prepared:
    """Make the voice in `source` ready in the empty folder `into`. Raises UnpreparedError."""
    stock = find_stock(source, scratch)
    model = read_net(stock.model)
    sentence = _spoken(stock)
    plan, made = _taken_apart(stock, model, sentence, into)
    if plan is None:
        save(model, into / f"{_WHOLE}.onnx")
    _describe(stock, plan, made, trial.gain(sentence.sound, _rate(stock)), into)
    return made


def _rate(stock: Stock) -> int:
    return stock.description.sample_rate


def _spoken(stock: Stock) -> Spoken:
    ids, length = trial.trial_ids(stock.description), stock.description.length
    whole = trial.session(str(stock.model))
    feed = trial.stock_feed(whole, ids, length)
    sound = trial.checked_sound(trial.run(whole, feed)[0], _rate(stock))
    ms = trial.spent_ms(lambda: trial.run(whole, feed), rounds=1)
    return Spoken(ids, length, sound, ms)


def _taken_apart(
    stock: Stock, model: ModelProto, sentence: Spoken, into: Path
) -> tuple[Plan | None, Prepared]:
    """The parts are saved in `into` when they give the stock sound; else there is no plan."""
    name, seconds = stock.name, len(sentence.sound) / _rate(stock)
    whole = _whole_ms(sentence.ms), _pace(seconds, sentence.ms)
    try:
        parts = split(model)
    except NotStreamableError as error:
        return None, Prepared(name, False, str(error), False, *whole)
    save_all(parts, into)
    tried = trial.Parts(into, parts.plan)
    if not trial.is_same(tried.sound(sentence.ids, sentence.length), sentence.sound, EXACT):
        for left in into.iterdir():
            left.unlink()
        reason = "its parts do not give what the whole gives"
        return None, Prepared(name, False, reason, False, *whole)
    is_short = shortened(parts, tried, sentence, into)
    flatten(parts, sentence, into)
    tried = trial.Parts(into, parts.plan)
    first_ms = _whole_ms(tried.first_ms(sentence.ids, sentence.length))
    all_ms = trial.spent_ms(lambda: tried.sound(sentence.ids, sentence.length), rounds=2)
    return parts.plan, Prepared(name, True, "", is_short, first_ms, _pace(seconds, all_ms))


def _pace(seconds: float, ms: float) -> float:
    return round(min(1000 * seconds / max(ms, 1.0), _FASTEST), 1)


def _whole_ms(measured: float) -> int:
    return min(ceil(measured), _LONGEST_MS)


def _describe(stock: Stock, plan: Plan | None, made: Prepared, gain: float, into: Path) -> None:
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
        "first_ms": made.first_ms,
        "times_real_time": made.times_real_time,
        "speakers": known.speakers,
        "graphs": {p: f"{p}.onnx" for p in (PARTS if plan else (_WHOLE,))},
    }
    if plan is not None:
        content["plan"] = plan
    if stock.card is not None:
        (into / _CARD).write_text(card, "utf-8")
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (into / "voice.json").write_text(text + "\n", "utf-8")
