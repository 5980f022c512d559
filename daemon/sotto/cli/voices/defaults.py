"""`sotto voices default LANG=VOICE`: the voice of a language, in the user's settings."""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection

from sotto.cli.exits import OK
from sotto.cli.show import print_table
from sotto_client import Client, InvalidOptionError, Voice, connect
from sotto_words import words

_SETTING = "voices"


async def set_default(given: argparse.Namespace) -> int:
    """Choose one, take a choice back, or tell the choices."""
    async with await connect() as client:
        chosen = await read_defaults(client)
        if given.choice is None:
            return _tell(given, chosen)
        language, sign, name = given.choice.partition("=")
        language, name = language.strip().replace("_", "-"), name.strip()
        if not language or not sign:
            raise InvalidOptionError(f"{given.choice!r} is not as in: de=sotto:kerstin")
        voice = _find(await client.voices(), name) if name else None
        chosen.pop(language.lower(), None)
        if voice is not None:
            chosen[language.lower()] = voice.identifier
        await write_defaults(client, chosen)
        return _tell(given, chosen) if given.json else _told(language, voice)


async def forget_voices(client: Client, gone: Collection[str]) -> list[str]:
    """Take back the choices of voices that are gone; their languages."""
    chosen = await read_defaults(client)
    lost = [language for language, voice in chosen.items() if voice in gone]
    if lost:
        await write_defaults(client, {tag: v for tag, v in chosen.items() if tag not in lost})
    return lost


async def read_defaults(client: Client) -> dict[str, str]:
    """The voices of languages, by tag in lower case."""
    value = str((await client.settings.find(_SETTING)).value)
    pairs = (each.partition("=") for each in value.split(",") if each.strip())
    return {language.strip().lower(): voice.strip() for language, _, voice in pairs}


async def write_defaults(client: Client, chosen: dict[str, str]) -> None:
    """Let these hold from now on. Raises ClientError."""
    setting = await client.settings.find(_SETTING)
    value = ", ".join(f"{language}={voice}" for language, voice in chosen.items())
    await client.settings.set(setting, value)


def _find(voices: tuple[Voice, ...], name: str) -> Voice:
    """By identifier or name, whatever the case. Raises InvalidOptionError."""
    wanted = name.casefold()
    for voice in voices:
        if wanted in (voice.identifier.casefold(), voice.name.casefold()):
            return voice
    raise InvalidOptionError(f"there is no voice {name!r}; `sotto voices` lists them")


def _told(language: str, voice: Voice | None) -> int:
    if voice is None:
        print(words("{language} is spoken by its best voice", language=language))
        return OK
    names = {"voice": voice.identifier, "language": language}
    print(words("{language} is spoken by {voice}", **names))
    own = language.lower().split("-")[0]
    if own not in (tag.lower().split("-")[0] for tag in voice.languages):
        print(words("note: {voice} was not made for {language}", **names))
    return OK


def _tell(given: argparse.Namespace, chosen: dict[str, str]) -> int:
    if given.json:
        print(json.dumps(chosen, ensure_ascii=False, indent=1))
    elif chosen:
        print_table(("language", "voice"), list(chosen.items()))
    else:
        print(words("every language is spoken by its best voice"))
    return OK
