"""Which synthesizer Orca is to use, as its settings name it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

SPEECHD_MODULE = "sotto"
SPIEL_PROVIDER = "org.sotto.Speech.Provider"
SPIEL_VOICE = "Sotto"


class System(Enum):
    """The way from Orca to Sotto; the values are the names of Orca's modules."""

    SPEECH_DISPATCHER = "speechdispatcherfactory"
    SPIEL = "spiel"


@dataclass(frozen=True, slots=True)
class Family:
    """A voice as Orca finds it: by its name and its language."""

    name: str
    language: str
    dialect: str = ""

    @classmethod
    def of(cls, name: str, tag: str) -> Family:
        """From a BCP-47 tag, whose region becomes Orca's dialect."""
        language, _, region = tag.replace("_", "-").partition("-")
        return cls(name, language.lower(), region.lower())


@dataclass(frozen=True, slots=True)
class Choice:
    """Sotto by one of the ways. Through Spiel, Orca up to 49 looks for a voice by language among
    all providers unless it has a family."""

    system: System = System.SPEECH_DISPATCHER
    family: Family | None = None

    @property
    def synthesizer(self) -> str:
        """What Orca calls the synthesizer."""
        return SPIEL_PROVIDER if self.system is System.SPIEL else SPEECHD_MODULE


def spiel(environment: Mapping[str, str]) -> Choice:
    """Through Spiel, by the voice that follows the session's language."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    tag = locale.partition(".")[0].partition("@")[0]
    return Choice(System.SPIEL, Family.of(SPIEL_VOICE, "en" if tag in ("", "C", "POSIX") else tag))


def is_sotto(system: object, synthesizer: object) -> bool:
    """Whether these two settings of Orca's lead to Sotto."""
    return (system, synthesizer) in {(each.value, Choice(each).synthesizer) for each in System}
