"""A chart carries its figures three times: drawn, in words, in a table."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.ui.charts import (
    Boundary,
    Distribution,
    IntervalPlot,
    IntervalRow,
    LineChart,
    Point,
    Series,
    Threshold,
    draw_distribution,
    draw_intervals,
    draw_lines,
)
from opora.ui.charts.scale import count_step, share_axis, spread
from opora.ui.markup import Level

ATTACK = '"><script>x</script>'
LINES = LineChart(
    "l",
    "Доля «2»",
    "Выросла с 20 до 40 процентов.",
    (
        Series(
            "Школа",
            (
                Point("2024", 0.2, 0.1, 0.4, 20),
                Point("2025", None),
                Point("2026", 0.4, 0.2, 0.6, 9, few=True),
            ),
        ),
        Series("Округ", (Point("2024", 0.25), Point("2025", 0.24), Point("2026", 0.26))),
    ),
    Threshold(0.3),
)
SCORES = Distribution(
    "d", "Баллы", "Скачок на 3.", (0, 2, 1, 4), (Boundary(0, "2"), Boundary(3, "3")), flagged=frozenset({3})
)


def parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def cells(root: ElementTree.Element) -> list[str]:
    return ["".join(cell.itertext()) for row in root.findall(".//tbody/tr") for cell in row]


def drawn(root: ElementTree.Element, css: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if element.get("class") == css]


def centres(lines: Iterable[ElementTree.Element]) -> list[tuple[str | None, str | None]]:
    return [(line.get("x1"), line.get("x2")) for line in lines]


def test_lines_have_a_title_words_and_the_same_figures_as_a_table() -> None:
    root = parsed(draw_lines(LINES))
    picture = root.find(".//svg[@role='img']")
    assert picture is not None
    assert picture.get("aria-labelledby") == "l-t l-d"
    assert [picture.findtext("title"), picture.findtext("desc")] == [LINES.title, LINES.description]
    assert cells(root) == [
        *("2024", "20\u00a0% 10–40 из\u00a020", "25\u00a0%"),
        *("2025", "—нет данных", "24\u00a0%"),
        *("2026", "40\u00a0% 20–60 из\u00a09", "26\u00a0%"),
    ]


def test_a_missing_year_breaks_the_line() -> None:
    root = parsed(draw_lines(LINES))
    groups = {css: drawn(root, css)[0] for css in ("s1", "s2")}
    assert centres(groups["s1"].findall("line[@class='go']")) == []
    assert centres(groups["s2"].findall("line[@class='go']")) == [("10%", "50%"), ("50%", "90%")]
    assert [text.text for text in drawn(root, "gap")] == ["нет данных"]


def test_few_participants_are_drawn_hollow() -> None:
    hollow = drawn(parsed(draw_lines(LINES)), "pt few")
    assert [point.findtext("title") for point in hollow] == [
        "Школа, 2026: 40\u00a0% (20–60), участников 9, мало данных"
    ]


def test_a_fifth_series_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        draw_lines(replace(LINES, series=LINES.series[:1] * 5))


def test_a_chart_without_any_figure_still_draws() -> None:
    nothing = replace(LINES, series=(Series("Школа", (Point("2026", None),)),), threshold=None)
    assert cells(parsed(draw_lines(nothing))) == ["2026", "—нет данных"]


def test_intervals_are_a_table_and_stay_inside_their_axis() -> None:
    rows = (
        IntervalRow("Мотивация", 72, 64, 80, Level.HIGH),
        IntervalRow("Кадры", 130, 90, 140, Level.MIDDLE),
        IntervalRow("Родители", None, note="ответили трое"),
    )
    root = parsed(
        draw_intervals(IntervalPlot("i", "Риски", "Один высокий.", "Фактор", "Риск", rows, (0, 60, 100)))
    )
    assert [text for text in cells(root) if not text.startswith("72 ") and not text.startswith("130 ")] == [
        *("Мотивация", "72", "64–80", "▲высокий"),
        *("Кадры", "130", "90–140", "■средний"),
        *("Родителиответили трое", "", "—нет данных", "", "мало данных"),
    ]
    assert centres(root.findall(".//line[@class='ci']")) == [("64%", "80%"), ("90%", "100%")]
    assert [point.get("x") for point in drawn(root, "pt")] == ["72%", "100%"]


def test_scores_name_the_mark_and_flag_the_cliff() -> None:
    root = parsed(draw_distribution(SCORES))
    assert cells(root) == [
        *("0", "2", "0", "0,0\u00a0%"),
        *("1", "2", "2", "28,6\u00a0%"),
        *("2", "2", "1", "14,3\u00a0%"),
        *("■3", "3", "4", "57,1\u00a0%"),
    ]
    assert [bar.findtext("title") for bar in drawn(root, "bar flag") if bar.find("title") is not None] == [
        "3: 4\u00a0ученика"
    ]


def test_a_comparison_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="another number of scores"):
        draw_distribution(replace(SCORES, reference=(0.5, 0.5)))


def test_no_chart_lets_typed_text_become_markup_or_style() -> None:
    hostile_lines = replace(LINES, id="l", title=ATTACK, series=(Series(ATTACK, LINES.series[0].points),))
    rows = (IntervalRow(ATTACK, 1, 0, 2, Level.LOW, ATTACK, ATTACK),)
    pictures = (
        draw_lines(hostile_lines),
        draw_intervals(IntervalPlot("i", ATTACK, ATTACK, ATTACK, ATTACK, rows, (0, 2))),
        draw_distribution(replace(SCORES, title=ATTACK, note=ATTACK, boundaries=(Boundary(0, ATTACK),))),
    )
    for picture in pictures:
        elements = list(parsed(picture).iter())
        assert [e for e in elements if e.tag == "script" or "style" in e.attrib] == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_the_axis_starts_at_zero_and_holds_every_share(shares: list[float]) -> None:
    axis = share_axis(shares, bottom=200, upper=0)
    assert axis.ticks()[0] == 0
    assert len(axis.ticks()) <= 6
    assert all(share <= axis.top + 1e-9 for share in shares)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=4))
def test_labels_keep_their_distance_and_order(places: list[float]) -> None:
    moved = spread(places, 40, 0, 200)
    ordered = [moved[i] for i in sorted(range(len(places)), key=lambda i: (places[i], i))]
    assert all(two - one >= 40 - 1e-6 for one, two in pairwise(ordered))
    assert ordered[-1] <= 200


@given(st.integers(1, 10**6))
def test_count_axes_have_few_round_lines(highest: int) -> None:
    step = count_step(highest)
    assert highest <= step * 4
    assert str(step).strip("0") in {"1", "2", "5"}
