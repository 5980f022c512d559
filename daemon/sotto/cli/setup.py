"""`sotto setup`: a dialogue that is heard and answered with the keyboard, and taken back whole.

Nothing of it needs the screen, and all that is spoken is printed as well.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
from collections.abc import Callable

from sotto.cli.exits import FAILED, OK
from sotto.cli.setup_record import Record, restore_file
from sotto_client import Client, ClientError, Voice, connect

_FASTER = 1.15
_RATES = (0.3, 6.0)
_SENTENCE = "This is how fast I read to you, every day, whatever it is."


async def setup(given: argparse.Namespace) -> int:
    """Ask, or with --yes take what is proposed; with --undo take everything back."""
    record = Record(os.environ)
    async with await connect() as client:
        if given.undo:
            return await _undo(client, record)
        dialogue = _Dialogue(client, record, is_silent=given.yes)
        try:
            await dialogue.run()
        finally:
            record.write()
    return OK


class _Dialogue:
    """The questions, one after the other; what is changed is recorded before it is."""

    def __init__(self, client: Client, record: Record, *, is_silent: bool) -> None:
        self._client = client
        self._record = record
        self._is_silent = is_silent
        self._is_over = False

    async def run(self) -> None:
        """All questions. Raises ClientError."""
        await self._tell(
            "I am Sotto. I ask you about the voice, the speed and the screen reader. "
            "Enter alone takes what you hear; q and Enter ends. sotto setup --undo takes all back."
        )
        for step in (self._voice, self._speed, self._orca):
            if not self._is_over:
                await step()
        await self._tell("That is all. Say sotto settings for the rest of it.")

    # ---- steps

    async def _voice(self) -> None:
        voices = await self._candidates()
        while len(voices) > 1 and not self._is_silent:
            for voice in voices:
                await self._set("voice", voice.identifier)
                text = f"I am {voice.name}. Enter keeps me, n and Enter is the next voice."
                if await self._ask(text) != "n":
                    return

    async def _candidates(self) -> list[Voice]:
        language = str((await self._client.settings.find("language")).value) or _session_language()
        first = language.lower().replace("_", "-").partition("-")[0]
        natural = [each for each in await self._client.voices() if each.engine == "neural"]
        return [each for each in natural if each.languages[0].partition("-")[0] == first]

    async def _speed(self) -> None:
        rate = float((await self._client.settings.find("rate")).value)
        answer = "?"
        while answer in ("?", "f", "s"):
            answer = await self._ask(f"{_SENTENCE} f is faster, s is slower, Enter keeps it.")
            factor = {"f": _FASTER, "s": 1 / _FASTER}.get(answer)
            if factor is not None:
                rate = round(min(max(rate * factor, _RATES[0]), _RATES[1]), 2)
                await self._set("rate", rate)

    async def _orca(self) -> None:
        status = await asyncio.to_thread(_orca_status)
        if not isinstance(status, bool):
            await self._tell(status)
            return
        if status:
            await self._tell("The screen reader Orca speaks with me already.")
        elif await self._ask("Shall the screen reader Orca speak with me? y or n.") in ("y", ""):
            await self._tell("Orca is being told.")
            self._record.orca = True
            self._record.write()
            done, told = await asyncio.to_thread(_change_orca, "enable")
            self._record.orca = done
            await self._tell(told)

    # ---- asking

    async def _set(self, name: str, value: str | float) -> None:
        setting = await self._client.settings.find(name)
        self._record.note(name, setting.value, value)
        self._record.write()
        await self._client.settings.set(setting, value)

    async def _tell(self, text: str) -> None:
        print(text, flush=True)
        number = await self._client.speak(text, priority="message")
        await self._client.finished(number)

    async def _ask(self, text: str) -> str:
        """The first letter of the answer; "" where nothing or nobody answers."""
        if self._is_silent or self._is_over:
            return ""
        print(text, flush=True)
        number = await self._client.speak(text, priority="message")
        line = await asyncio.to_thread(sys.stdin.readline)
        with contextlib.suppress(ClientError):
            await self._client.cancel(number)
        answer = line.strip().lower()[:1]
        self._is_over = not line or answer == "q"
        return "" if self._is_over else answer


def _session_language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    found = next((value for name in names if (value := os.environ.get(name))), "en")
    return "en" if found.partition(".")[0] in ("C", "POSIX") else found.partition(".")[0]


async def _undo(client: Client, record: Record) -> int:
    if not record.read():
        print("there is nothing to take back")
        return FAILED
    for name, (before, after) in record.changes.items():
        setting = await client.settings.find(name)
        # What was changed since is somebody's own wish.
        if setting.value == after:
            await client.settings.set(setting, before)
            print(f"{name}: {before if before != '' else '(automatic)'}")
    await asyncio.to_thread(restore_file, record)
    if record.orca:
        done, told = await asyncio.to_thread(_change_orca, "disable")
        print(told)
        if not done:
            return FAILED
    record.remove()
    return OK


# ---- Orca


def _orca_status() -> bool | str:
    """Whether it speaks with Sotto; in words why that cannot be known."""
    from sotto_orca.errors import OrcaError
    from sotto_orca.switch import Switch

    try:
        return bool(Switch(os.environ).status().is_enabled)
    except OrcaError as error:
        return str(error)


def _change_orca(action: str) -> tuple[bool, str]:
    from sotto_orca import companion
    from sotto_orca.choice import Choice
    from sotto_orca.errors import OrcaError
    from sotto_orca.switch import Switch

    try:
        switch = Switch(os.environ)
        is_on = action == "enable"
        told = switch.enable(Choice()) if is_on else switch.disable()
        change: Callable[..., None] = companion.enable if is_on else companion.disable
        change(os.environ)
    except OrcaError as error:
        return False, str(error)
    return True, told
