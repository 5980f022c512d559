"""`sotto setup`: a dialogue that is heard and answered with the keyboard, and taken back whole.

Nothing of it needs the screen, and all that is spoken is printed as well.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sotto.cli.exits import FAILED, OK
from sotto.cli.setup.keys import bind, unbind
from sotto.cli.setup.orca import change_orca, orca_status
from sotto.cli.setup.record import Record, restore_file
from sotto.cli.setup.shortcuts import TOLD, ShortcutError, desktop
from sotto.cli.setup.speechd_default import STOCK, configuration, is_default, with_default
from sotto.cli.setup.talk import FASTER, SLOWER, YES, Talk
from sotto_client import Client, Voice, connect
from sotto_words import Words, languages

_FASTER = 1.15
_RATES = (0.3, 6.0)


async def setup(given: argparse.Namespace) -> int:
    """Ask, or with --yes take what is proposed; with --undo take everything back."""
    record = Record(os.environ)
    async with await connect() as client:
        language = str((await client.settings.find("language")).value)
        words = Words([*languages({"LANG": language}), *languages(os.environ)])
        talk = Talk(client, words, is_silent=given.yes)
        if given.undo:
            return await _undo(client, record, talk)
        try:
            await _Dialogue(client, record, talk).run()
        finally:
            record.write()
    return OK


class _Dialogue:
    """The questions, one after the other; what is changed is recorded before it is."""

    def __init__(self, client: Client, record: Record, talk: Talk) -> None:
        self._client = client
        self._record = record
        self._talk = talk

    async def run(self) -> None:
        """All questions. Raises ClientError."""
        await self._talk.tell(
            "I am Sotto. I ask you about the sound, the voice, the speed, and who speaks with me. "
            "Enter alone takes what you hear; q and Enter ends; a question mark and Enter asks "
            "again. sotto setup --undo takes all back."
        )
        steps = (
            *(self._sound, self._voice, self._speed, self._speech_dispatcher, self._orca),
            *(self._shortcuts, self._look_ahead),
        )
        for step in steps:
            if not self._talk.is_over:
                await step()
        await self._talk.tell("That is all. Say sotto settings for the rest of it.")

    # ---- steps

    async def _sound(self) -> None:
        if await self._talk.ask("Do you hear me well? Enter is yes, n and Enter is no.") != "n":
            return
        setting = await self._client.settings.find("device")
        for device in [each for each in setting.choices if each and each != setting.value]:
            await self._set("device", device)
            if await self._talk.ask("And now? Enter is yes, n and Enter is no.") != "n":
                return
        await self._set("device", setting.value)
        await self._talk.tell("There is no other device. sotto doctor says what may be wrong.")

    async def _voice(self) -> None:
        voices = await self._candidates()
        while len(voices) > 1 and not self._talk.is_silent:
            for voice in voices:
                await self._set("voice", voice.identifier)
                text = "I am {name}. Enter keeps me, n and Enter is the next voice."
                asked = self._talk.ask(text, voice=voice.identifier, name=voice.name)
                if await asked != "n":
                    return

    async def _candidates(self) -> list[Voice]:
        language = str((await self._client.settings.find("language")).value) or _session_language()
        first = language.lower().replace("_", "-").partition("-")[0]
        natural = [each for each in await self._client.voices() if each.is_natural]
        return [each for each in natural if each.languages[0].partition("-")[0] == first]

    async def _speed(self) -> None:
        rate = float((await self._client.settings.find("rate")).value)
        text = (
            "This is how fast I read to you, every day, whatever it is. "
            "f is faster, s is slower, Enter keeps it."
        )
        while (answer := await self._talk.ask(text, FASTER, SLOWER)) in ("f", "s"):
            rate *= _FASTER if answer == "f" else 1 / _FASTER
            rate = round(min(max(rate, _RATES[0]), _RATES[1]), 2)
            await self._set("rate", rate)

    async def _speech_dispatcher(self) -> None:
        file = configuration(os.environ)
        source = file if file.exists() else STOCK
        try:
            content = source.read_text()
        except (OSError, UnicodeError):
            await self._talk.tell("Speech Dispatcher is not installed.")
            return
        if is_default(content):
            await self._talk.tell("Programs speak with me through Speech Dispatcher already.")
            return
        asked = "Shall all programs that use Speech Dispatcher speak with me? y or n."
        if await self._talk.ask(asked, YES) in ("y", ""):
            await self._change_file(file, with_default(content))

    async def _change_file(self, path: Path, content: str) -> None:
        try:
            self._record.write_file(path, content)
        except OSError as error:
            await self._talk.refuse("That cannot be done: {reason}", error)
        else:
            await self._talk.tell("They do, from their next start on.")

    async def _shortcuts(self) -> None:
        kind = desktop(os.environ)
        if not kind:
            await self._talk.tell("I know no shortcuts of this desktop.")
            return
        keys = self._talk.words(TOLD)
        asked = "Shall I have keys? {keys} y or n."
        if await self._talk.ask(asked, YES, keys=keys) not in ("y", ""):
            return
        try:
            await self._talk.work(lambda: bind(kind, self._record))
        except (OSError, ShortcutError) as error:
            await self._talk.refuse("That cannot be done: {reason}", error)
            return
        await self._talk.say(keys)
        if kind == "kde":
            await self._talk.tell("From the next login on.")

    async def _look_ahead(self) -> None:
        setting = await self._client.settings.find("look_ahead")
        now = self._talk.words("now it is on" if setting.value == "on" else "now it is off")
        asked = "Shall I make ready what may come next? It costs a little power. y or n; {now}."
        answer = await self._talk.ask(asked, YES, now=now)
        if answer in ("y", "n"):
            await self._set("look_ahead", "on" if answer == "y" else "off")

    async def _orca(self) -> None:
        status = await self._talk.work(orca_status)
        if not isinstance(status, bool):
            await self._talk.say(self._talk.words.told(status))
            return
        asked = "Shall the screen reader Orca speak with me? y or n."
        if status:
            await self._talk.tell("The screen reader Orca speaks with me already.")
        elif await self._talk.ask(asked, YES) in ("y", ""):
            await self._talk.tell("Orca is being told.")
            self._record.orca = True
            self._record.write()
            done, told = await self._talk.work(lambda: change_orca("enable"))
            self._record.orca = done
            await self._talk.say(self._talk.words.told(told))

    async def _set(self, name: str, value: str | float) -> None:
        setting = await self._client.settings.find(name)
        self._record.note(name, setting.value, value)
        self._record.write()
        await self._client.settings.set(setting, value)


def _session_language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    found = next((value for name in names if (value := os.environ.get(name))), "en")
    return "en" if found.partition(".")[0] in ("C", "POSIX") else found.partition(".")[0]


async def _undo(client: Client, record: Record, talk: Talk) -> int:
    if not record.read():
        await talk.tell("There is nothing to take back.")
        return FAILED
    for name, (before, after) in record.changes.items():
        setting = await client.settings.find(name)
        # What was changed since is somebody's own wish.
        if setting.value == after:
            await client.settings.set(setting, before)
            print(f"{name}: {before if before != '' else talk.words('(automatic)')}", flush=True)
    await talk.work(lambda: restore_file(record))
    try:
        await talk.work(lambda: unbind(record))
        edited = await talk.work(record.restore_files)
    except (OSError, ShortcutError) as error:
        await talk.refuse("That cannot be taken back: {reason}", error)
        return FAILED
    for name in edited:
        await talk.tell("{file} was edited since and stays.", file=name)
    if record.orca:
        done, told = await talk.work(lambda: change_orca("disable"))
        await talk.say(talk.words.told(told))
        if not done:
            return FAILED
    record.remove()
    await talk.tell("All is as it was before.")
    return OK
