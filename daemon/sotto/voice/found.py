"""The voices on disk, sound or not: a damaged one never hides a sound one of the same name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from sotto.errors import SottoError, VoiceDamagedError
from sotto.voice.catalogue import users_root, voice_groups
from sotto.voice.formats import describe
from sotto.voice.late import Description, LateEngine
from sotto.voice.residents import Residents


def find_voices(
    environment: Mapping[str, str], residents: Residents | None = None
) -> tuple[list[LateEngine], list[str]]:
    """The voices to be loaded, and in words which folders hold none that can be used.

    The best come first: those that came with Sotto before those that the user installed, so that
    installing one changes nobody's voice. Folders of one name, and voices of one name, are one
    voice with several candidates; it is spoken by the first that works. Whatever is wrong with a
    folder concerns that folder only. `residents` tells those that may leave memory when to.
    """
    voices: list[LateEngine] = []
    damaged: list[str] = []
    for group in voice_groups(environment):
        bundles = [each for folder in group if (each := _read(folder, damaged)) is not None]
        if not bundles:
            continue
        names = {bundle.name for bundle in bundles}
        known = next((voice for voice in voices if names & voice.names), None)
        if known is None:
            voices.append(LateEngine(*bundles, residents=residents))
        else:
            known.add(*bundles)
    own = users_root(environment)
    voices.sort(key=lambda voice: all(own in folder.parents for folder in voice.folders))
    return voices, damaged


def find_again(
    environment: Mapping[str, str],
    known: Sequence[LateEngine],
    residents: Residents | None = None,
) -> tuple[list[LateEngine], list[str]]:
    """The same once more: what is as it was keeps its engine, loaded or not."""
    voices, damaged = find_voices(environment, residents)
    same = {each.marks: each for each in known}
    kept = [same.get(each.marks, each) for each in voices]
    for each in known:
        if residents is not None and each not in kept:
            residents.forget(each)
    return kept, damaged


def loading_order(
    environment: Mapping[str, str], voices: Sequence[LateEngine], wanted: Collection[str]
) -> list[LateEngine]:
    """Those to be loaded at the start, first the ones that speak for `wanted` (identifiers or
    names). Voices that came with Sotto and are not among these are put off; those of others are
    loaded once, to know whether they work."""
    first = [voice for voice in voices if _speaks_for(voice, wanted)]
    later: list[LateEngine] = []
    for voice in voices:
        if voice in first:
            continue
        if all(_came_along(folder, environment) for folder in voice.folders):
            voice.put_off()
        else:
            later.append(voice)
    return first + later


def rest(voices: Sequence[LateEngine], wanted: Collection[str]) -> None:
    """Let those leave memory that none of `wanted` (identifiers or names) is a voice of.

    They are known to work, and come back when they have to speak.
    """
    for voice in voices:
        if not _speaks_for(voice, wanted):
            voice.release()


def _speaks_for(voice: LateEngine, wanted: Collection[str]) -> bool:
    names = {name for info in voice.voices() for name in (info.identifier, info.name)}
    return not names.isdisjoint(wanted)


def _came_along(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether it is of this installation, which the user's folder may hold links to."""
    added = [Path(part) for part in environment.get("SOTTO_VOICES", "").split(":") if part]
    is_own = users_root(environment).resolve() in folder.resolve().parents
    return not is_own and not any(root in folder.parents for root in added)


def _read(folder: Path, damaged: list[str]) -> Description | None:
    try:
        # A pipe or a device would be read for ever.
        if not (folder / "voice.json").is_file():
            raise VoiceDamagedError(f"{folder / 'voice.json'} is not a file")
        return describe(folder)
    except SottoError as error:
        where = "" if str(folder) in str(error) else f"{folder}: "
        damaged.append(f"{error.hears}: {where}{error}")
    except Exception as error:  # files of strangers: the others have to be found all the same
        damaged.append(f"{VoiceDamagedError.hears}: {folder}: {error or type(error).__name__}")
    return None
