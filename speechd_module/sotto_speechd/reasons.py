"""Why the plain voice speaks, told in the language of the message where it is one of ours. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from sotto_speechd.request import Request

LATE, AWAY = "late", "away"

_TEXTS: Mapping[str, tuple[str, str, str]] = {
    # Late, away, and what is heard instead.
    "en": (
        "The Sotto voice does not answer.",
        "The Sotto voice cannot be reached.",
        "This is the plain voice.",
    ),
    "de": (
        "Die Stimme Sotto antwortet nicht.",
        "Die Stimme Sotto ist nicht zu erreichen.",
        "Dies ist die einfache Stimme.",
    ),
    "nl": (
        "De stem Sotto antwoordt niet.",
        "De stem Sotto is niet bereikbaar.",
        "Dit is de eenvoudige stem.",
    ),
    "fr": (
        "La voix Sotto ne répond pas.",
        "La voix Sotto est injoignable.",
        "Voici la voix simple.",
    ),
    "es": (
        "La voz Sotto no responde.",
        "No se puede acceder a la voz Sotto.",
        "Esta es la voz sencilla.",
    ),
    "it": (
        "La voce Sotto non risponde.",
        "La voce Sotto non è raggiungibile.",
        "Questa è la voce semplice.",
    ),
    "pt": (
        "A voz Sotto não responde.",
        "Não se consegue contactar a voz Sotto.",
        "Esta é a voz simples.",
    ),
}


def explanation(reason: str, message: Request) -> Request:
    """What is said behind the message that the plain voice spoke; `reason` is LATE or AWAY."""
    language = message.language.replace("_", "-").split("-")[0].lower()
    language = language if language in _TEXTS else "en"
    late, away, instead = _TEXTS[language]
    text = f"{late if reason == LATE else away} {instead}"
    return Request(text, "text", language=language, rate=message.rate)
