"""`sotto bench`: how fast this machine speaks beside espeak-ng, in less than a minute."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys

from sotto_client import Client, ClientError, connect
from sotto_measure.machine import BusyError, check_idle, describe
from sotto_measure.short import DeafError, measure
from sotto_measure.told import as_json, sentence, table
from sotto_measure.trials import NoisyError

_OK, _FAILED = 0, 1


async def bench(given: argparse.Namespace) -> int:
    """Measure, print and say it. 1, with the reason on standard error and said, where nothing
    that is worth anything can be measured. Raises ClientError."""
    async with await connect() as client:
        await client.voices()
        try:
            busy = await _check(is_forced=given.anyway)
            print("Listen and touch nothing for a minute.", file=sys.stderr, flush=True)
            found = await measure(client)
        except (BusyError, DeafError, NoisyError) as error:
            print(f"sotto: {error}", file=sys.stderr)
            await _say(client, f"Nothing was measured: {error}")
            return _FAILED
        if given.json:
            answer = {"machine": describe().strip(), "busy": busy, **as_json(found)}
            print(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            _print(found.missing, table(found), sentence(found), busy)
        await _say(client, sentence(found))
    return _OK


async def _check(*, is_forced: bool) -> str:
    """Raises BusyError; forced, returns its reason instead."""
    try:
        await asyncio.to_thread(check_idle)
    except BusyError as error:
        if not is_forced:
            raise
        return str(error)
    return ""


def _print(missing: tuple[str, ...], rows: list[tuple[str, ...]], said: str, busy: str) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
    for each in missing:
        print(f"not measured: {each}")
    if busy:
        print(f"not to be quoted: {busy}")
    print(said)


async def _say(client: Client, text: str) -> None:
    # It is printed as well: without sound, that has to do.
    with contextlib.suppress(ClientError):
        await client.finished(await client.speak(text, language="en"))
