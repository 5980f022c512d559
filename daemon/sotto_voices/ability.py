"""Whether a voice can be made ready here at all: asked before anything of it is fetched."""

from __future__ import annotations

from importlib.util import find_spec

from sotto_voices.errors import UnpreparedError
from sotto_voices.index import Offer

_NEEDED = {
    "sotto_voices.piper": "this version of Sotto cannot prepare Piper voices",
    "onnx": "preparing a Piper voice needs the package onnx: sudo apt install python3-onnx",
}
"""Modules that preparation takes, and what is told where one is missing."""


def check_ability(offer: Offer) -> None:
    """Raises UnpreparedError where the voice could be fetched but not used."""
    if offer.is_ready:
        return
    for module, told in _NEEDED.items():
        if find_spec(module) is None:
            raise UnpreparedError(f"{offer.key}: {told}")
