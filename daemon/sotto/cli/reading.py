"""`sotto reading`: what would be said of a text, as words, without a sound."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from xml.sax.saxutils import escape

from sotto.cli.exits import OK
from sotto_client import connect
from sotto_words import told, words

_OPTIONS = ("kind", "voice", "language", "punctuation", "capitals", "reading", "numbers")


async def reading(given: argparse.Namespace) -> int:
    """One line a clause; a clause in another language than the first begins with its tag."""
    text = " ".join(given.text) if given.text else sys.stdin.read()
    if given.speechd:
        given.kind, text = "ssml", as_sent_by_speechd(text)
    options = {name: value for name in _OPTIONS if (value := getattr(given, name)) is not None}
    async with await connect() as client:
        clauses = await client.reading(text, **options)
    if given.json:
        print(json.dumps([asdict(each) for each in clauses], ensure_ascii=False, indent=1))
        return OK
    own = next((each.language for each in clauses if each.language), "")
    for clause in clauses:
        if clause.words:
            print(clause.said if clause.language == own else f"{clause.language}: {clause.said}")
        for problem in clause.problems:
            print(words("problem: {problem}", problem=told(problem)), file=sys.stderr)
    return OK


def as_sent_by_speechd(text: str) -> str:
    """What Speech Dispatcher gives to its module: markup of a client, or plain text in it."""
    return text if text.lstrip().startswith("<speak") else f"<speak>{escape(text)}</speak>"
