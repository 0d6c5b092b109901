"""Every heading that docs/import.md promises is read as it promises."""

import pytest

from opora.results.guide import _COLUMNS, _MEASURE_WORDS, results_guide
from opora.results.layouts.columns import Part, part_of
from opora.results.layouts.shape import MEASURE_TITLES, Measure
from opora.results.layouts.words import measure_of, plain

HEADINGS = [
    (word, measure)
    for measure, words in _MEASURE_WORDS.items()
    for word in words.split(" (так")[0].split("; ")
]
ORDER = (Part.SCHOOL, Part.KEY, Part.TERRITORY, Part.PROCEDURE, Part.SUBJECT, None, Part.YEAR)
PARTS = dict(zip((title for title, _ in _COLUMNS), ORDER, strict=True))


@pytest.mark.parametrize(("heading", "measure"), HEADINGS)
def test_headings_of_figures(heading: str, measure: Measure) -> None:
    assert measure_of(plain(heading)) == measure


@pytest.mark.parametrize(("title", "words"), _COLUMNS)
def test_headings_of_the_left_side(title: str, words: str) -> None:
    for word in words.split(" — ", maxsplit=1)[0].split("; "):
        expected = PARTS[title] or (Part.GRADE if word == "Параллель" else Part.CLASS)
        assert (word, part_of(plain(word))) == (word, expected)


def test_the_guide_names_every_measure() -> None:
    text = results_guide()
    assert [
        title for measure, title in MEASURE_TITLES.items() if measure in _MEASURE_WORDS and title not in text
    ] == []
