"""Sections of a model card: put once, replaced later, and nothing else is touched."""

from pathlib import Path

from sotto_models.card import put_section, table


def test_a_table_has_a_line_a_row_and_three_digits() -> None:
    lines = table([{"voice": "a", "x": 1.23456}, {"voice": "b", "x": 1234.5}]).splitlines()
    assert lines[0] == "| voice | x |"
    assert lines[2:] == ["| a | 1.23 |", "| b | 1234 |"]


def test_a_section_is_added_and_then_replaced(tmp_path: Path) -> None:
    card = tmp_path / "CARD.md"
    card.write_text("# Voice\n\nWords.\n")
    put_section(card, "One", "first")
    put_section(card, "Two", "other")
    put_section(card, "One", r"second \1")
    text = card.read_text()
    assert text.startswith("# Voice\n\nWords.\n\n## One\n")
    assert text.count("## One") == text.count("## Two") == 1
    assert "first" not in text
    assert r"second \1" in text
    assert "other" in text
