"""Causes side by side: high risk factors of each school, the directions it works on, the causes it names."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from opora.access import Role
from opora.catalogues.models import Version
from opora.documents.queries.missing import TAKEN
from opora.indicators.values import Level
from opora.organisations.models import Merit
from opora.reports.content import Grid, Line, Missing, Piece, Section, line
from opora.reports.facts.base import Asked, School, joined
from opora.reports.texts import CAUSES, MOST_SCHOOLS_APART, school_code
from opora.risks.guide import guide_of
from opora.risks.models import CauseNamed, Direction, Profile, ProfileFactor
from opora.risks.states import DirectionState

#: on a sheet of A4 so many schools stand beside each other; more stand below each other in an annex
MOST_COLUMNS = 3
_MOST_NAMED = 5
_ACTIVE = frozenset({DirectionState.ACTIVE, DirectionState.UNDER_WAY, DirectionState.CLOSED})
#: as the overview counts them: what a curator disputes is not taken yet
_TAKEN = TAKEN | _ACTIVE


@dataclass(frozen=True, slots=True)
class Causes:
    """By school. `high` are titles of factors of a high level, `taken` of directions the school works on; `active`
    counts those of them all that were activated, of all schools.

    A school in `profiles` has a profile of the year, whether anything in it is high or not.
    """

    profiles: Mapping[int, int] = field(default_factory=dict)
    high: Mapping[int, list[str]] = field(default_factory=dict)
    taken: Mapping[int, list[str]] = field(default_factory=dict)
    named: Mapping[int, list[str]] = field(default_factory=dict)
    merits: Mapping[int, list[str]] = field(default_factory=dict)
    active: int = 0

    @property
    def frequent(self) -> list[tuple[str, int]]:
        """High factors by the number of schools that have them, the most frequent first."""
        found = Counter(title for titles in self.high.values() for title in titles)
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def causes(asked: Asked) -> Causes:
    """Six queries at most, whatever the number of schools."""
    ids = asked.helped_ids
    profiles: dict[int, int] = {}
    version_of: dict[int, int] = {}
    rows = Profile.objects.filter(is_current=True, cycle=asked.cycle, school__in=ids).order_by("pk")
    for pk, school, version in rows.values_list("pk", "school_id", "version_id"):
        profiles[school], version_of[pk] = pk, version
    versions = Version.objects.defer("content").in_bulk(sorted(set(version_of.values())))
    guides = {pk: guide_of(version) for pk, version in versions.items()}
    high: dict[int, list[str]] = {}
    factors = ProfileFactor.objects.filter(profile__in=version_of, level=Level.HIGH.value)
    for profile, school, code in factors.order_by("profile__school_id", "position").values_list(
        "profile_id", "profile__school_id", "code"
    ):
        high.setdefault(school, []).append(guides[version_of[profile]].title(code))
    taken: dict[int, list[str]] = {}
    active = 0
    directions = Direction.objects.filter(cycle=asked.cycle, school__in=ids, state__in=_TAKEN)
    for school, title, state in directions.order_by("factor_code", "pk").values_list(
        "school_id", "factor_title", "state"
    ):
        taken.setdefault(school, []).append(title)
        active += state in _ACTIVE
    named: dict[int, list[str]] = {}
    told = CauseNamed.objects.filter(direction__in=directions.order_by())
    for school, text in told.order_by("direction__factor_code", "pk").values_list(
        "direction__school_id", "text"
    ):
        own = named.setdefault(school, [])
        if text not in own:
            own.append(text)
    merits: dict[int, list[str]] = {}
    for school, text in (
        Merit.objects.filter(organisation__in=ids)
        .order_by("kind", "-year_from", "pk")
        .values_list("organisation_id", "text")
    ):
        merits.setdefault(school, []).append(text)
    return Causes(profiles, high, taken, named, merits, active)


def section(asked: Asked, found: Causes, texts: Mapping[str, str]) -> Section:
    """`texts` are what a person wrote of each school: they stand in its column."""
    schools = asked.helped
    lines = []
    if found.profiles:
        lines.append(
            line(
                "Рисковый профиль есть у ",
                asked.figure(
                    len(found.profiles),
                    "школ с рисковым профилем года",
                    asked.url("risks"),
                    "query:risks.profiles",
                    "школ",
                ),
                " из ",
                asked.figure(
                    len(schools), "школ, о которых отчёт", asked.home_url, "query:schools-helped", "школ"
                ),
                " школ." if len(schools) != 1 else " школы.",
            )
        )
    if found.taken:
        lines.append(_taken(asked, found))
    return Section(
        CAUSES,
        "Причины низких результатов",
        tuple(lines),
        (_grid(asked, schools, found, texts),) if schools and found.profiles else (),
        missing=tuple(_missing(asked, schools, found)),
    )


def _taken(asked: Asked, found: Causes) -> Line:
    many = sum(len(titles) for titles in found.taken.values())
    url, origin = asked.url("directions"), "query:risks.directions"
    return line(
        "Школы взяли в работу направлений — ",
        asked.figure(many, "направлений взято в работу", url, origin, "направлений"),
        ", из них активировано — ",
        asked.figure(found.active, "направлений активировано", url, origin, "направлений"),
        ".",
    )


def _grid(asked: Asked, schools: list[School], found: Causes, texts: Mapping[str, str]) -> Grid:
    rows = _rows(asked, schools, found, texts)
    if len(schools) <= MOST_COLUMNS:
        return Grid(
            "Что привело к низким результатам",
            ("", *(each.name for each in schools)),
            tuple((title, *cells) for title, cells in rows),
        )
    return Grid(
        "Что привело к низким результатам",
        ("Школа", *(title for title, _ in rows)),
        tuple(
            (
                asked.figure(each.name, "школа", asked.in_year("risk-school", each.id), f"school:{each.id}"),
                *(cells[at] for _, cells in rows),
            )
            for at, each in enumerate(schools)
        ),
        is_long=len(schools) > MOST_COLUMNS,
    )


def _rows(
    asked: Asked, schools: list[School], found: Causes, texts: Mapping[str, str]
) -> list[tuple[str, list[Piece | None]]]:
    """(heading, a cell a school); a row that says nothing of any school is left out."""
    made: list[tuple[str, list[Piece | None]]] = [
        ("Высокие факторы риска", [_high(asked, each, found) for each in schools]),
        (
            "Направления, взятые в работу",
            [
                _told(asked, each, found.taken, "направления в работе", "school-directions")
                for each in schools
            ],
        ),
        (
            "Причины, которые назвала школа",
            [_told(asked, each, found.named, "названные причины", "school-directions") for each in schools],
        ),
        (
            "Сильные стороны",
            [_told(asked, each, found.merits, "сильные стороны и статусы", "school") for each in schools],
        ),
    ]
    if len(schools) <= MOST_SCHOOLS_APART:
        own = [texts.get(school_code(each.id), "").strip() for each in schools]
        made.append(("Пояснение муниципалитета", [text or None for text in own]))
    return [(title, cells) for title, cells in made if any(cell is not None for cell in cells)]


def _high(asked: Asked, school: School, found: Causes) -> Piece | None:
    if school.id not in found.profiles:
        return None
    titles = found.high.get(school.id, [])
    words = "; ".join(titles) or "высоких нет"
    origin = f"profile:{found.profiles[school.id]}"
    return asked.figure(words, "высокие факторы риска", asked.in_year("risk-school", school.id), origin)


def _told(asked: Asked, school: School, told: Mapping[int, list[str]], words: str, name: str) -> Piece | None:
    found = told.get(school.id)
    if not found:
        return None
    return asked.figure(joined(found), words, asked.in_year(name, school.id), f"school:{school.id}")


def _missing(asked: Asked, schools: list[School], found: Causes) -> list[Missing]:
    if not schools:
        return []
    blank = [each for each in schools if each.id not in found.profiles]
    missing: list[Missing] = []
    if blank:
        names = ", ".join(each.name for each in blank[:_MOST_NAMED])
        more = f" и ещё {len(blank) - _MOST_NAMED}" if len(blank) > _MOST_NAMED else ""
        missing.append(asked.lacks(f"Рисковый профиль: {names}{more}", asked.url("risks")))
    roles = (Role.SCHOOL_COORDINATOR, Role.SCHOOL_HEAD)
    chosen = [each for each in schools if each.id in found.profiles and each.id not in found.taken]
    missing += asked.lacks_of_many(chosen, "выбранные направления риска", "risk-school", "directions", *roles)
    unnamed = [each for each in schools if each.id in found.taken and each.id not in found.named]
    return missing + asked.lacks_of_many(
        unnamed, "причины по направлениям", "school-directions", "directions", *roles
    )
