"""What the text stage knows of each language: plain data, one file a language."""

from __future__ import annotations

from sotto.text.tables.dutch import DUTCH
from sotto.text.tables.english import ENGLISH
from sotto.text.tables.german import GERMAN
from sotto.text.tables.table import Money, Table

__all__ = ["Money", "Table", "table_for"]

_TABLES = {table.language: table for table in (ENGLISH, GERMAN, DUTCH)}


def table_for(language: str) -> Table:
    """The table of a BCP-47 tag; English for languages that have none."""
    return _TABLES.get(language.partition("-")[0].lower(), ENGLISH)
