"""One utterance at a time, asked for and cut off by the clock, judged by what was recorded."""

from __future__ import annotations

import asyncio
import dataclasses
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sotto_measure.heard import first_sound, last_sound
from sotto_measure.peers import Peer, Spoken
from sotto_measure.recorder import Recorder
from sotto_measure.texts import Sample

_LEAD = 0.02
_SOUNDING = 0.03
_PATIENCE = 10.0
"""Seconds; no text that is heard to its end is as long."""


_QUIET_PATIENCE = 20.0


class NoisyError(Exception):
    """Something else is heard all the time, so nothing can be told from it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One utterance of one voice; milliseconds, None where there was nothing to measure.

    `stop_ms` is measured only when sound was heard within 30 ms before the request to stop.
    `has_ended` is False when the voice never told the end; `is_new`: it was asked for the
    first time.
    """

    peer: str
    group: str
    text: str
    onset_ms: float | None
    stop_ms: float | None
    spoken: Spoken
    has_ended: bool = True
    is_new: bool = True


class Trials:
    """Runs utterances on several voices in turn and collects what was heard of them."""

    def __init__(self, recorder: Recorder, seed: int = 1) -> None:
        self._recorder = recorder
        self._random = random.Random(seed)
        self.done: list[Trial] = []

    async def run(
        self,
        peers: Sequence[Peer],
        samples: Iterable[Sample],
        *,
        rate: float,
        is_new: bool,
        rest: float = 0.0,
    ) -> None:
        """Every sample on every peer, in a mixed order.

        `is_new`: all but sentences are heard to their end, so that a voice which remembers
        them has something to remember; otherwise all are cut off. `rest`: seconds of silence
        before each.
        """
        mixed = list(samples)
        self._random.shuffle(mixed)
        for sample in mixed:
            for peer in peers:
                await asyncio.sleep(rest)
                cut = not is_new or sample.group == "sentence"
                trial = await self.one(peer, sample, rate=rate, cut=cut)
                self.done.append(dataclasses.replace(trial, is_new=is_new))

    async def one(self, peer: Peer, sample: Sample, *, rate: float = 1.0, cut: bool) -> Trial:
        """Speak one sample from silence, stopping it 150 to 350 ms later when `cut`."""
        await self.silence()
        asked = time.monotonic()
        await peer.speak(sample, rate)
        stopped = await self._stop(peer) if cut else None
        has_ended = await self._end(peer)
        await asyncio.sleep(0.1)
        spoken = await peer.account()
        onset, stop = self._heard(asked, stopped)
        return Trial(peer.name, sample.group, sample.text, onset, stop, spoken, has_ended)

    async def _end(self, peer: Peer) -> bool:
        try:
            await asyncio.wait_for(peer.finished(), _PATIENCE)
        except TimeoutError:
            await peer.stop()
            return False
        return True

    async def silence(self) -> None:
        """Wait until nothing was heard for a while. Raises NoisyError when that does not come."""
        limit = time.monotonic() + _QUIET_PATIENCE
        while first_sound(self._recorder.recent(time.monotonic() - 0.2)) is not None:
            if time.monotonic() > limit:
                raise NoisyError("something else is heard all the time")
            await asyncio.sleep(0.01)
        # Not in step with the sound server's own rhythm.
        await asyncio.sleep(self._random.uniform(0, 0.02))

    async def _stop(self, peer: Peer) -> float:
        await asyncio.sleep(self._random.uniform(0.15, 0.35))
        stopped = time.monotonic()
        await peer.stop()
        return stopped

    def _heard(self, asked: float, stopped: float | None) -> tuple[float | None, float | None]:
        recording = self._recorder.recent(asked - _LEAD)
        first = first_sound(recording)
        onset = None if first is None else (first - asked) * 1000
        if stopped is None or first is None:
            return onset, None
        before = last_sound(recording.between(stopped - _SOUNDING, stopped))
        last = last_sound(recording)
        if before is None or last is None:
            return onset, None
        return onset, max(0.0, last - stopped) * 1000
