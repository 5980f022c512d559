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
from pathlib import Path
from typing import TypeVar

from sotto.cli.exits import FAILED, OK
from sotto.cli.setup_record import Record, restore_file
from sotto.cli.shortcuts import (
    TOLD,
    ShortcutError,
    desktop,
    list_keys,
    read_key,
    sotto_command,
    wanted_files,
    wanted_keys,
    without_ours,
    write_key,
)
from sotto.cli.speechd_default import STOCK, configuration, is_default, with_default
from sotto_client import Client, ClientError, Voice, connect

T = TypeVar("T")
_FASTER = 1.15
_SILENCE_SECONDS = 1.5
"""Work that takes longer is told about."""
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
            "I am Sotto. I ask you about the sound, the voice, the speed, and who speaks with me. "
            "Enter alone takes what you hear; q and Enter ends. sotto setup --undo takes all back."
        )
        steps = (
            *(self._sound, self._voice, self._speed, self._speech_dispatcher, self._orca),
            *(self._shortcuts, self._look_ahead),
        )
        for step in steps:
            if not self._is_over:
                await step()
        await self._tell("That is all. Say sotto settings for the rest of it.")

    # ---- steps

    async def _sound(self) -> None:
        if await self._ask("Do you hear me well? Enter is yes, n and Enter is no.") != "n":
            return
        setting = await self._client.settings.find("device")
        for device in [each for each in setting.choices if each and each != setting.value]:
            await self._set("device", device)
            if await self._ask("And now? Enter is yes, n and Enter is no.") != "n":
                return
        await self._set("device", setting.value)
        await self._tell("There is no other device. sotto doctor says what may be wrong.")

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
        natural = [each for each in await self._client.voices() if each.is_natural]
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

    async def _speech_dispatcher(self) -> None:
        file = configuration(os.environ)
        source = file if file.exists() else STOCK
        try:
            content = source.read_text()
        except (OSError, UnicodeError):
            await self._tell("Speech Dispatcher is not installed.")
            return
        if is_default(content):
            await self._tell("Programs speak with me through Speech Dispatcher already.")
            return
        asked = "Shall all programs that use Speech Dispatcher speak with me? y or n."
        if await self._ask(asked) in ("y", ""):
            await self._change_file(file, with_default(content))
            await self._tell("They do, from their next start on.")

    async def _shortcuts(self) -> None:
        kind = desktop(os.environ)
        if not kind:
            await self._tell("I know no shortcuts of this desktop.")
            return
        if await self._ask(f"Shall I have keys? {TOLD}. y or n.") not in ("y", ""):
            return
        try:
            await self._work(lambda: bind(kind, self._record))
        except (OSError, ShortcutError) as error:
            await self._tell(f"That cannot be done: {error}")
            return
        await self._tell(f"{TOLD}." + (" From the next login on." if kind == "kde" else ""))

    async def _look_ahead(self) -> None:
        setting = await self._client.settings.find("look_ahead")
        asked = (
            "Shall I make ready what may come next? It costs a little power. y or n; "
            f"now it is {setting.value}."
        )
        answer = await self._ask(asked)
        if answer in ("y", "n"):
            await self._set("look_ahead", "on" if answer == "y" else "off")

    async def _orca(self) -> None:
        status = await self._work(_orca_status)
        if not isinstance(status, bool):
            await self._tell(status)
            return
        if status:
            await self._tell("The screen reader Orca speaks with me already.")
        elif await self._ask("Shall the screen reader Orca speak with me? y or n.") in ("y", ""):
            await self._tell("Orca is being told.")
            self._record.orca = True
            self._record.write()
            done, told = await self._work(lambda: _change_orca("enable"))
            self._record.orca = done
            await self._tell(told)

    # ---- asking

    async def _work(self, work: Callable[[], T]) -> T:
        """Do what takes a while on a thread, and never leave the listener in silence."""
        task = asyncio.create_task(asyncio.to_thread(work))
        while not (await asyncio.wait([task], timeout=_SILENCE_SECONDS))[0]:
            await self._tell("One moment.")
        return task.result()

    async def _change_file(self, path: Path, content: str) -> None:
        try:
            self._record.write_file(path, content)
        except OSError as error:
            await self._tell(f"That cannot be done: {error}")

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


def bind(kind: str, record: Record) -> None:
    """Write the desktop's shortcuts down and set them. Raises OSError and ShortcutError."""
    command = sotto_command(os.environ)
    if kind == "kde":
        for path, content in wanted_files(os.environ, command).items():
            record.write_file(path, content)
        return
    now = {key: read_key(kind, key) for key in list_keys(kind)}
    wanted = wanted_keys(kind, command, now)
    before = record.keys.get(kind, {})
    record.keys[kind] = {
        key: (before[key][0] if key in before else read_key(kind, key), value)
        for key, value in wanted.items()
    }
    record.write()
    for key, value in wanted.items():
        write_key(kind, key, value)


def unbind(record: Record) -> None:
    """The desktop's keys as they were; what somebody changed since stays. Raises ShortcutError."""
    for kind, keys in record.keys.items():
        for key, (before, written) in keys.items():
            now = read_key(kind, key)
            if now == written:
                write_key(kind, key, before)
            elif key in list_keys(kind):
                write_key(kind, key, without_ours(now))


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
    try:
        await asyncio.to_thread(unbind, record)
        edited = await asyncio.to_thread(record.restore_files)
    except (OSError, ShortcutError) as error:
        print(f"that cannot be taken back: {error}")
        return FAILED
    for name in edited:
        print(f"{name} was edited since and stays")
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
