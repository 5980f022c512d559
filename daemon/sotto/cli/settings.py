"""`sotto settings`, `get`, `set`, `reset` and `undo`: the user's settings by name."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, replace

from sotto.cli.exits import FAILED, OK
from sotto.cli.show import print_table
from sotto_client import Client, Setting, Value, connect
from sotto_words import words

_MOST_CHOICES = 8
_HEAD = ("setting", "value", "allowed", "what it does")
_README_HEAD = ("setting", "default", "allowed", "what it does")


async def settings(given: argparse.Namespace) -> int:
    """All of them, with what they are for."""
    async with await connect() as client:
        found = (await client.settings.all()).values()
    if given.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    elif given.markdown:
        print("\n".join(_markdown(found)))
    else:
        rows = [(each.name, _shown(each), _allowed(each), each.help) for each in found]
        print_table(_HEAD, rows)
    return OK


async def get(given: argparse.Namespace) -> int:
    """One value."""
    async with await connect() as client:
        found = await client.settings.find(given.name)
        if given.program:
            own = await _of_program(client, given.program)
            found = replace(found, value=own.get(found.name, found.value))
    print(json.dumps(asdict(found), ensure_ascii=False) if given.json else found.value)
    return OK


async def set_value(given: argparse.Namespace) -> int:
    """Change one; it holds at once."""
    async with await connect() as client:
        setting = await client.settings.find(given.name)
        value = setting.read(given.value)
        if given.program:
            await client.settings.set_for(given.program, setting, value)
            return await _tell_program(given, client)
        await client.settings.set(setting, value)
        return await _tell(given, client, [setting.name])


async def reset(given: argparse.Namespace) -> int:
    """Back to the defaults."""
    async with await connect() as client:
        names = [(await client.settings.find(name)).name for name in given.names]
        if given.program:
            await client.settings.reset_for(given.program, names)
            return await _tell_program(given, client)
        await client.settings.reset(names)
        if not names and not given.json:
            print(words("all settings have their defaults"))
            return OK
        return await _tell(given, client, names)


async def undo(given: argparse.Namespace) -> int:
    """Take the last change back."""
    async with await connect() as client:
        names = await client.settings.undo()
        if names or given.json:
            return await _tell(given, client, names)
    print(words("there is nothing to take back"))
    return FAILED


async def _tell(given: argparse.Namespace, client: Client, names: Iterable[str]) -> int:
    found = await client.settings.all()
    if given.json:
        print(json.dumps({name: found[name].value for name in names}, ensure_ascii=False))
    else:
        for name in names:
            print(f"{name}: {_shown(found[name])}")
    return OK


async def _of_program(client: Client, program: str) -> dict[str, Value]:
    found = (await client.settings.programs()).items()
    return next((own for name, own in found if name.casefold() == program.casefold()), {})


async def _tell_program(given: argparse.Namespace, client: Client) -> int:
    own = await _of_program(client, given.program)
    if given.json:
        print(json.dumps(own, ensure_ascii=False))
    else:
        lines = [f"{name}: {value}" for name, value in own.items()]
        print("\n".join(lines or [words("{program}: as all programs", program=given.program)]))
    return OK


def _shown(setting: Setting) -> str:
    value = setting.value
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(part for part in (shown or '""', words(setting.unit)) if part)


def _allowed(setting: Setting) -> str:
    if 0 < len(setting.choices) <= _MOST_CHOICES:
        return ", ".join(choice or '""' for choice in setting.choices)
    low, high = f"{setting.low:g}", f"{setting.high:g}"
    if setting.low < setting.high:
        return words("{low} to {high}", low=low, high=high)
    return words("text")


def _markdown(found: Iterable[Setting]) -> list[str]:
    """The table of the README: what this machine has does not belong into it."""
    head = [words(title) for title in _README_HEAD]
    rows = [f"| {' | '.join(head)} |", "|---|---|---|---|"]
    for each in found:
        default = f"{each.default:g}" if isinstance(each.default, float) else str(each.default)
        is_own = each.name in ("voice", "device")
        allowed = words("text") if is_own else _allowed(each)
        unit = f" {words(each.unit)}" if each.unit else ""
        cells = f"`{each.name}`", f"`{default}`" if default else "", f"{allowed}{unit}", each.help
        rows.append(f"| {' | '.join(cells)} |")
    return rows
