"""What facts of a report stand on: approved lists, participation, profiles."""

from collections.abc import Collection, Mapping

from conftest import NOW
from opora.access.actor import operator
from opora.catalogues.models import Version
from opora.catalogues.queries import current
from opora.cycles.actions import add_programme, set_participation
from opora.cycles.models import Cycle
from opora.cycles.states import Level, Mode
from opora.identification.models import ListEntry, YearList
from opora.identification.states import ListKind, ListState
from opora.indicators.values import FactorValue, SchoolProfile
from opora.indicators.values import Level as RiskLevel
from opora.organisations.models import Organisation, Territory
from opora.risks.actions import Basis, store_profiles


def listed(
    place: Territory,
    cycle: Cycle,
    schools: Mapping[Organisation, bool],
    *,
    out: Collection[Organisation] = (),
) -> YearList:
    """An approved list of ШНОР: {school: whether for the second time}; `out` were looked at and left out."""
    made = YearList.objects.create(
        kind=ListKind.LOW, cycle=cycle, territory=place, drawn_at=NOW, drawn_by_name="Окружная"
    )
    for at, (school, repeated) in enumerate([*schools.items(), *((each, False) for each in out)]):
        ListEntry.objects.create(
            year_list=made,
            school=school,
            position=at,
            school_name=school.name,
            territory_name=place.name,
            listed=school in schools,
            repeated=repeated,
        )
    made.state, made.approved_at, made.approved_by_name = ListState.APPROVED, NOW, "Окружная"
    made.save()
    return made


def participates(place: Territory, cycle: Cycle, *schools: Organisation) -> None:
    programme = place.programmes.first() or add_programme(
        name="500+", level=Level.MUNICIPAL, territory=place, by=operator(), at=NOW
    )
    for school in schools:
        set_participation(
            programme=programme, cycle=cycle, school=school, mode=Mode.ACTIVE, by=operator(), at=NOW
        )


def profiled(cycle: Cycle, *schools: Organisation) -> None:
    """A profile in which R08 is high and nothing else; the high one becomes a direction that was found."""
    published = current("risk-factors", "factors")
    titles = {row["code"]: row["title"] for row in published.content["factors"]}
    basis = Basis(
        cycle=cycle, version=Version.objects.get(pk=published.version_id), engine="duckdb", titles=titles
    )
    found = [SchoolProfile(school.pk, tuple(_value(code) for code in titles)) for school in schools]
    store_profiles(basis, found, on=NOW.date())


def _value(code: str) -> FactorValue:
    value, level = (75.0, RiskLevel.HIGH) if code == "R08" else (20.0, RiskLevel.LOW)
    return FactorValue(code, value, level, 100, (max(0.0, value - 8), value + 8), None, ())
