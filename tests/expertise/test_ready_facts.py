"""What stood ready in a document is before the expert too, without whose it is."""

from factories.people import signed_in

from .conftest import Year
from .making import confirmed, scorer, started, waiting


def test_what_stood_ready_is_told_without_whose_it_is(year: Year) -> None:
    ready = {
        "profile": [["Низкая мотивация", "72 из 100, высокий", f"куратор подтвердил(а), {year.own.name}"]]
    }
    confirmed(year.own, year.cycle, facts=ready, kind="self-diagnosis")
    of = started(year.region, year.cycle, *year.experts, kinds=["self-diagnosis"])
    (one,) = waiting(of)
    page = signed_in(scorer(one)).get(f"/expertise/sheets/{one.key}/").content.decode()
    assert "Что показал рисковый профиль" in page and "72 из 100, высокий" in page
    assert year.own.name not in page and "[скрыто]" in page
    # nobody writes it: where there are no figures it is not held against the school
    assert "Школа коротко" not in page
