"""A Piper voice and a bundled one inside one sentence, of other languages and rates, as the sink
gets them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.messages import HOUSE_RATE, AudioChunk, Kind, Options, PhonemeRun, Samples
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.speech.lifecycle import Reason
from sotto.synthesis import adapter, pipeline
from sotto.text.clauses import clauses
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.engine import Engine
from sotto.voice.espeak import EspeakEngine
from sotto.voice.formats import describe
from speech.stage import Stage, in_loop

JOE = "en_US-joe-medium:joe"
LONGEST_GAP = 0.020
"""Seconds; within a sentence a change of voices is no pause."""
_QUIET = 10 ** (-50 / 20)


@pytest.fixture(scope="module")
def engines(folder: Path) -> Iterator[list[Engine]]:
    espeak = EspeakThread()
    made = [describe(CHECKOUT / "chorus").engine(), describe(folder).engine()]
    yield [*made, EspeakEngine(espeak, espeak)]
    for each in made:
        each.close()


def gap_around(heard: Samples, place: int) -> float:
    """Seconds of quiet where one voice ends and the other begins, at that sample."""
    loud = np.flatnonzero(np.abs(heard) > _QUIET)
    before, after = loud[loud < place], loud[loud >= place]
    return float(after[0] - before[-1]) / HOUSE_RATE


@pytest.mark.parametrize(
    ("text", "inner_voice"),
    [
        ('we say <lang xml:lang="de">Guten Morgen</lang> every day.', "chorus:kerstin"),
        ('they all <lang xml:lang="fr">bonjour</lang> again.', "chorus:siwis"),
        ('a man called <lang xml:lang="es">Alejandro</lang> came in.', "chorus:alejandro"),
    ],
)
@in_loop
async def test_a_change_of_voices_inside_a_sentence_is_no_gap(
    engines: list[Engine], text: str, inner_voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chorus, joe, _ = engines
    assert chorus.abilities.rate != joe.abilities.rate
    parts: list[tuple[str, list[Samples]]] = []

    def noted(
        engine: Engine, run: PhonemeRun, voice: str, rate: int, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        parts.append((voice, []))
        for chunk in adapter.speak(engine, run, voice, rate, cancel):
            parts[-1][1].append(chunk.samples)
            yield chunk

    monkeypatch.setattr(pipeline, "speak", noted)
    stage = Stage(*engines, clauses=clauses, phonemes=Phonemizer(EspeakThread()).run)
    spoken = stage.say(text, options=Options(kind=Kind.SSML, voice=JOE))
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED
    assert [voice for voice, _ in parts] == [JOE, inner_voice, JOE]
    lengths = [sum(map(len, pieces)) for _, pieces in parts]
    heard = stage.heard
    given = np.concatenate([piece for _, pieces in parts for piece in pieces])
    assert np.array_equal(heard[: sum(lengths)], given)
    for place in (lengths[0], lengths[0] + lengths[1]):
        assert gap_around(heard, place) < LONGEST_GAP
