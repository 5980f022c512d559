"""`sotto stop`, `pause` and `resume`: what belongs to nobody, so not a screen reader's speech."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Awaitable, Callable

from sotto.cli.clipboard import copy_text
from sotto.cli.exits import FAILED, OK
from sotto_client import Client, IllegalStateError, UnknownUtteranceError, connect
from sotto_words import words


async def stop(given: argparse.Namespace) -> int:
    """Silence; a daemon that does not run is not started for it."""
    async with await connect() as client:
        if await client.is_running():
            await client.cancel_all()
    if given.json:
        print(json.dumps({"stopped": True}))
    return OK


async def again(given: argparse.Namespace) -> int:
    """Say once more what was said; or copy or forget it."""
    async with await connect() as client:
        if given.forget:
            if await client.is_running():
                await client.forget()
            return OK
        if given.copy:
            return copy_text(await client.copy(given.back))
        options: dict[str, str | bool] = {"detach": True}
        if given.slower:
            options["slower"] = True
        if given.spell:
            options["kind"] = "spell"
        number = await client.again(given.back, **options)
    if given.json:
        print(json.dumps({"ids": [number]}))
    return OK


async def pause(given: argparse.Namespace) -> int:
    """Hold everything that is spoken or waits."""
    async with await connect() as client:
        return await _apply(given, client, client.pause, is_paused=False)


async def resume(given: argparse.Namespace) -> int:
    """Let everything that is held go on."""
    async with await connect() as client:
        return await _apply(given, client, client.resume, is_paused=True)


async def _apply(
    given: argparse.Namespace,
    client: Client,
    action: Callable[[int], Awaitable[None]],
    *,
    is_paused: bool,
) -> int:
    done = []
    if await client.is_running():
        for utterance in (await client.state()).utterances:
            if utterance.is_detached and (utterance.state == "paused") == is_paused:
                # It may have ended since we asked.
                with contextlib.suppress(UnknownUtteranceError, IllegalStateError):
                    await action(utterance.id)
                    done.append(utterance.id)
    if given.json:
        print(json.dumps({"ids": done}))
    elif not done:
        told = words("nothing is paused") if is_paused else words("nothing is being spoken")
        print(f"sotto: {told}", file=sys.stderr)
    return OK if done else FAILED
