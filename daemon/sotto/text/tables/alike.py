"""Signs that nobody named in a language, by what they are like: another sign, or a key."""

from __future__ import annotations

from collections.abc import Mapping

from sotto.text.tables.cldr import name_of
from sotto.text.tables.table import Table

_SIGNS = {
    "✓": "✔", "✗": "❌", "✘": "❌", "✕": "❌", "✖": "❌", "★": "⭐", "✎": "✏", "✐": "✏",
    "➔": "→", "➝": "→", "➡": "→", "⬅": "←", "⬆": "↑", "⬇": "↓", "♫": "🎶", "♬": "🎶", "❥": "❤",
    "☞": "👉", "☜": "👈", "☏": "☎", "\u2126": "Ω", "∶": ":", "⁄": "/", "∕": "/", "∗": "*",
    "⋅": "·", "≃": "≈", "≅": "≈", "⩽": "≤", "⩾": "≥", "⟶": "→", "⟵": "←", "↦": "→", "✚": "➕",
}  # fmt: skip
"""A sign to a like one that has a name in most languages."""

_KEYS = {
    "⌃": "control", "⎈": "control", "⏎": "return", "↵": "return", "⌤": "enter",
    "⌫": "backspace", "⌦": "delete", "⎋": "escape", "⇥": "tab", "⇪": "caps-lock",
    "␣": "space", "⎵": "space", "⇞": "prior", "⇟": "next", "⎙": "print", "⇭": "num-lock",
}  # fmt: skip
"""A sign on a key to the key."""

_NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "⌘": "command", "⌥": "option", "☐": "empty box", "☒": "crossed box", "№": "number",
        "✗": "cross", "✘": "cross", "✕": "cross",
    },
    "de": {
        "⌘": "Befehl", "⌥": "Option", "☐": "leeres Kästchen", "☒": "angekreuztes Kästchen",
        "№": "Nummer",
    },
    "nl": {
        "⌘": "command", "⌥": "option", "☐": "leeg vakje", "☒": "aangekruist vakje",
        "№": "nummer",
    },
    "fr": {
        "⌘": "commande", "⌥": "option", "☐": "case vide", "☒": "case barrée", "№": "numéro",
        "☆": "étoile vide",
    },
    "es": {
        "⌘": "comando", "⌥": "opción", "☐": "casilla vacía", "☒": "casilla tachada",
        "№": "número", "☆": "estrella vacía",
    },
    "it": {
        "⌘": "comando", "⌥": "opzione", "☐": "casella vuota", "☒": "casella barrata",
        "№": "numero", "☆": "stella vuota",
    },
    "pt": {
        "⌘": "comando", "⌥": "opção", "☐": "caixa vazia", "☒": "caixa riscada",
        "★": "estrela", "№": "número",
        "☆": "estrela vazia",
    },
    "pl": {
        "⌘": "polecenie", "⌥": "opcja", "☐": "puste pole", "☒": "przekreślone pole",
        "№": "numer", "☆": "pusta gwiazda",
    },
}  # fmt: skip


def name_alike(sign: str, table: Table) -> str:
    """The name of a sign that has none of its own in the table or in CLDR; "" if it has none."""
    own = _NAMES.get(table.language, {}).get(sign, "")
    if own or sign in _KEYS:
        return own or table.keys.get(_KEYS[sign], "")
    like = _SIGNS.get(sign, "")
    if not like:
        return ""
    own = table.symbols.get(like, "")
    return own if any(char.isalnum() for char in own) else name_of(like, table.language)
