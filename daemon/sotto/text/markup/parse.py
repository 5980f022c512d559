"""A request becomes segments: the only stage that knows markup.

Unbalanced, doubled and deeply nested elements cost nothing but their own tags: what an
element changes is kept in a bounded list of open elements, never on the call stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sotto.errors import InvalidOptionError, TextTooLongError
from sotto.messages import (
    Break,
    Kind,
    LanguageChange,
    Mark,
    Pronounced,
    Prosody,
    ProsodyChange,
    SayAs,
    SayAsForm,
    Segment,
    Text,
)
from sotto.patterns import regex
from sotto.text.dictionary.ipa import clean_ipa
from sotto.text.markup.leap import (
    PARAGRAPH,
    SENTENCE,
    depths,
    gap_in,
    has_marks,
    is_nothing,
    marks_in,
)
from sotto.text.markup.parts import parts
from sotto.text.markup.prosody import break_milliseconds, emphasis, prosody
from sotto.text.markup.ssml import Chars, Leap, Tag, tokens

LONGEST_TEXT = 1 << 20
DEEPEST = 64
FORMS = {
    "characters": SayAsForm.CHARACTERS,
    "character": SayAsForm.CHARACTERS,
    "char": SayAsForm.CHARACTERS,
    "spell-out": SayAsForm.SPELL,
    "spell": SayAsForm.SPELL,
    "verbatim": SayAsForm.CHARACTERS,
    "digits": SayAsForm.DIGITS,
    "telephone": SayAsForm.DIGITS,
    "key": SayAsForm.KEY,
    "date": SayAsForm.DATE,
    "time": SayAsForm.TIME,
    "ordinal": SayAsForm.ORDINAL,
    "cardinal": SayAsForm.CARDINAL,
    "number": SayAsForm.CARDINAL,
}

_FORM_OF_KIND = {
    Kind.CHARACTER: SayAsForm.GLYPHS,
    Kind.KEY: SayAsForm.KEY,
    Kind.SPELL: SayAsForm.SPELL,
}
_LONGEST_PRONOUNCED = 1000
"""Characters that one pronunciation stands for."""

_PRONOUNCED_END = regex(
    rf"(?:[^<]|<(?:\w{{1,16}}:)?mark\b[^<>]*>|</(?:\w{{1,16}}:)?mark\s*>){{0,{_LONGEST_PRONOUNCED}}}?"
    r"(?=</(?:\w{1,16}:)?phoneme\s*>)",
    re.IGNORECASE,
)
_LANGUAGE = regex(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,6}")
_MATTERING = ("prosody", "emphasis", "say-as", "sayas", "lang", "voice")
_BREAKING = {"p": PARAGRAPH, "paragraph": PARAGRAPH, "s": SENTENCE, "sentence": SENTENCE}


def parse(text: str, kind: Kind) -> Iterator[Segment]:
    """What `text` says, in order; marks, text and silences are never reordered.

    Raises TextTooLongError at once for more than LONGEST_TEXT code points.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(f"{len(text)} characters; at most {LONGEST_TEXT} are accepted")
    if kind is Kind.SSML:
        return _Parser(text).run()
    if kind is Kind.TEXT:
        return parts(Text(text, 0)) if text else iter(())
    return iter((SayAs(text, 0, _FORM_OF_KIND[kind]),) if text else ())


def problems(text: str, kind: Kind) -> Iterator[str]:
    """What of the markup cannot be followed, in words for people."""
    for token in tokens(text) if kind is Kind.SSML else ():
        if isinstance(token, Tag) and token.name == "phoneme" and not token.closes:
            alphabet = token.attributes.get("alphabet", "ipa").strip().lower()
            try:
                if alphabet != "ipa":
                    raise InvalidOptionError(f"the alphabet {alphabet!r} is not known, only 'ipa'")
                clean_ipa(token.attributes.get("ph", ""))
            except InvalidOptionError as error:
                yield f"at {token.start}: {error}"


def clean_language(tag: str) -> str:
    """`tag` when it looks like a BCP-47 tag, with hyphens; else ""."""
    plain = tag.strip()
    return plain.replace("_", "-") if _LANGUAGE.fullmatch(plain) else ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that changes what is inside it; None where it changes nothing."""

    name: str
    prosody: Prosody | None = None
    language: str | None = None
    form: SayAsForm | None = None
    detail: str = ""

    @property
    def matters(self) -> bool:
        return any(value is not None for value in (self.prosody, self.language, self.form))


@dataclass(slots=True)
class _Sounds:
    """A pronunciation, the place that it stands for, and what was read of that."""

    ipa: str
    start: int
    end: int
    text: str = ""
    marks: list[str] = field(default_factory=list)


class _Parser:
    """Keeps the open elements that matter, and what the last segments told of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._too_deep = 0
        self._prosody = Prosody()
        self._language = ""
        self._form: SayAsForm | None = None
        self._detail = ""
        self._alias_end = 0
        self._sub_ends = True
        self._late: list[Leap] = []
        self._sounds: _Sounds | None = None

    def run(self) -> Iterator[Segment]:
        for token in tokens(self._text):
            match token:
                case Chars():
                    yield from self._content(token)
                case Tag():
                    yield from self._tag(token)
                case Leap():
                    yield from self._leap(token)
        yield from self._late_marks()

    def _content(self, chars: Chars) -> Iterator[Segment]:
        if chars.start < self._alias_end or not chars.text:
            return
        if self._sounds is not None:
            self._sounds.text += chars.text
            return
        end = chars.end if chars.end - chars.start != len(chars.text) else -1
        if self._form is None:
            segments: Iterator[Segment] = parts(Text(chars.text, chars.start, end))
        else:
            segments = iter((SayAs(chars.text, chars.start, self._form, end, self._detail),))
        if self._late and not is_nothing(chars.text):
            yield next(segments)
            yield from self._late_marks()
        yield from segments

    def _leap(self, leap: Leap) -> Iterator[Segment]:
        """Elements keep their depth; marks are told behind what is said next, so that they do
        not hold it up."""
        gap = gap_in(self._text, leap.start, leap.end)
        if gap and leap.end > self._alias_end:
            yield Text(gap, leap.start, leap.end)
        for name, depth in depths(self._text, leap.start, leap.end, _MATTERING).items():
            if depth > 0:
                self._too_deep += depth
            elif depth < 0:
                yield from self._close_many(name, -depth)
        if has_marks(self._text, leap.start, leap.end):
            self._late.append(leap)

    def _late_marks(self) -> Iterator[Segment]:
        leaps, self._late = self._late, []
        if leaps:
            yield LanguageChange(self._language)
        for leap in leaps:
            yield from map(Mark, marks_in(self._text, leap.start, leap.end))

    def _tag(self, tag: Tag) -> Iterator[Segment]:
        if self._sounds is not None and tag.start >= self._sounds.end:
            yield from self._pronounced(self._sounds)
        if tag.name == "mark" and not tag.closes:
            yield from self._mark(tag.attributes.get("name", ""))
        elif tag.name == "break" and not tag.closes:
            yield from _break(tag)
        elif tag.name in _BREAKING:
            yield Text(_BREAKING[tag.name], tag.start, tag.end)
        if tag.closes:
            yield from self._close(tag.name)
        elif tag.name == "phoneme" and tag.start >= self._alias_end:
            yield from self._begin_sounds(tag)
        elif not tag.empty:
            yield from self._enter(tag)

    def _enter(self, tag: Tag) -> Iterator[Segment]:
        if tag.name == "sub":
            yield from self._alias(tag)
        element = _element(tag)
        if not element.matters:
            return
        if len(self._open) >= DEEPEST:
            self._too_deep += 1
            return
        self._open.append(element)
        yield from self._changes()

    def _alias(self, tag: Tag) -> Iterator[Segment]:
        """Says the alias for the content; without an end tag the content itself is said."""
        alias = tag.attributes.get("alias", "")
        if tag.start < self._alias_end or not alias.strip() or not self._sub_ends:
            return
        end = self._text.find("</sub", tag.end)
        self._sub_ends = end >= 0
        if end > tag.end:
            self._alias_end = end
            yield Text(alias, tag.end, end)

    def _begin_sounds(self, tag: Tag) -> Iterator[Segment]:
        """Without a pronunciation that is understood, or an end, the content itself is said."""
        ipa = _ipa_of(tag)
        if not ipa:
            return
        if tag.empty:
            yield from self._pronounced(_Sounds(ipa, tag.start, tag.end))
            return
        found = _PRONOUNCED_END.match(self._text, tag.end)
        if found is not None and found.end() > tag.end:
            self._sounds = _Sounds(ipa, tag.end, found.end())
        elif found is not None:
            yield from self._pronounced(_Sounds(ipa, tag.start, tag.end))

    def _pronounced(self, sounds: _Sounds) -> Iterator[Segment]:
        """What is pronounced, and the marks that stand in it."""
        self._sounds = None
        yield Pronounced(sounds.text, sounds.start, sounds.end, sounds.ipa)
        yield from self._late_marks()
        yield from map(Mark, sounds.marks)

    def _mark(self, name: str) -> Iterator[Segment]:
        if self._sounds is not None and self._sounds.text:
            self._sounds.marks.append(name)
        else:
            yield Mark(name)

    def _close(self, name: str) -> Iterator[Segment]:
        if self._too_deep and any(element.name == name for element in self._open):
            self._too_deep -= 1
            return
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].name == name:
                del self._open[index]
                yield from self._changes()
                return

    def _close_many(self, name: str, count: int) -> Iterator[Segment]:
        if any(element.name == name for element in self._open):
            passed = min(count, self._too_deep)
            self._too_deep -= passed
            for _ in range(min(count - passed, len(self._open))):
                yield from self._close(name)

    def _changes(self) -> Iterator[Segment]:
        """Tells what now holds where it differs from what was told before."""
        factors, language = Prosody(), ""
        form: SayAsForm | None = None
        detail = ""
        for element in self._open:
            factors = factors * element.prosody if element.prosody else factors
            language = language if element.language is None else element.language
            form, detail = (element.form, element.detail) if element.form else (form, detail)
        self._form, self._detail = form, detail
        if factors != self._prosody:
            self._prosody = factors
            yield ProsodyChange(factors)
        if language != self._language:
            self._language = language
            yield LanguageChange(language)


def _element(tag: Tag) -> _Open:
    language = tag.attributes.get("xml:lang", tag.attributes.get("lang"))
    return _Open(
        tag.name,
        prosody=_prosody_of(tag),
        language=None if language is None else clean_language(language),
        form=_form_of(tag),
        detail=_order_of(tag),
    )


def _prosody_of(tag: Tag) -> Prosody | None:
    if tag.name == "prosody":
        return prosody(tag.attributes)
    return emphasis(tag.attributes) if tag.name == "emphasis" else None


def _form_of(tag: Tag) -> SayAsForm | None:
    if tag.name not in ("say-as", "sayas"):
        return None
    wanted = tag.attributes.get("interpret-as", tag.attributes.get("type", "")).lower()
    form = FORMS.get(wanted.rpartition(":")[2])
    exact = tag.attributes.get("format", "").lower() in ("glyphs", "glyph")
    return SayAsForm.GLYPHS if form is SayAsForm.CHARACTERS and exact else form


def _ipa_of(tag: Tag) -> str:
    """The element's pronunciation; "" for none, and for one in another alphabet or not in IPA."""
    if tag.attributes.get("alphabet", "ipa").strip().lower() != "ipa":
        return ""
    try:
        return clean_ipa(tag.attributes.get("ph", ""))
    except InvalidOptionError:
        return ""


def _order_of(tag: Tag) -> str:
    """The order of a date's fields; "" where it is not told, or not in letters known."""
    order = tag.attributes.get("format", tag.attributes.get("detail", "")).lower()
    plain = "".join(dict.fromkeys(order))
    return plain if plain and set(plain) <= set("dmy") else ""


def _break(tag: Tag) -> Iterator[Segment]:
    milliseconds = break_milliseconds(tag.attributes)
    if milliseconds:
        yield Break(milliseconds)
