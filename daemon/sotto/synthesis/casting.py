"""Who speaks a request, and what of it is in another language."""

from __future__ import annotations

from sotto.errors import UnknownVoiceError, VoiceDamagedError
from sotto.messages import Options, VoiceInfo
from sotto.synthesis.stages import Stages
from sotto.synthesis.trace import Trace
from sotto.voice.catalogue import Route
from sotto.voice.tags import primary


class Casting:
    """`voice` is the request's own from `find` on; with `is_plain` the fallback speaks it all."""

    voice: VoiceInfo

    def __init__(self, stages: Stages, options: Options, trace: Trace, *, is_plain: bool) -> None:
        self._stages = stages
        self._options = options
        self._trace = trace
        self._is_plain = is_plain

    def find(self) -> str:
        """Choose the voice; returns the language of the request. Raises UnknownVoiceError when
        there is no voice at all."""
        self.voice = self._find_voice()
        return self._find_language()

    def route(self, language: str) -> Route:
        """Who speaks what is in a language."""
        catalogue = self._stages.catalogue
        if self._is_plain:
            return catalogue.plain(language)
        own = "" if self._options.voice else self._stages.voice_of(self._options, language)
        return catalogue.route(self._known(own) or self.voice, language)

    def _known(self, name: str) -> VoiceInfo | None:
        """The voice of that name, if there is one."""
        try:
            voice = self._stages.catalogue.find(name) if name else None
            names = (voice.identifier, voice.name) if voice else (name,)
            if name.casefold() not in map(str.casefold, names):
                self._trace.note(VoiceDamagedError(f"{name} cannot be used"))
            return voice
        except UnknownVoiceError as error:
            self._trace.note(error)
            return None

    def _find_voice(self) -> VoiceInfo:
        """The voice asked for; else the daemon's, if it speaks the language asked for."""
        catalogue, language = self._stages.catalogue, self._options.language
        for name in (self._options.voice, self._stages.voice_for(self._options)):
            voice = self._known(name)
            if voice and (name == self._options.voice or _speaks(voice, language)):
                return voice
        return catalogue.choose("", language or self._stages.language)

    def _find_language(self) -> str:
        own = self.voice.languages[0]
        if self._options.language or self._options.voice == self.voice.identifier:
            return self._options.language or own
        return self._stages.language or own


def _speaks(voice: VoiceInfo, language: str) -> bool:
    """Whether it is one of the voice's languages; "" leaves the language to the voice."""
    wanted = primary(language)
    return not wanted or wanted in map(primary, voice.languages)
