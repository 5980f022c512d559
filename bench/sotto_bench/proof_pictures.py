"""The day as pictures: plain SVG, a curve for each thing that must not grow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from sotto_bench.proof_day import Day, Rhythm, day
from sotto_bench.proof_held import Held
from sotto_bench.proof_stage import raised

_WIDTH, _HEIGHT, _LEFT, _TOP = 420, 130, 50, 24
_MOST = 100_000
_TENTHS = 10


async def prove_day(seconds: float, seed: int) -> bool:
    """Live through a day, draw `soak.svg` and write `soak.json` here; whether all was well."""
    async with raised() as stage:
        done = await day(stage, Rhythm(_MOST, seconds), seed, print)
    Path("soak.json").write_text(json.dumps(asdict(done)))
    Path("soak.svg").write_text(picture(done))
    print("\n".join(told(done)))
    return not (done.silent or done.stale or done.wrong_ends)


def told(done: Day) -> Iterator[str]:
    """The figures, line by line."""
    yield f"{done.asked} utterances in {done.seconds / 60:.0f} minutes, {done.stopped} of them"
    yield f"stopped within 50 ms; {done.changes} changes of settings and sinks; {done.looks} looks"
    yield f"after a stop found {done.stale} with sound; {done.silent} letters were not heard;"
    yield f"{done.wrong_ends} utterances did not end exactly once."
    half = [each.daemon_mb for each in done.held[len(done.held) // 2 :]]
    yield f"Memory in the second half: {half[0]:.0f} to {half[-1]:.0f} MB, {max(half):.0f} at most."
    p99 = tenths(done, 0.99)
    yield f"p99 of the first sound by tenths: {', '.join(f'{each:.0f}' for each in p99)} ms."
    cpu = [1000 * each for each in cpu_of(done)]
    yield f"CPU of the daemon for an utterance: {', '.join(f'{each:.0f}' for each in cpu)} ms."


def tenths(done: Day, share: float) -> list[float]:
    """Milliseconds to the first sound, of each tenth of the utterances."""
    found = []
    for tenth in range(_TENTHS):
        low, high = (done.asked * each / _TENTHS for each in (tenth, tenth + 1))
        values = sorted(ms for number, ms in done.first_ms if low <= number < high)
        found.append(values[min(int(share * len(values)), len(values) - 1)] if values else 0.0)
    return found


def cpu_of(done: Day) -> list[float]:
    """Seconds of processor that the daemon took for an utterance, of each tenth of the time."""
    step = max(1, (len(done.cpu) - 1) // _TENTHS)
    at = range(0, len(done.cpu) - step, step)
    return [
        (done.cpu[i + step] - done.cpu[i]) / max(1, done.held[i + step].after - done.held[i].after)
        for i in at
    ]


def picture(done: Day) -> str:
    """All curves, under each other."""
    held: Sequence[Held] = done.held
    curves: list[tuple[str, Sequence[float]]] = [
        ("resident memory of the daemon, MB", [each.daemon_mb for each in held]),
        ("resident memory of espeak-ng's processes, MB", [each.espeak_mb for each in held]),
        ("open descriptors", [each.descriptors for each in held]),
        ("threads", [each.threads for each in held]),
        ("match rules on the bus", [each.matches for each in held]),
        ("first sound, median by tenths, ms", tenths(done, 0.5)),
        ("first sound, p99 by tenths, ms", tenths(done, 0.99)),
        ("processor for an utterance by tenths, ms", [1000 * each for each in cpu_of(done)]),
        ("load of the machine", done.load),
    ]
    body = "".join(
        _curve(name, values, number * (_HEIGHT + 2 * _TOP))
        for number, (name, values) in enumerate(curves)
    )
    height = len(curves) * (_HEIGHT + 2 * _TOP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH + 2 * _LEFT}" height="{height}" '
        f'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f"{body}</svg>\n"
    )


def _curve(name: str, values: Sequence[float], top: int) -> str:
    most = max([*values, 1]) * 1.1
    step = _WIDTH / max(len(values) - 1, 1)
    points = " ".join(
        f"{_LEFT + step * at:.1f},{top + _TOP + _HEIGHT * (1 - value / most):.1f}"
        for at, value in enumerate(values)
    )
    base = top + _TOP + _HEIGHT
    return (
        f'<text x="{_LEFT}" y="{top + _TOP - 8}">{name}: {values[0]:.0f} at first, '
        f"{values[-1]:.0f} at last, {max(values):.0f} at most</text>"
        f'<path d="M{_LEFT} {top + _TOP}V{base}H{_LEFT + _WIDTH}" fill="none" stroke="#888"/>'
        f'<text x="4" y="{top + _TOP + 10}">{most:.0f}</text><text x="4" y="{base}">0</text>'
        f'<polyline points="{points}" fill="none" stroke="#06c" stroke-width="1.5"/>'
    )
