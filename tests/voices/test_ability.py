"""What could not be used is not fetched."""

from __future__ import annotations

import json
from importlib.machinery import ModuleSpec

import pytest

import mirror as m
from sotto_voices import ability
from sotto_voices.errors import UnpreparedError
from sotto_voices.index import Offer, read_index

KEY = "en_US-joe-medium"


def offer(files: dict[str, bytes]) -> Offer:
    return read_index(json.dumps({KEY: m.entry(KEY, files)}).encode()).find(KEY)


@pytest.mark.parametrize("missing", ["onnx", "sotto_voices.piper"])
def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    def find(name: str) -> ModuleSpec | None:
        return None if name == missing else ModuleSpec(name, None)

    monkeypatch.setattr(ability, "find_spec", find)
    with pytest.raises(UnpreparedError, match=f"{KEY}: .*(?i:piper)"):
        ability.check_ability(offer(m.piper_files(KEY, b"model")))
    ability.check_ability(offer({"v/voice.json": b"{}"}))


def test_with_both_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ability, "find_spec", lambda name: ModuleSpec(name, None))
    ability.check_ability(offer(m.piper_files(KEY, b"model")))
