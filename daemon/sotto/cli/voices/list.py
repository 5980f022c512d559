"""The voices that are there, and which of them is best for what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sotto.cli.exits import OK
from sotto.cli.show import print_table
from sotto_client import Voice, connect
from sotto_words import words


async def list_voices(given: argparse.Namespace) -> int:
    """Those that are asked for, and a line for each language that has a natural one."""
    async with await connect() as client:
        every = [v for v in await client.voices() if _speaks(v, given.language)]
    shown = [v for v in every if given.all or given.language or v.is_natural]
    if given.json:
        print(json.dumps([asdict(voice) for voice in every], ensure_ascii=False, indent=1))
        return OK
    head = ("voice", "languages", "sound", "best for", "licence", "")
    print_table(head, [_row(voice) for voice in shown])
    if hidden := len(every) - len(shown):
        text = "and {count} plain voices of espeak-ng (sotto voices --all)"
        print(words(text, count=hidden))
    if not given.language:
        print(
            words("best for: what it speaks unless told otherwise; sotto voices default LANG=VOICE")
        )
    return OK


def _row(voice: Voice) -> Sequence[str]:
    return (
        voice.identifier,
        " ".join(voice.languages),
        words("natural") if voice.is_natural else words("robotic"),
        " ".join(voice.best_for),
        voice.licence or words("unknown"),
        ", ".join(filter(None, (voice.gender, voice.description))),
    )


def _speaks(voice: Voice, language: str | None) -> bool:
    wanted = (language or "").lower().replace("_", "-")
    return not wanted or any(f"{t}-".startswith(f"{wanted}-") for t in _lower(voice.languages))


def _lower(tags: Iterable[str]) -> list[str]:
    return [tag.lower() for tag in tags]
