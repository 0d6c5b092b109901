"""What imports of a year's tables ask first: for which programme year and which territory."""

from collections.abc import Sequence

from opora.cycles.models import Cycle
from opora.imports.contract import Option, Request
from opora.organisations.models import Territory


def year_and_territory(places: Sequence[Territory]) -> tuple[Option, Option]:
    """The two questions; the newest year, and the territory where there is only one, are filled in."""
    cycles = tuple((cycle.code, cycle.title) for cycle in Cycle.objects.all())
    return (
        Option("cycle", "Программный год", cycles, initial=cycles[0][0] if cycles else ""),
        Option(
            "territory",
            "Территория",
            tuple((place.code, place.name) for place in places),
            initial=places[0].code if len(places) == 1 else "",
        ),
    )


def chosen(request: Request) -> tuple[Cycle | None, Territory | None]:
    """What was answered; None for an answer that names nothing. May the actor load there, nobody asked yet."""
    cycle = Cycle.objects.filter(code=request.options.get("cycle", "")).first()
    return cycle, Territory.objects.filter(code=request.options.get("territory", "")).first()
