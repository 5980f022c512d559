"""What Orca calls single characters: up to 43 by names of its own, later only the space bar.

The names are its own module's, in the user's language: they are exactly what it will say.
"""

from __future__ import annotations

import importlib

from sotto_orca.predictor import Name
from sotto_orca.wording import Translate

_MODULE, _FUNCTION = "orca.chnames", "getCharacterName"


def character_names(translate: Translate) -> Name:
    """A character's name, or the character itself."""
    named = _orcas_own() or (lambda character: character)
    # Every version echoes the space bar by the key's name, also where it names no characters.
    space = translate("space")
    return lambda character: space if character == " " else named(character)


def _orcas_own() -> Name | None:
    try:
        function = getattr(importlib.import_module(_MODULE), _FUNCTION, None)
    except Exception:  # another program's module, of any version
        return None
    return (lambda character: str(function(character))) if callable(function) else None
