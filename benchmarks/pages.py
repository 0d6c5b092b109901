"""Pages against the bare view: same server, middleware and sign-in, one query, as many rows.

    ./dev benchmark pages [--schools 1000] [--rounds 5] [--requests 40] [--only NAME …]

Lists may cost 4 × the bare view with as many rows, an object's page 6 ×, a save 3 × a bare one-row write.
The p50 of a round is taken of interleaved requests; the ratio is the median over rounds.
"""

import argparse
import os
from datetime import UTC, date, datetime

os.environ["OPORA_HOME"] = "/nonexistent"

from harness import analysed, scratch_database, table
from served import LISTS, OBJECTS, SAVES, Browser, Fields, Page, measured, server, session_of


def seed(schools: int) -> tuple[list[Page], str]:
    """A municipality of `schools` schools with two years of results and a list; pages and a session."""
    from factories.crowd_asked import asked_everywhere
    from factories.organisations import figures, municipality, school
    from factories.people import appointed, appointment, person
    from factories.results import all_procedures, fact
    from opora.access import Role
    from opora.access.actor import operator
    from opora.catalogues.seeding import seed_from_files
    from opora.config.seeding import seed as seed_installation
    from opora.cycles.models import Cycle
    from opora.identification.actions import draw_up
    from opora.identification.queries import rule_for
    from opora.results.models import Fact

    assert seed_from_files
    seed_installation()
    all_procedures()
    place = municipality("Заречный округ")
    Cycle.objects.create(code="2026", title="2026", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    made = [school(f"Школа № {number}", place) for number in range(schools)]
    codes = ("vpr-ma-5", "vpr-ma-6", "vpr-ru-5", "vpr-ru-6", "oge-ma", "oge-ru")
    for number, each in enumerate(made):
        figures(each, 2025, pupils=200 + number % 300, teachers=20)
        if number < 200:
            for code in codes:
                for year in (2024, 2025, 2026):
                    fact(each, code, year, participants=20, low=(number + year) % 9)
    for number in range(30):
        appointment(person(f"Иванова{number}"), Role.CURATOR, made[number])
    at = datetime(2026, 9, 1, tzinfo=UTC)
    listed = draw_up(
        cycle=Cycle.objects.get(), territory=place, rule=rule_for(place.path or ""), by=operator(), at=at
    )
    campaign, direction = asked_everywhere(place, Cycle.objects.get(), made, at)
    coordinator = appointed(Role.MUNICIPAL_COORDINATOR, place, surname="Ковалёва")
    figure = Fact.objects.filter(school=made[0]).first()
    entry = listed.entries.order_by("id").first()
    assert figure is not None
    assert entry is not None
    pages = [
        Page("schools", "/schools/", LISTS),
        Page("territory", f"/territories/{place.pk}/", LISTS),
        Page("results of a territory", "/results/", LISTS),
        Page("list of the year", f"/lists/{listed.pk}/", LISTS),
        Page("lists", "/lists/", LISTS),
        Page("people", "/people/", LISTS),
        Page("catalogues", "/catalogues/", LISTS),
        Page("imports", "/imports/", LISTS),
        Page("objections", "/objections/", LISTS),
        Page("years", "/years/", LISTS),
        Page("desk", "/", LISTS),
        Page("campaigns", "/campaigns/", LISTS),
        Page("campaign", f"/campaigns/{campaign.pk}/", LISTS),
        Page("heatmap", "/risks/", LISTS),
        Page("factor", "/risks/factors/R08/", LISTS),
        Page("directions", "/risks/directions/", LISTS),
        Page("profile", f"/risks/schools/{made[0].pk}/", OBJECTS),
        Page("direction", f"/risks/directions/{direction.pk}/", OBJECTS),
        Page("school card", f"/schools/{made[0].pk}/", OBJECTS),
        Page("results of a school", f"/schools/{made[0].pk}/results/", OBJECTS),
        Page("figure", f"/results/figures/{figure.pk}/", OBJECTS),
        Page("school on the list", f"/lists/{listed.pk}/schools/{entry.pk}/", OBJECTS),
        Page("year", "/years/2026/", OBJECTS),
        Page("own account", "/me/", OBJECTS),
        Page("save: school card", f"/schools/{made[1].pk}/edit/", SAVES, _phone),
        Page("save: figure", f"/results/figures/{figure.pk}/correct/", SAVES, _figure),
    ]
    return pages, session_of(coordinator)


def _phone(form: Fields, number: int) -> Fields:
    return form | {"phone": f"+7 000 {number}"}


def _figure(form: Fields, number: int) -> Fields:
    return form | {"participants": str(30 + number % 7), "reason": f"сверка {number}"}


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--schools", type=int, default=1000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--requests", type=int, default=40)
    ask.add_argument("--only", nargs="*", help="names of the pages to measure")
    asked = ask.parse_args()
    # named for this run: two may measure side by side
    with scratch_database(f"opora_bench_pages_{os.getpid()}") as url:
        pages, session = seed(asked.schools)
        analysed()
        pages = [page for page in pages if not asked.only or page.name in asked.only]
        with server(url):
            rows = measured(Browser(session), pages, asked.rounds, asked.requests)
    print(table(rows))


if __name__ == "__main__":
    main()
