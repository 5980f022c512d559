"""Who the student learns from: the teacher's voices and natural readers, and their rows."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = {"en-us": 0, "en-gb": 1, "fr": 2, "es": 3, "it": 4, "pt-br": 5, "de": 6, "nl": 7}
"""Rows of the language tables; natural readers alone speak German and Dutch."""

ROWS = 16
"""Rows of the speaker tables, some of them free for voices to come."""


Blend = tuple[tuple[int, float], ...]
"""(row, share) pairs, shares summing to 1."""


@dataclass(frozen=True, slots=True)
class Part:
    """A voice of the student: its own name, the teacher's, a row, a language, a gender."""

    name: str
    teacher: str
    """The teacher's name for it, or that of the natural reader."""
    row: int
    language: str
    gender: str
    share: float
    """Of the training samples, relative to the others'."""
    description: str
    words_a_minute: int
    """At rate 1, as measured on the finished voice: of two English texts with their pauses, a plain
    and a more formal one (15 % apart), or of one in another language."""
    timbre: Blend = ()
    """Rows of the decoder's tables that its own is made of when exported; none: as trained."""
    melody: Blend = ()
    """The same of the prosody's tables."""


TAUGHT = (
    Part("heart", "af_heart", 0, "en-us", "female", 2.0, "clear and warm, American", 229),
    Part("fenrir", "am_fenrir", 1, "en-us", "male", 1.0, "lively and low, American", 233),
    Part("emma", "bf_emma", 2, "en-gb", "female", 1.0, "bright, British", 236),
    Part("fable", "bm_fable", 3, "en-gb", "male", 1.0, "calm and low, British", 204),
    Part("siwis", "ff_siwis", 4, "fr", "female", 1.0, "clear, French", 194),
    Part("alejandro", "em_alex", 5, "es", "male", 1.0, "low, Spanish", 188),
    Part("nicola", "im_nicola", 6, "it", "male", 1.0, "low and calm, Italian", 176),
    Part("alexandre", "pm_alex", 7, "pt-br", "male", 1.0, "low, Brazilian", 193),
)
"""Voices of the teacher."""

READ = (
    Part(
        *("kerstin", "kerstin", 8, "de", "female", 2.0, "calm and clear, German", 207),
        timbre=((8, 0.5), (0, 0.5)),
    ),
    Part(
        *("nathalie", "nathalie", 9, "nl", "female", 1.5, "bright, Flemish", 201),
        timbre=((9, 0.5), (0, 0.5)),
    ),
    Part(
        *("flemishguy", "flemishguy", 10, "nl", "male", 1.5, "low, Flemish", 148),
        timbre=((10, 0.5), (6, 0.5)),
    ),
    Part("linda", "linda", 11, "en-us", "female", 1.0, "a reader of books, American", 203),
    Part("kathleen", "kathleen", 12, "en-us", "female", 1.0, "plain, American", 212),
)
"""Natural readers, brought into the same form by `readings`. The timbre of some is half that of a
taught voice: their recordings have noise and room in them, which their own row learned too."""

BLENDED = (
    Part(
        *("sander", "flemishguy", 13, "nl", "male", 0.0, "low and calm, Flemish", 148),
        timbre=((3, 1.0),),
        melody=((10, 1.0),),
    ),
)
"""Nobody's: who `teacher` names says how, a taught voice lends the timbre; not trained apart."""

LEARNED = TAUGHT + READ
CAST = TAUGHT + BLENDED + READ
