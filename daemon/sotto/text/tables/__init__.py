"""What the text stage knows of each language: plain data, one file a language."""

from __future__ import annotations

from functools import lru_cache

from sotto.text.tables.dutch import DUTCH
from sotto.text.tables.english import ENGLISH
from sotto.text.tables.further import further
from sotto.text.tables.german import GERMAN
from sotto.text.tables.table import Money, Roman, Table

__all__ = ["Money", "Roman", "Table", "table_for"]

_TABLES = {table.language: table for table in (ENGLISH, GERMAN, DUTCH)}


@lru_cache(maxsize=8)
def table_for(language: str) -> Table:
    """The table of a BCP-47 tag. A language that has none leaves its signs to libespeak-ng."""
    return _table(language.partition("-")[0].lower())


@lru_cache(maxsize=8)
def _table(base: str) -> Table:
    return _TABLES.get(base) or further(base)
