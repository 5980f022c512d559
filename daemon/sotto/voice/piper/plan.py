"""How far the parts of a split Piper net look around a frame, and which frames a piece needs.

Found at preparation by the structure of the net; here it is untrusted JSON, bounded and typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from math import prod

from sotto.errors import VoiceDamagedError
from sotto.voice.fields import Fields

_MOST_STAGES, _MOST_HOP, _MOST_REACH = 8, 4096, 512

Span = tuple[int, int, int]
"""Begin and end of what an upsampling is given, in its own frames, and its stride."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An upsampling: its kernel, stride and pad, and how far the layers below it reach."""

    kernel: int
    stride: int
    pad: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Frames each side that a frame of the flow and of the decoder depends on; upsamplings.

    `text`, `flow`, `decoder` name the inputs of the graphs, `speaker` what the text part makes of
    the speaker, `duration_noise` its input of noise ("" where it has none).
    """

    flow_reach: tuple[int, int]
    decoder_reach: tuple[int, int]
    stages: tuple[Stage, ...]
    text: tuple[str, ...]
    flow: tuple[str, ...]
    decoder: tuple[str, ...]
    speaker: tuple[str, ...]
    duration_noise: str

    @property
    def hop(self) -> int:
        """Samples a frame."""
        return prod(stage.stride for stage in self.stages)

    def needed(self, begin: int, end: int, total: int) -> tuple[list[Span], tuple[int, int]]:
        """What each upsampling must be given for the frames from `begin` to `end` of `total`,
        and the latents that this takes."""
        spans: list[Span] = []
        rate = self.hop
        low, high = begin * rate, end * rate
        for stage in reversed(self.stages):
            low, high = max(low - stage.left, 0), min(high + stage.right, total * rate)
            rate //= stage.stride
            # Rounded up.
            low = max(-((stage.kernel - 1 - stage.pad - low) // stage.stride), 0)
            high = min((high - 1 + stage.pad) // stage.stride + 1, total * rate)
            spans.insert(0, (low, high, stage.stride))
        left, right = self.decoder_reach
        return spans, (max(low - left, 0), min(high + right, total))


def read_plan(content: Mapping[str, object], where: str) -> Plan:
    """A plan from its JSON. Raises VoiceDamagedError."""
    fields = Fields(content, where)
    stages = tuple(_stage(item, where) for item in fields.items("stages"))
    plan = Plan(
        flow_reach=_reach(fields, "flow_reach"),
        decoder_reach=_reach(fields, "decoder_reach"),
        stages=stages,
        text=_names(content, "text", where),
        flow=_names(content, "flow", where),
        decoder=_names(content, "decoder", where),
        speaker=_names(content, "speaker", where),
        duration_noise=fields.text("duration_noise"),
    )
    if len(stages) > _MOST_STAGES or not 1 < plan.hop <= _MOST_HOP:
        raise VoiceDamagedError(f"{where}: unlikely upsampling")
    if not plan.flow or not plan.decoder:
        raise VoiceDamagedError(f"{where}: graphs without inputs")
    return plan


def _stage(item: Mapping[str, object], where: str) -> Stage:
    fields = Fields(item, where)
    return Stage(
        kernel=fields.integer("kernel", 1, _MOST_REACH),
        stride=fields.integer("stride", 1, 64),
        pad=fields.integer("pad", 0, _MOST_REACH),
        left=fields.integer("left", 0, _MOST_HOP),
        right=fields.integer("right", 0, _MOST_HOP),
    )


def _reach(fields: Fields, key: str) -> tuple[int, int]:
    found = fields.numbers(key)
    if len(found) != 2 or any(not (x.is_integer() and 0 <= x <= _MOST_REACH) for x in found):
        raise VoiceDamagedError(f"{key!r} is no reach")
    return int(found[0]), int(found[1])


def _names(content: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    found = content.get(key)
    if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
        raise VoiceDamagedError(f"{where}: {key!r} is not a list of names")
    return tuple(found)


def spans(total: int, sizes: Sequence[int], around: int = 0) -> Iterator[tuple[int, int]]:
    """Begin and end of pieces of these sizes, the last one again and again; no rest that is short
    for its size or for what is looked at `around` it, which costs as much again."""
    begin = 0
    for size in chain(sizes, repeat(sizes[-1])):
        if begin >= total:
            return
        is_last = total - begin < size + max(size // 2, 3 * around // 2)
        end = total if is_last else begin + size
        yield begin, end
        begin = end
