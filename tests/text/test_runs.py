"""Pieces of text joined across marks and entities, and what lone requests are told apart by."""

from __future__ import annotations

from sotto.messages import Break, Kind, Mark, SayAs, SayAsForm, Segment, Text
from sotto.text.markup.parse import parse
from sotto.text.runs import HARD_LIMIT, LONGEST_RUN, Run, find_lone, runs


def joined(text: str) -> list[Run | Segment]:
    return list(runs(parse(text, Kind.SSML)))


def only_run(items: list[Run | Segment]) -> Run:
    (run,) = (item for item in items if isinstance(item, Run))
    return run


def lone(*segments: Segment, silent: str = " .;") -> list[tuple[bool, bool]]:
    found = find_lone(runs(iter(segments)), silent)
    return [(r.is_character, r.is_silent) for r in found if isinstance(r, Run)]


def test_entities_and_marks_do_not_part_a_run() -> None:
    run = only_run(joined('it&apos;s <mark name="m"/>on'))
    assert run.text == "it's on"
    assert run.marks == [(5, "m")]


def test_spans_lead_back_to_the_request() -> None:
    text = 'it&apos;s <mark name="m"/>on'
    run = only_run(joined(text))
    start, end = run.span(0, 4)
    assert text[start:end] == "it&apos;s"
    start, end = run.span(5, 7)
    assert text[start:end] == "on"
    start, end = run.span(2, 3)
    assert text[start:end] == "&apos;"


def test_a_span_over_a_mark_holds_its_markup() -> None:
    text = '3 <mark name="m"/>.5'
    run = only_run(joined(text))
    assert run.span(0, len(run.text)) == (0, len(text))


def test_an_alias_spans_the_content_it_stands_for() -> None:
    text = "<sub alias='long words'>LW</sub>"
    run = only_run(joined(text))
    assert run.span(0, 4) == run.span(5, 10) == (text.index("LW"), text.index("</sub"))


def test_other_segments_part_runs_and_keep_their_place() -> None:
    found = joined("a<break/>b<say-as interpret-as='digits'>1</say-as>c")
    assert [item.text if isinstance(item, Run) else type(item) for item in found] == [
        "a", Break, "b", SayAs, "c",
    ]  # fmt: skip


def test_marks_without_text_pass() -> None:
    assert joined('<mark name="m"/>') == [Mark("m")]


def test_long_runs_end_after_white_space() -> None:
    found = joined('<mark name="m"/>word ' * 1000)
    texts = [item.text for item in found if isinstance(item, Run)]
    assert all(text.endswith(" ") for text in texts)
    assert max(map(len, texts)) <= LONGEST_RUN + len("word ")
    assert "".join(texts) == "word " * 1000


def test_endless_words_end_as_well() -> None:
    found = joined("&amp;" * (HARD_LIMIT * 2))
    assert max(len(item.text) for item in found if isinstance(item, Run)) <= HARD_LIMIT + 1


def test_one_character_is_alone() -> None:
    assert lone(Text(" a. ", 0)) == [(True, False)]
    assert lone(Text("a", 0), Break(1), Text(" ;", 1)) == [(True, False), (True, False)]


def test_quiet_punctuation_is_alone() -> None:
    assert lone(Text(" .; ", 0)) == [(False, True)]
    assert lone(Text(".", 0), Break(1), Text(";", 1)) == [(False, True), (False, True)]


def test_words_are_not_alone() -> None:
    assert lone(Text("ab", 0)) == [(False, False)]
    assert lone(Text("a.b", 0)) == [(False, False)]
    assert lone(Text("a", 0), Break(1), Text("b", 2)) == [(False, False), (False, False)]
    assert lone(Text(";", 0), SayAs("a", 1, SayAsForm.GLYPHS)) == [(False, False)]


def test_no_more_is_read_than_to_the_first_words() -> None:
    def segments() -> list[Segment]:
        return [Text("first words", 0), Break(1), Text("second", 11), Break(1)]

    taken: list[Segment] = []
    source = (taken.append(segment) or segment for segment in segments())  # type: ignore[func-returns-value]
    next(find_lone(runs(source), " "))
    assert taken == segments()[:2]
