"""What several tests of voices need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer


@pytest.fixture(scope="module")
def phonemizer() -> Iterator[Phonemizer]:
    """Phonemes of a real libespeak-ng."""
    owner = EspeakThread()
    yield Phonemizer(owner)
    owner.close()
