"""Lines for the teacher to say: sentences, and what a screen reader says between them.

Sentences come from unpacked Debian packages (usr/share/... of libreoffice-help-*, gnome-user-docs,
orca, fortunes, fortunes-es, fortunes-it, fortunes-br) and lists `id|text`; labels from .mo
catalogues (GTK, AT-SPI, Orca, iso-codes). They are prompts and not shipped. Writes LANGUAGE.txt, a
line `kind|text`, in an order fixed by seeds.
"""

from __future__ import annotations

import collections
import gettext
import html
import logging
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sotto_models.teacher.short_lines import Words, short_lines

log = logging.getLogger(__name__)

HELP = {"en": "en-US C", "fr": "fr fr", "es": "es es", "it": "it it", "pt-br": "pt-BR pt_BR"}
"""Folder names of a language in the help of LibreOffice and of GNOME."""
LOCALE = {"fr": "fr", "es": "es", "it": "it", "pt-br": "pt_BR"}
FORTUNES = {
    "en": "literature wisdom work science education platitudes people food pets songs-poems "
    "humorists",
    "es": "refranes proverbios sabiduria ciencia arte familia vida amistad filosofia",
    "it": "definizioni leggi italia",
}
PER_SOURCE = 4000
"""Sentences at most of one source, so that narrative and manuals are in balance."""
_GOOD = {
    "en": r"[A-Za-z0-9' ,.?!;:-]+",
    "fr": r"[A-Za-zàâäæçéèêëîïôœùûüÿÀÂÇÉÈÊÎÔŒ0-9' ,.?!;:-]+",
    "es": r"[A-Za-záéíóúüñÁÉÍÓÚÑ0-9' ,.?!;:¿¡-]+",
    "it": r"[A-Za-zàèéìîòùÀÈÉÌÒÙ0-9' ,.?!;:-]+",
    "pt-br": r"[A-Za-záâãàçéêíóôõúüÁÂÃÀÇÉÊÍÓÔÕÚ0-9' ,.?!;:-]+",
}
_CUT = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|No|Vol|Sr|Sra|M|etc|[A-Z])\.$")
_BAD = re.compile(
    r"\b(sex|fuck|shit|damn|bastard|whore|nude|naked|rape|drunk|nigg|puta|mierda|cazzo|merda|culo"
    r"|bitch)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(the|and|of|with|you|this|which)\b", re.IGNORECASE)
_NO_ACCENTS = re.compile(r"[aeiou]'(\s|[,.;:?!]|$)", re.IGNORECASE)
_TECHNICAL = re.compile(
    r"\d{4,}|[A-Za-z]+\.[a-z]+|\w*[a-z][A-Z]\w*|\b[A-Z]{6,}\b|--|\b\w+-\w+-\w+-|  |://"
)
_LABELS = ("gtk30", "gtk40", "libadwaita", "orca", "software-properties")
_NAMES = ("iso_3166-1", "iso_639-2", "at-spi2-core")


def write_lines(root: Path, locale: Path, out: Path, lists: Sequence[Path]) -> None:
    """Write the lines of every language; English in both its varieties. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    for language in HELP:
        sources = _sources(root, language, lists if language == "en" else [])
        words = _words(locale, language, sources)
        for variety in {"en": ("en-us", "en-gb")}.get(language, (language,)):
            lines = _mixed(variety, language, sources, words)
            (out / f"{variety}.txt").write_text("\n".join(lines) + "\n", "utf-8")
            log.info("%s: %d lines", variety, len(lines))


def _sources(root: Path, language: str, lists: Sequence[Path]) -> list[list[str]]:
    """Sentences of each source, each shuffled."""
    texts: list[Iterable[str]] = [help_text(root, language), fortune_text(root, language)]
    texts += [
        (_plain(line.split("|")[1]) for line in path.read_text("utf-8").splitlines())
        for path in lists
    ]
    pick = random.Random(f"lines {language}")
    sources = [sentences(text, language) for text in texts]
    for source in sources:
        pick.shuffle(source)
    return sources


def _words(locale: Path, language: str, sources: Sequence[Sequence[str]]) -> Words:
    counted = collections.Counter(
        word
        for source in sources
        for text in source
        for word in re.findall(r"[^\W\d_']+", text.lower())
    )
    common = [
        word
        for word, _ in counted.most_common(3600)
        if len(word) > 1 and re.fullmatch(_GOOD[language], word)
    ]
    labels = catalogue(locale, language, _LABELS)
    names = [n for n in catalogue(locale, language, _NAMES) if len(n.split()) <= 2]
    return Words(common, labels or common, names or common)


def _mixed(
    variety: str, language: str, sources: Sequence[Sequence[str]], words: Words
) -> list[str]:
    """Sentences and short lines by turns."""
    said = list(dict.fromkeys(s for source in sources for s in source[:PER_SOURCE]))
    random.Random(f"order {variety}").shuffle(said)
    short = short_lines(language, words, variety, len(said))
    lines: list[str] = []
    for place, text in enumerate(said):
        lines.append(f"s|{text}")
        lines += short[place : place + 1]
    return lines


def help_text(root: Path, language: str) -> Iterator[str]:
    """Paragraphs of the help of LibreOffice, GNOME and Orca."""
    office, gnome = HELP[language].split()
    tags = r'<p [^>]*class="(?:paragraph|listitem|tip|note)[^>]*>(.*?)</p>'
    for path in sorted((root / "usr/share/libreoffice/help" / office).glob("text/**/*.html")):
        yield from _found(tags, path, language)
    for path in sorted((root / "usr/share/help" / gnome).glob("**/*.page")):
        yield from _found(r"<(?:p|desc)>(.*?)</(?:p|desc)>", path, language)


def _found(tags: str, path: Path, language: str) -> Iterator[str]:
    for found in re.findall(tags, _read(path), re.DOTALL):
        text = _plain(found)
        if language == "en" or not _ENGLISH.search(text):
            yield text


def fortune_text(root: Path, language: str) -> Iterator[str]:
    """Sayings, without who said them."""
    for name in FORTUNES.get(language, "").split():
        for path in sorted((root / "usr/share/games/fortunes").glob(f"**/{name}*")):
            if path.suffix in ("", ".fortunes") and path.is_file():
                for block in _read(path).split("\n%\n"):
                    yield _plain(re.sub(r"\n\s*--.*", "", block, flags=re.DOTALL))


def _read(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _plain(text: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    text = re.sub(r"[\u00a0\u202f]", " ", text).replace("’", "'").replace("…", ".")
    text = re.sub(r"[“”«»\"*_`]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def sentences(paragraphs: Iterable[str], language: str) -> list[str]:
    """The sentences that can be read aloud as they stand, each once."""
    found: dict[str, None] = {}
    for paragraph in paragraphs:
        for part in re.split(r"(?<=[a-zà-ÿ)][.?!]) +(?=[A-ZÀ-Ý¿¡])", paragraph):
            text = re.sub(r" +([,.;:])", r"\1", re.sub(r" ?\([^)]*\)", "", part)).strip()
            if _is_readable(text, language):
                found[text] = None
    return list(found)


def _is_readable(text: str, language: str) -> bool:
    words = text.split()
    if not 3 <= len(words) <= 25 or len(text) > 190 or not re.fullmatch(_GOOD[language], text):
        return False
    if text[-1] not in ".?!" or not (text[0].isupper() or text[0] in "¿¡"):
        return False
    if any(pattern.search(text) for pattern in (_BAD, _TECHNICAL, _CUT)):
        return False
    if sum(w.isupper() and len(w) > 1 for w in words) > 1 or sum(c.isdigit() for c in text) > 4:
        return False
    return language == "en" or not (_ENGLISH.search(text) or _NO_ACCENTS.search(text))


def catalogue(folder: Path, language: str, names: Sequence[str]) -> list[str]:
    """Short messages of .mo catalogues: in English the identifiers, else their translations."""
    found: dict[str, None] = {}
    for name in names:
        path = folder / LOCALE.get(language, "fr") / "LC_MESSAGES" / f"{name}.mo"
        if path.exists():
            with path.open("rb") as file:
                messages = gettext.GNUTranslations(file)
            for text in _messages(messages, language):
                found[text] = None
    return list(found)


def _messages(messages: gettext.GNUTranslations, language: str) -> Iterator[str]:
    content: dict[str | tuple[str, int], str] = messages._catalog  # type: ignore[attr-defined]
    for key, value in content.items():
        identifier = key[0] if isinstance(key, tuple) else key
        text = identifier.split("\x04")[-1] if language == "en" else value
        text = re.sub(r"_(?=\w)", "", text)
        text = text.replace("…", "").replace("...", "").replace("’", "'")
        text = re.sub(r"[\u00a0\u202f]", " ", text).rstrip(":. ")
        is_short = 1 < len(text) <= 60 and len(text.split()) <= 7
        is_plain = is_short and text[0].isalpha() and re.fullmatch(_GOOD[language], text)
        if is_plain and not _TECHNICAL.search(text) and not _BAD.search(text):
            yield text
