"""`sotto word`: the user's own words, and how they are to be said."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from sotto.cli.exits import FAILED, OK
from sotto.cli.show import print_table
from sotto_client import Client, OwnWord, connect
from sotto_words import told, words


async def word(given: argparse.Namespace) -> int:
    """A change holds for all that is spoken from then on."""
    async with await connect() as client:
        match given.action:
            case "add":
                await client.settings.add_word(_own_word(given))
            case "remove":
                await client.settings.remove_word(given.written, given.language)
            case "try":
                await _try(client, given)
            case "import":
                return await _import(client, given)
            case "export":
                _export(await client.settings.export_words(), given.file)
            case "undo" if not await client.settings.undo_words():
                print(words("there is nothing to take back"))
                return FAILED
            case "list":
                _list(await client.settings.words(), as_json=given.json)
    return OK


def _own_word(given: argparse.Namespace) -> OwnWord:
    said = f"/{given.said.strip('/')}/" if given.ipa else given.said
    return OwnWord(given.written, said, given.language, given.case, given.match, given.voice)


async def _try(client: Client, given: argparse.Namespace) -> None:
    """Heard and shown, and nothing is changed."""
    word, text = _own_word(given), given.text or given.written
    print(await client.settings.try_word(word, text))
    markup = await client.settings.try_word_markup(word, text)
    names = {"language": given.language, "voice": given.voice}
    options = {name: value for name, value in names.items() if value}
    await client.finished(await client.speak(markup, kind="ssml", **options))


async def _import(client: Client, given: argparse.Namespace) -> int:
    content = Path(given.file).read_bytes().decode("utf-8", "replace")
    count, problems = await client.settings.import_words(content, given.language)
    for problem in problems:
        print(words("left out, {problem}", problem=told(problem)), file=sys.stderr)
    print(words("{count} words are added", count=count))
    return OK if count else FAILED


def _export(content: str, file: str) -> None:
    if file == "-":
        print(content, end="")
    else:
        Path(file).write_text(content)


def _list(known: list[OwnWord], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(each) for each in known], ensure_ascii=False, indent=1))
        return
    every = words("all")
    rows = [
        (each.written, each.said, each.language or every, each.match, each.voice or every)
        for each in known
    ]
    print_table(("written", "said", "language", "where", "voice"), rows)
