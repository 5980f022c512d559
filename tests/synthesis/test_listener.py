"""What a listener chose: pauses, and a voice for each language."""

from __future__ import annotations

import pytest

from sotto.cancel import CancelToken
from sotto.messages import Kind, Options, Pauses, Prosody, Reading, Utterance
from sotto.synthesis.pipeline import Pipeline
from sotto.synthesis.stages import Stages
from sotto.text.clauses import clauses
from sotto.voice.catalogue import Catalogue
from sotto.voice.silent import ToneEngine
from speech.stage import RATE, simple_phonemes

PAUSE = 0.350
BREAK = 0.800


def rendered(text: str, options: Options, **defaults: object) -> tuple[float, str]:
    """Seconds of sound, and who spoke first."""
    natural = ToneEngine("tone", ("en", "de"))
    other = ToneEngine("other", ("de", "en"))
    plain = ToneEngine("plain", ("en-us", "de"), needs_phonemes=False)
    stages = Stages(
        clauses,
        simple_phonemes,
        Catalogue([natural, other], plain),
        RATE,
        **defaults,  # type: ignore[arg-type]
    )
    pipeline = Pipeline(Utterance(1, "", text, options), stages, CancelToken(), lambda: 0.0)
    samples = sum(len(piece.chunk.samples) for piece in pipeline)
    return samples / RATE, pipeline.trace.voice


@pytest.mark.parametrize(
    ("pauses", "part"), [(Pauses.NORMAL, 1.0), (Pauses.SHORT, 0.5), (Pauses.SHORTEST, 0.1)]
)
@pytest.mark.parametrize("rate", [1.0, 2.0])
def test_pauses_get_shorter_and_a_break_does_not(pauses: Pauses, part: float, rate: float) -> None:
    options = Options(kind=Kind.SSML, prosody=Prosody(rate=rate), reading=Reading(pauses=pauses))
    apart = sum(rendered(text, options)[0] for text in ("one", "two"))
    together = rendered("one. two", options)[0]
    assert together - apart == pytest.approx(PAUSE * part / rate, abs=0.002)
    broken = rendered(f'one<break time="{BREAK * 1000:.0f}ms"/>two', options)[0]
    assert broken - apart == pytest.approx(BREAK, abs=0.002)


def test_a_language_has_its_own_voice_in_whatever_text_it_stands() -> None:
    voices = {"de": "other:de"}
    assert rendered("one", Options(), voices=voices)[1] == "tone:en"
    assert rendered("one", Options(language="de"), voices=voices)[1] == "other:de"
    assert rendered("one", Options(language="de-AT"), voices=voices)[1] == "other:de"
    assert rendered("one", Options(language="de"), voice="tone:de", voices=voices)[1] == "other:de"
    asked = Options(language="de", voice="tone:de")
    assert rendered("one", asked, voices=voices)[1] == "tone:de"
    marked = Options(kind=Kind.SSML)
    text = '<lang xml:lang="de">eins</lang> two'
    assert rendered(text, marked, voices=voices)[1] == "other:de"


def test_a_voice_that_is_gone_costs_no_speech() -> None:
    seconds, voice = rendered("eins", Options(language="de"), voices={"de": "gone"})
    assert seconds > 0
    assert voice == "tone:de"
