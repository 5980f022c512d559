"""SSML's say-as beyond spelling, in the languages of the tables."""

from __future__ import annotations

import pytest

from sotto.messages import Kind, Options
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered
from text.reading import check_sound, words


def _said(content: str, form: str, language: str, attributes: str = "") -> str:
    text = f'<speak><say-as interpret-as="{form}" {attributes}>{content}</say-as></speak>'
    return " ".join(
        word.text for word in words(check_sound(text, Options(kind=Kind.SSML), language))
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "March 4th 2023"), ("en-GB", "April 3rd 2023"), ("de", "dritter April 2023"),
        ("nl", "3 april 2023"), ("fr", "3 avril 2023"), ("es", "3 de abril de 2023"),
        ("it", "3 aprile 2023"), ("pt", "3 de abril de 2023"), ("pl", "trzeciego kwietnia 2023"),
        ("cs", "3. dubna 2023"),
    ],
)  # fmt: skip
def test_dates_in_the_usual_order(language: str, said: str) -> None:
    assert _said("3/4/2023", "date", language) == said


@pytest.mark.parametrize(
    ("content", "order", "said"),
    [
        ("20230403", "yyyymmdd", "April 3rd 2023"), ("3/4", "dm", "April 3rd"),
        ("4/2023", "my", "April 2023"), ("2023-4-3", "ymd", "April 3rd 2023"),
        ("3.4.2023", "", "April 3rd 2023"), ("2023/4/3", "", "April 3rd 2023"),
        ("2023", "y", "2023"), ("12/31", "md", "December 31st"), ("31", "d", "31"),
    ],
)  # fmt: skip
def test_dates_by_their_format(content: str, order: str, said: str) -> None:
    assert _said(content, "date", "en", f'format="{order}"') == said


@pytest.mark.parametrize("content", ["soon", "31/31/31", "May 3", "1/2/3/4", "", "99"])
def test_what_is_no_date_is_read_as_text(content: str) -> None:
    said = _said(content, "date", "en")
    assert all(part in said for part in content.replace("/", " ").split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "14 30"), ("de", "14 Uhr 30"), ("nl", "14 uur 30"), ("fr", "14 heures 30"),
        ("es", "14 y 30"), ("it", "14 e 30"), ("pt", "14 e 30"), ("pl", "czternasta 30"),
        ("sv", "14:30"), ("ru", "14:30"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("content", ["14:30", "14.30", "1430", "14h30", " 14 h 30 "])
def test_times_however_they_are_parted(language: str, content: str, said: str) -> None:
    assert _said(content, "time", language) == said


@pytest.mark.parametrize(
    ("content", "language", "said"),
    [
        ("2.30pm", "en", "2 30 P M"), ("7pm", "en", "7 P M"), ("7.05 p.m.", "en", "7 oh 5 P M"),
        ("2:30:15", "en", "2 30 15"), ("9", "de", "9 Uhr"), ("1", "de", "ein Uhr"),
        ("0905", "fr", "9 heures 5"), ("1.00", "it", "una"), ("noon", "en", "noon"),
        ("2530", "en", "2530"), ("14:75", "en", "14 colon 75"), ("12345", "en", "12345"),
    ],
)  # fmt: skip
def test_times_and_what_is_none(content: str, language: str, said: str) -> None:
    assert _said(content, "time", language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "21st"), ("de", "einundzwanzigste"), ("nl", "eenentwintigste"), ("fr", "21ème"),
        ("es", "21º"), ("it", "21º"), ("pt", "21º"), ("pl", "dwudziesty pierwszy"),
    ],
)  # fmt: skip
def test_ordinals(language: str, said: str) -> None:
    assert _said("21", "ordinal", language) == _said("XXI", "ordinal", language) == said


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru"])
def test_cardinals(language: str) -> None:
    assert _said("XIV", "cardinal", language) == "14"
    assert _said("2024", "cardinal", language) == "2024"
    assert _said("555-1234", "number", "de") == "555 bis 1234"


@pytest.mark.parametrize("form", ["date", "time", "ordinal", "cardinal"])
@pytest.mark.parametrize("text", ["-", ".", "-.", "120d'-01-02", "x'", "'"])
def test_signs_that_are_no_date_and_no_number_are_not_lost(form: str, text: str) -> None:
    marked = f"<say-as interpret-as='{form}'>{text}</say-as> a"
    wanted = Options(kind=Kind.SSML)
    spoken = list(clauses(marked, wanted, "en"))
    assert uncovered(marked, wanted, spoken) == []
    alone = [word for clause in spoken for word in clause.words if word.end <= marked.index("</")]
    assert alone
