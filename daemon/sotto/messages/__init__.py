"""Values that travel between the stages, from a request to sound.

All are frozen and validated where they are made. Offsets are Unicode code points into
the text of the request; sample offsets count from the first sample of their chunk.
"""

from sotto.messages.choices import (
    Capitals,
    Clarity,
    Emoji,
    Kind,
    Numbers,
    Pauses,
    Priority,
    Punctuation,
    Quality,
    SpellingAlphabet,
    Style,
    Switching,
    WordCapitals,
    Wording,
)
from sotto.messages.clause import (
    Clause,
    ClauseMark,
    Phoneme,
    PhonemeRun,
    Stop,
    Word,
)
from sotto.messages.prosody import (
    INFLECTION_RANGE,
    PITCH_RANGE,
    RATE_RANGE,
    VOLUME_RANGE,
    Prosody,
)
from sotto.messages.request import (
    Options,
    Reading,
    Utterance,
)
from sotto.messages.segments import (
    Break,
    LanguageChange,
    Mark,
    Pronounced,
    ProsodyChange,
    SayAs,
    SayAsForm,
    Segment,
    Text,
)
from sotto.messages.sound import (
    HOUSE_RATE,
    AudioChunk,
    Cue,
    MarkCue,
    Samples,
    VoiceInfo,
    WordCue,
)

__all__ = [
    "HOUSE_RATE",
    "INFLECTION_RANGE",
    "PITCH_RANGE",
    "RATE_RANGE",
    "VOLUME_RANGE",
    "AudioChunk",
    "Break",
    "Capitals",
    "Clarity",
    "Clause",
    "ClauseMark",
    "Cue",
    "Emoji",
    "Kind",
    "LanguageChange",
    "Mark",
    "MarkCue",
    "Numbers",
    "Options",
    "Pauses",
    "Phoneme",
    "PhonemeRun",
    "Priority",
    "Pronounced",
    "Prosody",
    "ProsodyChange",
    "Punctuation",
    "Quality",
    "Reading",
    "Samples",
    "SayAs",
    "SayAsForm",
    "Segment",
    "SpellingAlphabet",
    "Stop",
    "Style",
    "Switching",
    "Text",
    "Utterance",
    "VoiceInfo",
    "Word",
    "WordCapitals",
    "WordCue",
    "Wording",
]
