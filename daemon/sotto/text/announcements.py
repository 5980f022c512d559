"""What the daemon says of its own accord, in the languages that have a voice of ours; else English.

Keyed by their English words, which errors bring with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sotto.errors import SettingsError, TextTooLongError, VoiceDamagedError
from sotto.text.tokens.scripts import base

COPIED = "Copied."
"""A text that was said is on its way to the clipboard."""

_TRANSLATIONS: Mapping[str, Mapping[str, str]] = {
    COPIED: {
        "de": "Kopiert.",
        "nl": "Gekopieerd.",
        "fr": "Copié.",
        "es": "Copiado.",
        "it": "Copiato.",
        "pt": "Copiado.",
    },
    VoiceDamagedError.hears: {
        "de": "Die Stimme ist beschädigt.",
        "nl": "De stem is beschadigd.",
        "fr": "La voix est endommagée.",
        "es": "La voz está dañada.",
        "it": "La voce è danneggiata.",
        "pt": "A voz está danificada.",
    },
    SettingsError.hears: {
        "de": "Die Datei mit den Einstellungen ist beschädigt; was vorher galt, gilt weiter.",
        "nl": "Het bestand met de instellingen is beschadigd; wat eerder gold, blijft gelden.",
        "fr": "Le fichier de réglages est endommagé ; ce qui valait avant vaut toujours.",
        "es": "El archivo de ajustes está dañado; sigue valiendo lo anterior.",
        "it": "Il file delle impostazioni è danneggiato; vale ancora ciò che valeva prima.",
        "pt": "O ficheiro de definições está danificado; continua a valer o que valia antes.",
    },
    TextTooLongError.hears: {
        "de": "Dieser Text ist zu lang.",
        "nl": "Deze tekst is te lang.",
        "fr": "Ce texte est trop long.",
        "es": "Ese texto es demasiado largo.",
        "it": "Questo testo è troppo lungo.",
        "pt": "Esse texto é demasiado longo.",
    },
}


def announcement(english: str, language: str) -> tuple[str, str]:
    """The words for a listener of that language, and the language that they are in."""
    known = _TRANSLATIONS.get(english, {}).get(base(language))
    return (known, language) if known is not None else (english, "en")
