"""The front door of the text stage: a request becomes clauses, lazily and in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sotto.messages import (
    Abbreviations,
    Capitals,
    Clause,
    Kind,
    LanguageChange,
    Mark,
    Numbers,
    Options,
    SayAs,
    SayAsForm,
    Segment,
    Switching,
    Text,
    Word,
)
from sotto.text.build import Piece, Spoken, build, spoken
from sotto.text.dictionary import Dictionary
from sotto.text.items import Boundary, Item, Say
from sotto.text.keys import key
from sotto.text.letters import spell
from sotto.text.normalise import normalise
from sotto.text.parse import clean_language, parse
from sotto.text.runs import Run, find_lone, runs
from sotto.text.say_as import READ_FORMS, say_as
from sotto.text.scan import Manner, scan
from sotto.text.scripts import base
from sotto.text.symbols import BLANKS, silent_characters
from sotto.text.tables import table_for

DEFAULT_LANGUAGE = "en"


def clauses(
    utterance_text: str,
    options: Options,
    default_language: str,
    words: Dictionary | None = None,
) -> Iterator[Clause]:
    """The clauses of a request; the first is made without reading the whole text.

    `default_language` is the voice's own, `words` the listener's. Raises TextTooLongError at once.
    """
    segments = parse(utterance_text, options.kind)
    return build(_Reader(options, default_language, words).pieces(segments), options.prosody)


class _Reader:
    """Turns segments into words; knows which language holds now."""

    def __init__(self, options: Options, default_language: str, words: Dictionary | None) -> None:
        self._words = words
        self._options = options
        self._default = clean_language(default_language) or DEFAULT_LANGUAGE
        self._request = clean_language(options.language) or self._default
        self._language = self._request

    def pieces(self, segments: Iterator[Segment]) -> Iterator[Piece]:
        silent = BLANKS + "".join(silent_characters(self._options.punctuation))
        for item in find_lone(runs(segments), silent):
            match item:
                case Run():
                    yield from self._run(item)
                case SayAs():
                    yield from self._say_as(item)
                case LanguageChange() if self._options.reading.switching is Switching.OFF:
                    continue
                case LanguageChange():
                    self._language = item.language or self._request
                case Text():
                    raise AssertionError("runs() leaves no Text")
                case _:
                    yield item

    def _run(self, run: Run) -> Iterator[Piece]:
        manner = replace(self._manner(), is_character=run.is_character, is_silent=run.is_silent)
        marks = iter(run.marks)
        waiting = next(marks, None)
        told = -1
        normal = normalise(run.text)
        if self._words is not None and not run.is_character:
            normal = self._words.rewrite(normal, self._language)
        for item in scan(normal.text, manner):
            at = normal.place(item.start if isinstance(item, Say) else item.at)
            while waiting is not None and waiting[0] <= at:
                yield Mark(waiting[1])
                waiting = next(marks, None)
            if isinstance(item, Boundary):
                yield item
                continue
            is_first, told = item.start != told, item.start
            capital = is_first and normal.text[item.start].isupper()
            span = run.span(*normal.span(item.start, item.end))
            yield from self._spoken(item, span, capital=capital)
        while waiting is not None:
            yield Mark(waiting[1])
            waiting = next(marks, None)

    def _manner(self) -> Manner:
        return Manner(
            self._language,
            self._default,
            self._options.punctuation,
            in_digits=self._options.reading.numbers is Numbers.DIGITS,
            is_literal=self._options.reading.abbreviations is Abbreviations.LITERAL,
        )

    def _say_as(self, segment: SayAs) -> Iterator[Piece]:
        for item in self._say_as_items(segment):
            if isinstance(item, Boundary):
                yield item
                continue
            if segment.end >= 0:
                span = (segment.start, segment.end)
            else:
                span = (segment.start + item.start, segment.start + item.end)
            capital = segment.text[item.start].isupper() and len(item.text) == 1
            yield from self._spoken(item, span, capital=capital)

    def _say_as_items(self, segment: SayAs) -> Iterator[Item]:
        is_space_key = self._options.kind is Kind.CHARACTER and segment.text == "space"
        if segment.form is SayAsForm.KEY or is_space_key:
            return key(segment.text, self._language, self._default)
        if segment.form in READ_FORMS:
            return say_as(segment, self._manner())
        return spell(segment.text, segment.form, self._language, self._default)

    def _spoken(self, item: Say, span: tuple[int, int], *, capital: bool) -> Iterator[Spoken]:
        language = item.language or self._language
        told = self._options.capitals if capital else Capitals.NONE
        if told is Capitals.SPELL:
            table = table_for(self._language)
            native = table.language == base(self._language)
            for word in table.capital.split():
                yield spoken(Word(word, *span), self._language if native else table.language)
        yield spoken(
            Word(
                item.text,
                *span,
                letter=item.letter,
                pitch=self._options.reading.capital_pitch if told is Capitals.PITCH else 1.0,
                icon=told is Capitals.ICON,
            ),
            language,
        )
