"""The rhythm of visits among the figures of a curator's work."""

from opora.expertise.models import Assignment, Entry
from opora.expertise.queries.curators import figures_of
from opora.visits.models import Visit
from opora.visits.states import Way
from visits.making import visited

from .conftest import Year
from .curators_rounds import closed
from .looking import sheet_url, text
from .making import TODAY, published, scorer


def _visited(year: Year) -> None:
    """The curator was in the school on the 2nd and 8th, met it online on the 9th; nobody is to know who."""
    published("visit-kinds", "curator")
    published("visit-rhythms", "rhythms")
    who = year.cast.curator
    for day, way in ((2, Way.PRESENCE), (8, Way.PRESENCE), (9, Way.ONLINE)):
        visited(year.own, year.cycle, who, day - TODAY.day, way=way)


def test_the_rhythm_of_visits_stands_among_the_figures(curated: Year) -> None:
    _visited(curated)
    of = closed(curated)
    present = Entry.objects.get(round=of, number=1)
    found = figures_of(present)
    assert (found.presence, found.online, found.has_rhythm) == (2, 1, True)
    assert found.gaps > 0 and found.absence > 0
    page = text(curated.cast.regional_coordinator, f"/expertise/curators/{present.pk}/")
    where = f"/visits/?cycle={curated.cycle.code}&amp;who={present.curator_id}&amp;way=presence&amp;show=done"
    assert f'<a href="{where}">2</a>' in page
    assert f"самый долгий — {found.absence} дн." in page
    shown = text(curated.cast.regional_coordinator, where.replace("&amp;", "&"))
    found_there = {each.pk for each in Visit.objects.all() if f"/visits/{each.pk}/" in shown}
    assert found_there == set(Visit.objects.filter(way=Way.PRESENCE).values_list("pk", flat=True))
    one = Assignment.objects.get(entry=present)
    sheet = text(scorer(one), sheet_url(one))
    assert "Посещений лично" in sheet
    assert "/visits/" not in sheet, "an expert is not told who it is"


def test_a_round_that_began_before_visits_were_recorded_says_so(curated: Year) -> None:
    of = closed(curated)
    entry = Entry.objects.get(round=of, number=1)
    for name in ("presence", "online", "gaps", "late", "absence"):
        del entry.facts["figures"][name]
    entry.save()
    assert not figures_of(entry).has_rhythm
    page = text(curated.cast.curator, f"/expertise/curators/{entry.pk}/")
    assert "записывала только первые визиты" in page
    assert "Посещений лично" not in page
    assert "судите" not in page, "that is said to experts"
