"""How a month is drawn: what people typed is escaped, a full day leads to its rest."""

from datetime import date

from opora.ui.months import Item, drawn, weeks_of

DAY, TODAY = date(2026, 12, 16), date(2026, 12, 15)


def _drawn(*items: Item) -> str:
    weeks = weeks_of({DAY: items}, date(2026, 12, 1), TODAY, lambda item: item)
    return drawn("Декабрь", weeks, lambda day: f"?day={day}&q=<b>")


def test_words_of_people_are_never_markup() -> None:
    bad = "<script>alert(1)</script>"
    table = _drawn(Item(bad, f"/{bad}", time=bad, note=bad), Item(bad, "/", is_cancelled=True))
    assert bad not in table
    assert '<b>"' not in table
    assert "?day=2026-12-16&amp;q=&lt;b&gt;" in table
    assert "</s> <small>отменено</small>" in table


def test_the_present_day_is_marked_and_an_empty_one_leads_nowhere() -> None:
    table = _drawn(Item("Срок", "/"))
    assert table.count("<tr>") == 5 + 1
    assert table.count('aria-current="date"') == 1
    assert table.count("?day=") == 1
    assert 'data-l="ср, 16\xa0дек"' in table


def test_of_a_full_day_five_stand_and_the_rest_is_a_link() -> None:
    table = _drawn(*(Item(f"Дело {n}", "/") for n in range(9)))
    assert table.count("<li>") == 6
    assert 'aria-label="Ещё 4: 16\xa0декабря">ещё 4</a>' in table
