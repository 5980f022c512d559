"""`sotto voices`: which there are, which of them is best for what, and how more are had."""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sotto.cli.exits import FAILED, OK
from sotto.cli.show import print_table
from sotto.cli.voices.defaults import forget_voices, set_default
from sotto.cli.voices.list import list_voices
from sotto.cli.voices.program import run_program
from sotto.cli.voices.progress import Progress, megabytes
from sotto_client import ClientError, Voice, connect
from sotto_words import words

_HEAD = ("id", "language", "quality", "size", "speed", "licence", "")


async def voices(given: argparse.Namespace) -> int:
    """List them, or do what is asked for."""
    return await _ACTIONS[given.action](given)


async def _search(given: argparse.Namespace) -> int:
    language = ["--language", given.language] if given.language else []
    found = await run_program(*_index(given), "search", *language, "--", *given.words)
    if given.json:
        _print_json(found)
        return OK if found["voices"] else FAILED
    rows = [_row(voice) for voice in found["voices"]]
    if rows:
        print_table(_HEAD, rows)
    else:
        print(words("no voice fits; the index is {index}", index=found["index"]))
    if refused := found["refused"]:
        text = "{count} entries of the index cannot be used, as: {example}"
        print(words(text, count=len(refused), example=refused[0]))
    if rows:
        print(words("speed: times as fast as it is spoken, as estimated for this processor"))
    return OK if rows else FAILED


def _row(voice: Mapping[str, Any]) -> Sequence[str]:
    names = " / ".join(voice["languages"])
    country = f", {voice['country']}" if voice["country"] else ""
    return (
        voice["id"],
        f"{names}{country}" if names else voice["language"],
        _quality(voice),
        megabytes(voice["bytes"]),
        _speed(voice),
        voice.get("licence") or words("see info"),
        words("installed") if voice["installed"] else "",
    )


def _quality(voice: Mapping[str, Any]) -> str:
    speakers = voice.get("speakers") or 1
    quality = voice["quality"] or words("unknown")
    many = words(", {count} speakers", count=speakers) if speakers > 1 else ""
    return f"{quality}{many}"


def _speed(voice: Mapping[str, Any]) -> str:
    times = voice["times_real_time"]
    if times is None:
        return words("unknown")
    return f"{times:.0f}x" if times >= 10 else f"{times:.1f}x"


async def _info(given: argparse.Namespace) -> int:
    found = await run_program(*_index(given), "info", "--", given.id)
    if given.json:
        _print_json(found)
        return OK
    print("\n".join(_described(found)))
    return OK


def _described(found: Mapping[str, Any]) -> list[str]:
    names = " / ".join(found.get("languages") or ())
    lines = [
        ("id", found["id"]),
        ("language", ", ".join(filter(None, (names, found.get("country"))))),
        ("quality", _quality(found)),
        ("licence", found.get("licence") or words("unknown")),
    ]
    if "bytes" in found:
        text = "{times} as fast as it is spoken (estimated for this processor)"
        speed = words(text, times=_speed(found))
        lines += [("size", megabytes(found["bytes"])), ("speed", speed)]
    elif found.get("times_real_time"):
        text = "{times} as fast as it is spoken (measured on this processor)"
        lines.append(("speed", words(text, times=_speed(found))))
    lines += [(name.replace("_", " "), found.get(name) or "") for name in ("tuned_from", "note")]
    lines.append(("installed", words("yes") if found["installed"] else words("no")))
    return [f"{words(label)}: {value}" for label, value in lines if value]


async def _install(given: argparse.Namespace) -> int:
    show: Callable[[str], None] = (lambda _line: None) if given.json else print
    progress = Progress(is_quiet=given.quiet, show=show)

    async def on_event(event: dict[str, Any]) -> None:
        if event["kind"] == "offer":
            for line in _described(event):
                show(line)
        await progress.on_event(event)

    try:
        done = await run_program(*_index(given), "install", "--", given.id, on_event=on_event)
        done["voices"] = await _known(done)
        shown = words("{id} is installed.", id=done["id"])
        await progress.tell(f"{shown} {_usable(done)}", words("The voice is installed."))
    except BaseException:
        await progress.tell("", words("The voice is not installed."))
        raise
    finally:
        await progress.close()
    if given.json:
        _print_json(done)
    return OK


async def _add(given: argparse.Namespace) -> int:
    """A voice that the user has: prepared once, in a process of its own."""
    if not given.json:
        print(words("preparing {file}; this takes up to a minute", file=given.path))
    voices = ["--voices", str(Path(given.voices).absolute())] if given.voices else []
    done = await run_program("add", *voices, "--", str(Path(given.path).absolute()))
    done["voices"] = await _known(done)
    if given.json:
        _print_json(done)
        return OK
    print(f"{words('{id} is added.', id=done['id'])} {_usable(done)}")
    if done.get("is_heavy"):
        print(words("It goes on with long texts that another voice begins: see `long_reading`"))
        if skipped := done["skipped"]:
            text = "{count} of its voices speak what cannot be read here: {example}, ..."
            print(words(text, count=len(skipped), example=skipped[0]))
        if count := done["whole"]:
            text = "{count} of its voices speak clause by clause: preparing them all takes too long"
            print(words(text, count=count))
    if not done["streams"]:
        text = "It speaks clause by clause, so it answers later: {reason}"
        print(words(text, reason=done["reason"]))
    return OK


def _usable(done: Mapping[str, Any]) -> str:
    if not done["voices"]:
        return words("The daemon will find it when it starts.")
    return words("{names} can be used.", names=", ".join(done["voices"]))


async def _known(done: Mapping[str, Any]) -> list[str]:
    """The daemon's voices of an installed one; none when there is no daemon."""
    try:
        async with await connect() as client:
            if not await client.is_running():
                return []
            return [v.identifier for v in await client.find_voices() if _is_of(v, done)]
    except ClientError:
        return []


def _is_of(voice: Voice, done: Mapping[str, Any]) -> bool:
    own = voice.identifier.partition(":")[0]
    return own in (done["id"], done.get("name"))


async def _remove(given: argparse.Namespace) -> int:
    # Asked before: a daemon may see by itself what is gone.
    before = await _known_voices()
    done = await run_program("remove", "--", given.id)
    done["languages"] = await _forget(before)
    if given.json:
        _print_json(done)
        return OK
    print(words("{id} is removed", id=done["id"]))
    for language in done["languages"]:
        print(words("{language} is spoken by its best voice again", language=language))
    return OK


async def _known_voices() -> frozenset[str]:
    """The voices of a running daemon; none when there is no daemon."""
    try:
        async with await connect() as client:
            if not await client.is_running():
                return frozenset()
            return frozenset(voice.identifier for voice in await client.voices())
    except ClientError:
        return frozenset()


async def _forget(before: frozenset[str]) -> list[str]:
    """Let a running daemon know; the languages that had a voice of their own which is gone."""
    try:
        async with await connect() as client:
            if not await client.is_running():
                return []
            after = {voice.identifier for voice in await client.find_voices()}
            return await forget_voices(client, before - after)
    except ClientError:
        return []


def _index(given: argparse.Namespace) -> list[str]:
    return ["--index", given.index] if given.index else []


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


_ACTIONS: Mapping[str | None, Callable[[argparse.Namespace], Awaitable[int]]] = MappingProxyType(
    {
        None: list_voices,
        "search": _search,
        "info": _info,
        "install": _install,
        "add": _add,
        "remove": _remove,
        "default": set_default,
    }
)
