"""`sotto status` and `why`: tables for people, JSON for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from sotto.cli.exits import OK
from sotto_client import (
    Client,
    Device,
    Explanation,
    State,
    UnknownUtteranceError,
    connect,
)


async def status(given: argparse.Namespace) -> int:
    """Whether the daemon is well."""
    async with await connect() as client:
        # Voices are told once the daemon has loaded, its state at any time.
        await client.voices()
        state, version = await client.state(), await client.version()
    if given.json:
        print(json.dumps({"version": version, **asdict(state)}, ensure_ascii=False, indent=1))
        return OK
    print(f"Sotto {version}, {'ready' if state.ready else 'still loading'}")
    print("sound: " + ("yes" if state.sound else "no"))
    if state.quality:
        reason = f", because: {state.quality_reason}" if state.quality_reason else ""
        print(f"quality: {state.quality}{reason}")
    for line in (*_doing(state), *_devices(state)):
        print(line)
    for problem in state.problems:
        print(f"problem: {problem}")
    return OK


def _doing(state: State) -> list[str]:
    if not state.utterances:
        return ["nothing is being spoken"]
    return [f"utterance {each.id}: {each.state}" for each in state.utterances]


def _devices(state: State) -> list[str]:
    return [f"{each.name}: {told_of(each)}" for each in state.devices]


def told_of(device: Device) -> str:
    """What was learned of a sound device, in words."""
    return (
        f"it woke {device.late_ms:.0f} ms late after a rest, so it is kept awake for "
        f"{device.seconds:.0f} s after speech, unless the settings say otherwise"
    )


async def why(given: argparse.Namespace) -> int:
    """How the last utterances became sound."""
    async with await connect() as client:
        state = await client.state()
        if given.id is not None:
            found = [(given.id, await client.why(given.id))]
        else:
            found = await _last(client, given.last)
    if given.json:
        answer = [{"id": number, **asdict(known)} for number, known in found]
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return OK
    if not found:
        print("nothing was spoken yet")
        return OK
    print_table(
        ("id", "engine", "voice", "first sound", "text", "phonemes", "voice", "reason"),
        [_row(number, known) for number, known in found],
    )
    for line in _devices(state):
        print(line)
    return OK


async def _last(client: Client, count: int) -> list[tuple[int, Explanation]]:
    """The newest ones, the oldest of them first; the daemon forgets after a hundred."""
    found: list[tuple[int, Explanation]] = []
    last = (await client.state()).last
    for number in range(last, max(last - 100, 0), -1):
        if len(found) >= count:
            break
        try:
            found.append((number, await client.why(number)))
        except UnknownUtteranceError:
            continue
    return found[::-1]


def _row(number: int, known: Explanation) -> tuple[str, ...]:
    stages = known.stages or {}
    times = [f"{stages[name]:.1f} ms" if name in stages else "" for name in _STAGES]
    first = "none yet" if known.first_audio_ms < 0 else f"{known.first_audio_ms:.1f} ms"
    ready = "from disk" if "disk" in stages else "cached"
    first += f", {ready}" if known.cached else ""
    voice = f"{known.voice}, then {known.continued}" if known.continued else known.voice
    return (str(number), known.kind or known.engine, voice, first, *times, known.reason)


_STAGES = ("text", "phonemes", "voice")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell."""
    table = [head, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
