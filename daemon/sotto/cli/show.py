"""`sotto status` and `why`: tables for people, JSON for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
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
from sotto_words import told, words


async def status(given: argparse.Namespace) -> int:
    """Whether the daemon is well."""
    async with await connect() as client:
        # Voices are told once the daemon has loaded, its state at any time.
        await client.voices()
        state, version = await client.state(), await client.version()
    if given.json:
        print(json.dumps({"version": version, **asdict(state)}, ensure_ascii=False, indent=1))
        return OK
    print("\n".join(_status(state, version)))
    return OK


def _status(state: State, version: str) -> Iterator[str]:
    ready = words("ready") if state.ready else words("still loading")
    yield f"Sotto {version}, {ready}"
    yield words("sound: yes") if state.sound else words("sound: no")
    if state.quality:
        yield words("quality: {quality}", quality=state.quality) + _because(state.quality_reason)
    yield from (*_doing(state), *_devices(state))
    for problem in state.problems:
        yield words("problem: {problem}", problem=told(problem))


def _because(reason: str) -> str:
    return words(", because: {reason}", reason=told(reason)) if reason else ""


def _doing(state: State) -> list[str]:
    if not state.utterances:
        return [words("nothing is being spoken")]
    text = "utterance {number}: {state}"
    return [words(text, number=each.id, state=each.state) for each in state.utterances]


def _devices(state: State) -> list[str]:
    return [f"{each.name}: {told_of(each)}" for each in state.devices]


def told_of(device: Device) -> str:
    """What was learned of a sound device, in words."""
    return words(
        "it woke {late} ms late after a rest, so it is kept awake for {seconds} s after speech, "
        "unless the settings say otherwise",
        late=f"{device.late_ms:.0f}",
        seconds=f"{device.seconds:.0f}",
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
        print(words("nothing was spoken yet"))
        return OK
    print_table(
        _HEAD,
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
    heard = f"{known.first_audio_ms:.1f} ms"
    first = words("none yet") if known.first_audio_ms < 0 else heard
    ready = words("from disk") if "disk" in stages else words("cached")
    first += f", {ready}" if known.cached else ""
    text = "{voice}, then {other}"
    then = words(text, voice=known.voice, other=known.continued)
    voice = then if known.continued else known.voice
    return (str(number), known.kind or known.engine, voice, first, *times, told(known.reason))


_STAGES = ("text", "phonemes", "voice")
_HEAD = ("id", "engine", "voice", "first sound", "text", "phonemes", "voice", "reason")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell, with a translated head."""
    table = [[words(title) for title in head], *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
