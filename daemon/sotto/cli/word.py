"""`sotto word`: the user's own words, and how they are to be said."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from sotto.cli.exits import OK
from sotto.cli.show import print_table
from sotto_client import OwnWord, connect


async def word(given: argparse.Namespace) -> int:
    """Add, remove or list; a change holds for all that is spoken from then on."""
    async with await connect() as client:
        if given.action == "add":
            added = OwnWord(given.written, given.said, given.language, given.case)
            await client.settings.add_word(added)
        elif given.action == "remove":
            await client.settings.remove_word(given.written, given.language)
        else:
            _list(await client.settings.words(), as_json=given.json)
    return OK


def _list(words: list[OwnWord], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(each) for each in words], ensure_ascii=False, indent=1))
        return
    rows = [(each.written, each.said, each.language or "all") for each in words]
    print_table(("written", "said", "language"), rows)
