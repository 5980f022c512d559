"""The front door of the text stage: a request becomes clauses, lazily and in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sotto.messages import (
    Capitals,
    Clause,
    Emoji,
    Kind,
    LanguageChange,
    Mark,
    Numbers,
    Options,
    Pronounced,
    SayAs,
    SayAsForm,
    Segment,
    SpellingAlphabet,
    Switching,
    Text,
    Word,
    WordCapitals,
    Wording,
)
from sotto.text.build import SpokenWord, Token, build, spoken
from sotto.text.dictionary.dictionary import Dictionary
from sotto.text.dictionary.pronounced import placed
from sotto.text.keys import key
from sotto.text.markup.parse import clean_language, parse
from sotto.text.runs import Run, find_lone, runs
from sotto.text.say_as import READ_FORMS, say_as
from sotto.text.scan import scan
from sotto.text.signs.alphabet import spelling_words
from sotto.text.signs.capitals import Case, word_case
from sotto.text.signs.emoji import without_pictures
from sotto.text.signs.letters import sign_of, spell
from sotto.text.signs.symbols import quiet_characters
from sotto.text.stretches import stretches
from sotto.text.tables import table_for
from sotto.text.tokens.items import Boundary, Item, Say
from sotto.text.tokens.mode import ReadingMode
from sotto.text.tokens.normalise import normalise
from sotto.text.tokens.scripts import base

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
    return build(_ClauseReader(options, default_language, words).tokens(segments), options.prosody)


class _ClauseReader:
    """Turns segments into words; knows which language holds now."""

    def __init__(self, options: Options, default_language: str, words: Dictionary | None) -> None:
        self._words = words
        self._options = options
        self._default = clean_language(default_language) or DEFAULT_LANGUAGE
        self._request = clean_language(options.language) or self._default
        self._language = self._request

    def tokens(self, segments: Iterator[Segment]) -> Iterator[Token]:
        silent = quiet_characters(self._options.punctuation)
        heard = without_pictures if self._options.reading.emoji is Emoji.OFF else str
        for item in find_lone(runs(segments), silent, heard):
            match item:
                case Run():
                    yield from self._run(item)
                case SayAs():
                    yield from self._say_as(item)
                case LanguageChange() if self._options.reading.switching is Switching.OFF:
                    continue
                case LanguageChange():
                    self._language = item.language or self._request
                case Text() | Pronounced():
                    raise AssertionError("runs() leaves no Text")
                case _:
                    yield item

    def _run(self, run: Run) -> Iterator[Token]:
        words = self._words
        if words is None or not words.entries or run.is_character:
            yield from self._read(run)
            return
        is_one = partial(words.is_one, language=self._language, voice=self._options.voice)
        for stretch in stretches(run, is_one):
            yield from self._read(stretch)

    def _read(self, run: Run) -> Iterator[Token]:
        mode = self._mode(run)
        capitals = self._options.capitals
        marks = iter(run.marks)
        waiting = next(marks, None)
        told = told_to = -1
        normal = normalise(run.text)
        if self._words is not None and not run.is_character:
            normal = self._words.rewrite(normal, self._language, self._options.voice)
        tells_words = self._options.reading.word_capitals is not WordCapitals.LETTERS
        tells_capitals = tells_words or capitals is not Capitals.NONE
        for item in scan(normal.text, mode, placed(normal, run.pronounced)):
            at = normal.place(item.start if isinstance(item, Say) else item.at)
            while waiting is not None and waiting[0] <= at:
                yield Mark(waiting[1])
                waiting = next(marks, None)
            if isinstance(item, Boundary):
                yield item
                continue
            span = run.span(*normal.span(item.start, item.end))
            if not tells_capitals:
                yield self._plain(item, span)
                continue
            is_first, told = item.start != told, item.start
            capital = is_first and normal.text[item.start].isupper()
            if tells_words:
                capital = capital and run.is_character
                if item.start >= told_to and not run.is_character:
                    case, told_to = word_case(normal.text, item.start)
                    yield from self._case(case, span)
            if capital and capitals is not Capitals.NONE:
                yield from self._capital(item, span)
            else:
                yield self._plain(item, span)
        while waiting is not None:
            yield Mark(waiting[1])
            waiting = next(marks, None)

    def _mode(self, run: Run | None = None) -> ReadingMode:
        reading = self._options.reading
        return ReadingMode(
            self._language,
            self._default,
            self._options.punctuation,
            is_character=run is not None and run.is_character,
            is_silent=run is not None and run.is_silent,
            in_digits=reading.numbers is Numbers.DIGITS,
            is_literal=reading.wording is Wording.LITERAL,
            # A message that is nothing but emoji says something by them.
            passes_emoji=reading.emoji is Emoji.OFF and run is not None and not run.is_silent,
        )

    def _say_as(self, segment: SayAs) -> Iterator[Token]:
        told = -1
        for item in self._say_as_items(segment):
            if isinstance(item, Boundary):
                yield item
                continue
            if segment.end >= 0:
                span = (segment.start, segment.end)
            else:
                span = (segment.start + item.start, segment.start + item.end)
            is_first, told = item.start != told, item.start
            letter = segment.text[item.start]
            is_named = len(item.text) == 1 or (
                self._has_words(segment) and bool(spelling_words(letter, self._language))
            )
            capital = is_first and letter.isupper() and is_named
            if capital and self._options.capitals is not Capitals.NONE:
                yield from self._capital(item, span)
            else:
                yield self._plain(item, span)

    def _say_as_items(self, segment: SayAs) -> Iterator[Item]:
        is_one = self._options.kind is Kind.CHARACTER
        is_space_key = is_one and segment.text == "space"
        if is_one and (sign := sign_of(segment.text)):
            named = spell(sign, segment.form, self._language, self._default)
            return (replace(item, end=len(segment.text)) for item in named if isinstance(item, Say))
        if segment.form is SayAsForm.KEY or is_space_key:
            return key(segment.text, self._language, self._default)
        if segment.form in READ_FORMS:
            return say_as(segment, self._mode())
        with_words = self._has_words(segment)
        return spell(
            segment.text, segment.form, self._language, self._default, with_words=with_words
        )

    def _has_words(self, segment: SayAs) -> bool:
        """Whether its letters are told by words; one that is typed or passed is not."""
        is_spelled = segment.form in (SayAsForm.SPELL, SayAsForm.CHARACTERS)
        return is_spelled and self._options.reading.alphabet is SpellingAlphabet.PHONETIC

    def _case(self, case: Case, span: tuple[int, int]) -> Iterator[SpokenWord]:
        """How a word's capitals are told before it."""
        if case is Case.SMALL or self._options.reading.word_capitals is WordCapitals.NONE:
            return
        table = table_for(self._language)
        native = table.language == base(self._language)
        for word in (table.word_capitals[case.value] or table.capital).split():
            yield spoken(Word(word, *span), self._language if native else table.language)

    def _plain(self, item: Say, span: tuple[int, int]) -> SpokenWord:
        word = Word(item.text, *span, letter=item.letter, ipa=item.ipa)
        return spoken(word, item.language or self._language)

    def _capital(self, item: Say, span: tuple[int, int]) -> Iterator[SpokenWord]:
        """A word or letter whose capital is told."""
        told = self._options.capitals
        if told is Capitals.SPELL:
            table = table_for(self._language)
            native = table.language == base(self._language)
            for word in table.capital.split():
                yield spoken(Word(word, *span), self._language if native else table.language)
        said = self._plain(item, span)
        pitch = self._options.reading.capital_pitch if told is Capitals.PITCH else 1.0
        said.word = replace(said.word, pitch=pitch, icon=told is Capitals.ICON)
        yield said
