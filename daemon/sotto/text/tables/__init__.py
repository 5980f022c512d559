"""What the text stage knows of each language: plain data, one file a language."""

from __future__ import annotations

from functools import lru_cache

from sotto.text.tables.table import Money, Roman, Table

__all__ = ["Money", "Roman", "Table", "table_for"]


@lru_cache(maxsize=8)
def table_for(language: str) -> Table:
    """The table of a BCP-47 tag. A language that has none leaves its signs to libespeak-ng."""
    return _table(language.partition("-")[0].lower())


@lru_cache(maxsize=8)
def _table(base: str) -> Table:
    """Imported with the first text of that language."""
    match base:
        case "en":
            from sotto.text.tables.english import ENGLISH

            return ENGLISH
        case "de":
            from sotto.text.tables.german import GERMAN

            return GERMAN
        case "nl":
            from sotto.text.tables.dutch import DUTCH

            return DUTCH
    from sotto.text.tables.further import further

    return further(base)
