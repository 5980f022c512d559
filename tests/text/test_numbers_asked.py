"""What stands behind the first figures of a number decides which recognisers are asked: never
one too few."""

from __future__ import annotations

from pathlib import Path

from sotto.text.figures import numbers
from sotto.text.figures.numbers import NumberContext, number
from sotto.text.tables import Table, table_for
from sotto.text.tokens.items import Found

READINGS = sorted((Path(__file__).parent / "readings").glob("*.tsv"))


def _of_all(text: str, at: int, table: Table, context: NumberContext) -> Found | None:
    """The first answer of all recognisers, whatever stands there."""
    answers = (recognise(text, at, table, context) for recognise, _ in numbers._ASKED)
    return next((answer for answer in answers if answer), None)


def test_a_recogniser_that_would_answer_is_asked() -> None:
    for file in READINGS:
        table = table_for(file.stem)
        for line in file.read_text().splitlines():
            text = line.split("\t")[0]
            for at in (i for i, char in enumerate(text) if char in "'’½¼$€£" or char.isdecimal()):
                context = NumberContext(is_native=True, before=text[:at].split(" ")[-1])
                if answer := _of_all(text, at, table, context):
                    assert number(text, at, table, context) == answer, (file.stem, text, at)
