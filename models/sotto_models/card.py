"""Sections of a model card that a command fills in, between markers of their own."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows of equal keys as a Markdown table; fractions with three digits."""
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in rows:
        cells = [
            _digits(value) if isinstance(value, float) else str(value) for value in row.values()
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def put_section(card: Path, name: str, text: str) -> None:
    """Put `text` under the heading `name`: where it stood, else at the end of the card."""
    begin, end = f"<!-- {name}: measured -->", f"<!-- end of {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    old = card.read_text(encoding="utf-8") if card.exists() else ""
    place = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if place.search(old):
        new = place.sub(lambda _: section, old)
    else:
        new = f"{old.rstrip()}\n\n## {name}\n\n{section}\n".lstrip()
    card.write_text(new, encoding="utf-8")


def _digits(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
