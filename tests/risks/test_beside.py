"""The middle of other schools: never with the school itself, never of a profile that is past."""

from factories.people import school_of
from opora.access.actor import operator
from opora.organisations.models import Organisation
from opora.risks.queries import beside, school_risks

from .conftest import Year
from .making import profiled


def middle(school: Organisation, code: str = "R08") -> tuple[float | None, float | None]:
    """Of the municipality and of the region."""
    school = Organisation.objects.select_related("territory").get(pk=school.pk)
    found = school_risks(operator(), school)
    assert found is not None
    told = beside(school, found).get(code)
    return (told.municipality, told.region) if told else (None, None)


def others(year: Year, *values: float) -> list[Organisation]:
    made = [school_of(year.place, f"K{number}", f"Школа {number}") for number in range(len(values))]
    for school, value in zip(made, values, strict=True):
        profiled(school, year.cycle, R08=value)
    return made


def test_the_school_itself_is_left_out_wherever_it_stands(year: Year) -> None:
    schools = others(year, 10.0, 20.0, 30.0, 40.0, 50.0)
    told = [middle(school)[0] for school in schools]
    assert told == [35.0, 35.0, 30.0, 25.0, 25.0]
    # one of two with the same figure
    profiled(schools[0], year.cycle, R08=20.0)
    assert middle(schools[1])[0] == 35.0


def test_a_school_without_a_figure_is_beside_all_that_have_one(year: Year) -> None:
    others(year, 10.0, 20.0, 30.0, 40.0)
    profiled(year.own, year.cycle, R01=50.0)
    assert middle(year.own) == (25.0, 25.0)
    assert middle(year.own, "R01") == (None, None)


def test_profiles_computed_again_are_seen_at_once(year: Year) -> None:
    schools = others(year, 10.0, 20.0, 30.0, 40.0)
    profiled(year.own, year.cycle, R08=99.0)
    assert middle(year.own) == (25.0, 25.0)
    profiled(schools[0], year.cycle, R08=90.0)
    assert middle(year.own) == (35.0, 35.0)


def test_a_school_that_moved_counts_where_it_is(year: Year) -> None:
    schools = others(year, 10.0, 20.0, 30.0, 40.0, 50.0)
    profiled(year.own, year.cycle, R08=99.0)
    assert middle(year.own) == (30.0, 30.0)
    Organisation.objects.filter(pk=schools[0].pk).update(territory=year.neighbour.territory_id)
    assert middle(year.own) == (35.0, 30.0)
