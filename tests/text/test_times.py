"""Times of day and dates: told from versions, sections, scores and parts of numbers."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.text.tables import table_for
from text.reading import heard

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
hours, minutes = st.integers(0, 23), st.integers(0, 59)


@given(st.sampled_from(("de", "nl", "fr", "pt")), hours, st.integers(1, 59))
def test_the_ways_to_write_a_time_are_told_alike(language: str, hour: int, minute: int) -> None:
    written = {
        "de": (f"{hour}:{minute:02} Uhr", f"{hour}.{minute:02} Uhr"),
        "nl": (f"{hour}:{minute:02} uur", f"{hour}.{minute:02} uur", f"{hour}u{minute:02}"),
        "fr": (f"{hour}h{minute:02}", f"{hour} h {minute:02}"),
        "pt": (f"{hour}h{minute:02}", f"{hour} h {minute:02}"),
    }[language]
    assert {heard(each, language) for each in written} == {heard(f"{hour}:{minute:02}", language)}


@given(st.integers(1, 12), minutes, st.sampled_from(["am", "PM", " a.m.", " P.M."]))
def test_english_halves_of_the_day(hour: int, minute: int, half: str) -> None:
    said = heard(f"{hour}:{minute:02}{half} and")
    letter = half.strip()[0].upper()
    assert said.endswith(f"{letter}~ M~ and")
    assert said.startswith(str(hour))
    assert "o'clock" not in said


@given(st.sampled_from(EIGHT), hours, minutes, minutes)
def test_seconds_are_told(language: str, hour: int, minute: int, second: int) -> None:
    said = heard(f"{hour}:{minute:02}:{second:02}", language).split()
    assert said[-1] in (str(second), f"{second:02}")
    assert ":" not in " ".join(said)


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("text", ["25:30", "12:75", "7:5:3", "10.0.0.1:80", "1:2:3:4"])
def test_what_is_no_time_keeps_its_signs(language: str, text: str) -> None:
    said = heard(text, language)
    assert len(re.findall(r"\d+", said)) == len(re.findall(r"\d+", text))
    assert table_for(language).clock not in said.split() or not table_for(language).clock


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("von 0.00 bis 2.12 Uhr", "von 0 Uhr bis 2 Uhr 12"), ("8.30-10 Uhr", "8 Uhr 30 bis 10 Uhr"),
        ("2.5 bis 3.5 kg", "2.5 bis 3.5 Kilogramm"), ("um 1:00", "um ein Uhr"),
        ("2:1 gewonnen", "2 zu 1 gewonnen"), ("Maßstab 1:25.000", "Maßstab 1 zu 25.000"),
        ("28:25", "28 zu 25"), ("1.234.50 Uhr", "1.234.50 Uhr"),
    ],
)  # fmt: skip
def test_german_times_scores_and_scales(text: str, said: str) -> None:
    assert heard(text, "de") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12:00 noon", "12 noon"), ("12:00 midnight", "12 midnight"), ("at 12:00", "at 12 o'clock"),
        ("John 3:16", "John 3 16"), ("10am-5pm", "10 A~ M~ to 5 P~ M~"),
        ("a 3:2 ratio", "a 3 colon 2 ratio"), ("7pm", "7 P~ M~"), ("7.30 pm", "7 30 P~ M~"),
    ],
)  # fmt: skip
def test_english_times(text: str, said: str) -> None:
    assert heard(text) == said


DAYS = [date(1999, 12, 20) + timedelta(days) for days in range(0, 900, 7)]


@pytest.mark.parametrize("language", EIGHT)
def test_iso_dates_in_any_text_tell_day_month_and_year(language: str) -> None:
    months = table_for(language).months
    for day in DAYS:
        said = heard(f"x {day.isoformat()} y", language).split()
        assert months[day.month - 1] in said
        assert str(day.year) in said
        assert said[0].startswith("x")
        assert said[-1].startswith("y")


@pytest.mark.parametrize("language", ["en", "de", "nl", "fr", "es", "it", "pt"])
def test_year_and_month_of_computers(language: str) -> None:
    for month, name in enumerate(table_for(language).months, 1):
        said = heard(f"2020-{month:02}", language).split()
        assert name in said
        assert "2020" in said
        assert table_for(language).to not in said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "2019-20", "2019 to 20"), ("en", "2010–12", "2010 to 12"),
        ("en", "1998-2005", "1998 to 2005"), ("en", "2020-12-25", "December 25th 2020"),
        ("de", "2024/25", "2024 Schrägstrich 25"), ("en", "5 Jan 2024", "5 January 2024"),
        ("en", "Jan 2024", "January 2024"), ("en", "Jan 5", "January 5"),
        ("en", "ask Jan 100 times", "ask Jan 100 times"), ("en", "Mar 12:30", "Mar 12 30"),
        ("de", "12. Aug.", "zwölfter August"), ("de", "am 3. Okt.", "am dritten Oktober"),
    ],
)  # fmt: skip
def test_years_months_and_spans(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@given(
    st.sampled_from(EIGHT),
    st.lists(st.integers(0, 99), min_size=3, max_size=5),
    st.sampled_from(["version", "Version", "iOS", "v", "§"]),
)
def test_versions_are_no_dates_whatever_their_numbers(
    language: str, parts: list[int], before: str
) -> None:
    text = f"{before} {'.'.join(map(str, parts))}"
    said = heard(text, language)
    assert not set(table_for(language).months) & set(said.split())
    assert [int(each) for each in re.findall(r"\d+", said)] == parts
