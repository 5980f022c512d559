"""A prepared voice of Kokoro's shape that is made in windows: its parts, its averages, the proof.

What a mean over time is for a voice depends on how long the clause is, for the silence around it is
always as long. So the averages are two rows, for the shortest and for the longest sentence, each on
the straight line through what was seen over one divided by the length; others are between them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from sotto_voices.errors import UnpreparedError
from sotto_voices.kokoro.decoder import FROZEN, Decoder
from sotto_voices.kokoro.family import NamedVoice
from sotto_voices.kokoro.norms import plain_norms
from sotto_voices.kokoro.split import NotStreamableError, find_cut
from sotto_voices.piper import trial
from sotto_voices.piper.graph import Graph, used

FRONT, DECODER, AVERAGES = "front.onnx", "decoder.onnx", "averages.bin"
SAME = 1e-4
"""Of full scale: so far apart may be what the parts and the whole give, and windows and a whole."""
_WATCHED = "watched.onnx"
_SECONDS = 110.0
"""Of a processor, all in all, until averages are taken; who comes later speaks clause by clause."""
_PIECES = (8, 16, 40)
_CHECKED = 1
"""Which of the sentences is spoken in windows."""

Floats = NDArray[np.float32]
Tensors = Mapping[str, Any]
Feed = Callable[[str, NamedVoice], Tensors]
"""What the net takes for a sentence of a speaker."""


@dataclass(frozen=True, slots=True)
class Streaming:
    """The plan (plain JSON), and of every speaker that streams frames of the shortest and longest
    sentence; their rows are in the file of averages, in this order."""

    plan: dict[str, Any]
    frames: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A sentence: frames, what the decoder takes, its sound, and what is to be frozen."""

    frames: int
    taken: Tensors
    sound: Floats
    means: list[Floats]
    ranges: Floats
    """[quantisers, 2]: least and greatest."""
    cut: list[tuple[int, ...]]
    """Shapes of what is cut between levels."""


class _Parts:
    """The front and the watched decoder in memory."""

    def __init__(self, folder: Path, names: tuple[str, str, str], feed: Feed) -> None:
        tokens, frames, sound = names
        self._folder, self._feed = folder, feed
        model = onnx.load(str(folder / "model.onnx"), load_external_data=False)
        graph = Graph(plain_norms(model))
        self.cut = find_cut(graph, tokens, frames, sound)
        self.decoder = Decoder(graph, self.cut, sound)
        wanted = [frames, *self.cut.tensors]
        onnx.save(graph.extract(graph.before(wanted), [], wanted), str(folder / FRONT))
        between = [each.tensor for each in self.decoder.cuttings]
        onnx.save(self.decoder.watched(between), str(folder / _WATCHED))
        self._front = trial.session(str(folder / FRONT))
        self._watched = trial.session(str(folder / _WATCHED))
        (folder / _WATCHED).unlink()

    def see(self, sentence: str, speaker: NamedVoice) -> _Seen:
        given = self._feed(sentence, speaker)
        frames, *tensors = trial.run(self._front, _of(self._front, given))
        taken = dict(zip(self.cut.tensors, tensors, strict=True)) | _of(self._watched, given)
        sound, *found = trial.run(self._watched, taken)
        means, ranges = len(self.decoder.means), 2 * len(self.decoder.ranges)
        return _Seen(
            int(np.sum(frames)),
            taken,
            np.ravel(sound),
            [np.ravel(each) for each in found[:means]],
            _limits(found[means : means + ranges]),
            [each.shape for each in found[means + ranges :]],
        )


def take_apart(
    folder: Path,
    names: tuple[str, str, str],
    feed: Feed,
    whole: Callable[[str, NamedVoice], Floats],
    speakers: Sequence[tuple[NamedVoice, Sequence[str]]],
) -> Streaming:
    """Save the parts of the model in `folder` there, and the averages of as many of the speakers as
    there is time for. `names` are its tokens, frames and sound; `whole` speaks with the stock net.

    Raises NotStreamableError; nothing is left behind then.
    """
    with _nothing_left_behind(folder):
        began = time.process_time()
        parts = _Parts(folder, names, feed)
        first, sentences = speakers[0]
        seen = [parts.see(each, first) for each in sentences]
        if not trial.is_same(seen[_CHECKED].sound, whole(sentences[_CHECKED], first), SAME):
            raise NotStreamableError("its parts do not give what the whole gives")
        plan = _plan(parts, seen[0], seen[-1])
        sizes = [len(each) for each in seen[0].means]
        onnx.save(parts.decoder.frozen(sizes), str(folder / DECODER))
        rows, lengths = _averages(seen)
        _prove(folder, plan, seen[_CHECKED], mixed(rows, lengths, seen[_CHECKED].frames))
        found = {first.name: lengths}
        with (folder / AVERAGES).open("wb") as file:
            file.write(rows.tobytes())
            for speaker, sentences in speakers[1:]:
                share = (time.process_time() - began) / len(found)
                if time.process_time() + share > _SECONDS:
                    break
                rows, lengths = _averages([parts.see(each, speaker) for each in sentences])
                file.write(rows.tobytes())
                found[speaker.name] = lengths
        return Streaming(plan | {"averages": rows.shape[1]}, found)


@contextmanager
def _nothing_left_behind(folder: Path) -> Iterator[None]:
    """Whatever fails within is raised as NotStreamableError, and its files are gone."""
    try:
        yield
    except (UnpreparedError, ValueError, KeyError, IndexError, TypeError) as error:
        for name in (FRONT, DECODER, AVERAGES, _WATCHED):
            (folder / name).unlink(missing_ok=True)
        raise NotStreamableError(str(error) or type(error).__name__) from error


def mixed(rows: Floats, lengths: tuple[int, int], frames: int) -> Floats:
    """The averages for a clause of `frames`, of the rows of the shortest and longest sentence."""
    short, long = (1 / each for each in lengths)
    share = np.clip((1 / max(frames, 1) - long) / (short - long), 0.0, 1.0)
    made: Floats = (rows[1] + np.float32(share) * (rows[0] - rows[1])).astype(np.float32)
    return made


# ---- what is frozen


def _limits(found: Sequence[Any]) -> Floats:
    """Least and greatest of every quantiser, of its scales and zeros in turn."""
    scales = np.asarray([np.ravel(each)[0] for each in found[::2]], np.float64)
    zeros = np.asarray([np.ravel(each)[0] for each in found[1::2]], np.float64)
    return np.stack([-zeros * scales, (255 - zeros) * scales], axis=-1).astype(np.float32)


def _averages(seen: Sequence[_Seen]) -> tuple[Floats, tuple[int, int]]:
    """Two rows of what is frozen, and the frames that they are for."""
    frames = np.asarray([each.frames for each in seen], np.float64)
    if frames.min() <= 0 or frames.min() == frames.max():
        raise NotStreamableError("its sentences all are as long")
    columns = np.stack([np.ones_like(frames), 1 / frames], axis=1)
    weighted = columns * frames[:, None]
    solved = np.linalg.solve(columns.T @ weighted, weighted.T)
    values = np.stack([np.concatenate(each.means) for each in seen]).astype(np.float64)
    lengths = int(frames.min()), int(frames.max())
    rows = np.stack([np.asarray([1.0, 1 / n]) @ solved @ values for n in lengths])
    # A variance stays one.
    rows = np.where(values.min(axis=0) >= 0, np.maximum(rows, values.min(axis=0) / 2), rows)
    quantised = _quantised(np.stack([each.ranges for each in seen]))
    both = np.concatenate([rows, np.broadcast_to(quantised, (2, len(quantised)))], axis=1)
    if not np.isfinite(both).all():
        raise NotStreamableError("its averages are no numbers")
    return np.ascontiguousarray(both, "<f4"), lengths


def _quantised(ranges: Floats) -> NDArray[np.float64]:
    """Scale and zero of every quantiser in turn, wide enough for all sentences."""
    low, high = ranges[..., 0].min(axis=0), ranges[..., 1].max(axis=0)
    scales = np.maximum((high - low) / 255, 1e-12)
    zeros = np.clip(np.round(-low / scales), 0, 255)
    found: NDArray[np.float64] = np.stack([scales, zeros], axis=-1).ravel().astype(np.float64)
    return found


# ---- windows


def _plan(parts: _Parts, short: _Seen, long: _Seen) -> dict[str, Any]:
    decoder = parts.decoder
    tensors = {
        name: _steps(short.taken[name].shape, long.taken[name].shape, short, long)
        for name in parts.cut.tensors
    }
    between = [_steps(a, b, short, long) for a, b in zip(short.cut, long.cut, strict=True)]
    hop, rest = divmod(len(short.sound), short.frames)
    if rest or hop * long.frames != len(long.sound) or hop < 1:
        raise NotStreamableError("its sound is no whole number of samples a frame")
    return {
        "hop": hop,
        "tensors": [
            {"name": name, "level": decoder.levels[name], **steps}
            for name, steps in tensors.items()
        ],
        "cuttings": [
            {"earlier": each.earlier, "later": each.later, **steps}
            for each, steps in zip(decoder.cuttings, between, strict=True)
        ],
        "reach": [
            {"before": before, "after": after}
            for before, after in decoder.reach({n: steps["rate"] for n, steps in tensors.items()})
        ],
        "takes": [{"name": n} for n in sorted(set(decoder.graph.inputs) & used(decoder.cut.nodes))],
    }


def _steps(short: Sequence[int], long: Sequence[int], a: _Seen, b: _Seen) -> dict[str, int]:
    """The axis of time of a tensor, its steps a frame, and those at its end beside them."""
    axes = [axis for axis, (m, n) in enumerate(zip(short, long, strict=True)) if m != n]
    if len(axes) != 1:
        raise NotStreamableError("a tensor of its decoder has no axis of time")
    (axis,) = axes
    rate, rest = divmod(long[axis] - short[axis], b.frames - a.frames)
    extra = short[axis] - rate * a.frames
    if rest or rate < 1 or not 0 <= extra < 8:
        raise NotStreamableError("a tensor of its decoder has no steady rate")
    return {"axis": axis, "rate": rate, "extra": extra}


def _of(graph: onnxruntime.InferenceSession, given: Tensors) -> dict[str, Any]:
    names = {item.name for item in graph.get_inputs()}
    return {name: value for name, value in given.items() if name in names}


def _prove(folder: Path, plan: Mapping[str, Any], seen: _Seen, frozen: Floats) -> None:
    """Windows give what the whole gives. Raises NotStreamableError."""
    graph = trial.session(str(folder / DECODER))
    whole = _window(graph, plan, seen, frozen, (0, seen.frames))
    spans = _spans(seen.frames)
    pieces = np.concatenate([_window(graph, plan, seen, frozen, span) for span in spans])
    if not trial.is_same(pieces, whole, SAME):
        raise NotStreamableError("a window of its sound is not what the whole is")


def _spans(frames: int) -> Iterator[tuple[int, int]]:
    begin, sizes = 0, iter(_PIECES)
    while begin < frames:
        end = min(begin + next(sizes, _PIECES[-1]), frames)
        yield begin, end
        begin = end


def _window(
    graph: onnxruntime.InferenceSession,
    plan: Mapping[str, Any],
    seen: _Seen,
    frozen: Floats,
    span: tuple[int, int],
) -> Floats:
    """The sound of the frames of `span`, as the daemon makes it (`sotto.voice.kokoro.windows`)."""
    begin, end = span
    sides = [(each["before"], each["after"]) for each in plan["reach"]]
    windows = [(max(begin - a, 0), min(end + b, seen.frames)) for a, b in sides]
    feed: dict[str, Any] = {each["name"]: seen.taken[each["name"]] for each in plan["takes"]}
    feed[FROZEN] = frozen
    for each in plan["tensors"]:
        low, high = windows[each["level"]]
        places = np.arange(low * each["rate"], high * each["rate"] + each["extra"])
        feed[each["name"]] = np.take(seen.taken[each["name"]], places, axis=each["axis"])
    for number, each in enumerate(plan["cuttings"]):
        start = windows[each["earlier"]][0]
        low, high = ((x - start) * each["rate"] for x in windows[each["later"]])
        feed[f"begin_{number}"] = np.asarray([low], np.int64)
        feed[f"end_{number}"] = np.asarray([high + each["extra"]], np.int64)
    sound = np.ravel(trial.run(graph, feed)[0])
    hop, start = plan["hop"], windows[-1][0]
    return sound[(begin - start) * hop : (end - start) * hop]
