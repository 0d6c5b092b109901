"""The territory and its schools: how many, which are on the list, whose pupils and teachers they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from opora.access import Role
from opora.organisations.models import YearFigures
from opora.printing.russian import counted, plural
from opora.reports.content import PERCENT, Line, Missing, Piece, Section, line
from opora.reports.facts.base import Asked, School
from opora.reports.texts import TERRITORY

_SCHOOL_YEAR_BEGINS = 9
#: more schools without a figure are counted, more participants are not named one by one
_FEW, _MOST_NAMED = 3, 20
_ORGANISATION = (
    "общеобразовательная организация",
    "общеобразовательные организации",
    "общеобразовательных организаций",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the school year that `year` begins: {school: count}; a school without a figure is not there."""

    year: int
    pupils: dict[int, int]
    teachers: dict[int, int]

    @property
    def said(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02} учебный год"


def school_year(day: date) -> int:
    """The year in which the school year of a day began."""
    return day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1


def sizes(asked: Asked) -> Sizes:
    """Of the current school year; where nobody has given a figure of it yet, of the last one. One query."""
    now = school_year(min(asked.as_on, asked.cycle.ends))
    rows = list(
        YearFigures.objects.filter(
            organisation__in=[each.id for each in asked.schools], year__in=(now, now - 1)
        )
        .order_by()
        .values_list("year", "organisation_id", "pupils", "teachers")
    )
    given = {year for year, _, pupils, teachers in rows if pupils is not None or teachers is not None}
    year = now if now in given or not given else now - 1
    return Sizes(
        year,
        {school: pupils for of, school, pupils, _ in rows if of == year and pupils is not None},
        {school: teachers for of, school, _, teachers in rows if of == year and teachers is not None},
    )


def section(asked: Asked, found: Sizes) -> Section:
    lines, missing = [_counts(asked)], list[Missing]()
    listed = _listed(asked)
    if listed is not None:
        lines.append(listed)
    else:
        missing.append(asked.lacks(f"Утверждённый список ШНОР на {asked.cycle.title}", asked.url("lists")))
    taking = [each for each in asked.schools if each.takes_part]
    if taking:
        lines.append(_participants(asked, taking))
    else:
        url = reverse("year", args=[asked.cycle.code])
        missing.append(asked.lacks("Какие школы участвуют в программах", url))
    about = taking or asked.helped
    for what, known, words in (
        ("обучающихся", found.pupils, "учатся"),
        ("учителей", found.teachers, "работают"),
    ):
        said = _share(asked, about, known, found, what, words)
        if said is not None:
            lines.append(said)
        missing += _unknown(asked, known, found, what)
    return Section(TERRITORY, "Территория и школы", tuple(lines), missing=tuple(missing))


def _counts(asked: Asked) -> Line:
    schools = len(asked.schools)
    legal = sum(each.is_legal_entity for each in asked.schools)
    url = asked.home_url
    pieces: list[Piece] = [
        f"{asked.territory.name}: ",
        asked.figure(schools, "общеобразовательных организаций на территории", url, "query:schools", "школ"),
        f" {plural(schools, *_ORGANISATION)}",
    ]
    if legal != schools:
        pieces += [
            ", юридических лиц — ",
            asked.figure(legal, "школ — юридических лиц", url, "query:schools", "школ"),
        ]
    return line(*pieces, ".")


def _listed(asked: Asked) -> Line | None:
    """None where no list was approved: nobody knows, which is not zero."""
    if not asked.lists:
        return None
    listed = [each for each in asked.schools if each.is_listed]
    url, origin = reverse("list", args=[asked.lists[0]]), f"list:{asked.lists[0]}"
    pieces: list[Piece] = [
        f"В утверждённом списке школ с низкими образовательными результатами ({asked.cycle.title}) — ",
        asked.figure(len(listed), f"школ в списке ШНОР, {asked.cycle.title}", url, origin, "школ"),
    ]
    repeated = sum(each.repeated for each in listed)
    if repeated:
        pieces += [
            ", из них повторно — ",
            asked.figure(repeated, "школ включены в список повторно", url, origin, "школ"),
        ]
    return line(*pieces, ".")


def _participants(asked: Asked, taking: Collection[School]) -> Line:
    programmes = sorted({name for each in taking for name in each.programmes})
    url, origin = reverse("year", args=[asked.cycle.code]), f"cycle:{asked.cycle.pk}"
    called = "программе" if len(programmes) == 1 else "программах"
    names = ", ".join(f"«{name}»" for name in programmes)
    pieces: list[Piece] = [
        f"В {called} {names} {plural(len(taking), 'участвует', 'участвуют', 'участвуют')} ",
        asked.figure(len(taking), "школ участвуют в программах года", url, origin, "школ"),
        f" {plural(len(taking), 'школа', 'школы', 'школ')}",
    ]
    if len(taking) <= _MOST_NAMED:
        pieces.append(": ")
        for at, each in enumerate(taking):
            pieces += [
                *([", "] if at else []),
                asked.figure(
                    each.name, "участник программы", reverse("school", args=[each.id]), f"school:{each.id}"
                ),
            ]
    return line(*pieces, ".")


def _share(
    asked: Asked, about: list[School], known: dict[int, int], found: Sizes, what: str, words: str
) -> Line | None:
    """«В них учатся 1 240 обучающихся — 66 % от всех»; the share only where every school has given its figure."""
    ids = {each.id for each in asked.schools}
    if not about or any(each.id not in known for each in about):
        return None
    own = sum(known[each.id] for each in about)
    url = asked.home_url
    origin = f"query:year-figures {found.year}"
    whose = "В школах — участницах программ" if any(e.takes_part for e in about) else "В этих школах"
    pieces: list[Piece] = [
        f"{whose} {words} ",
        asked.figure(own, f"{what} в школах, о которых отчёт, {found.said}", url, origin, "человек"),
        f" {_people(own, what)}",
    ]
    whole = sum(known.values())
    if whole and ids <= set(known):
        pieces += [
            " — ",
            asked.figure(
                round(100 * own / whole, 1),
                f"доля от всех {what} территории, {found.said}",
                url,
                origin,
                PERCENT,
            ),
            " от всех на территории",
        ]
    return line(*pieces, f" ({found.said}).")


def _people(many: int, what: str) -> str:
    if what == "обучающихся":
        return plural(many, "обучающийся", "обучающихся", "обучающихся")
    return plural(many, "учитель", "учителя", "учителей")


def _unknown(asked: Asked, known: dict[int, int], found: Sizes, what: str) -> list[Missing]:
    """Schools that have not told how many there are: without them the share is not known."""
    blank = [each for each in asked.schools if each.id not in known]
    if not blank:
        return []
    if len(blank) <= _FEW:
        roles = (Role.SCHOOL_COORDINATOR, Role.SCHOOL_HEAD)
        return [
            asked.lacks_of(
                each,
                f"число {what}, {found.said}",
                reverse("school-figures", args=[each.id, found.year]),
                *roles,
            )
            if each.is_helped
            else asked.lacks(
                f"{each.name}: число {what}, {found.said}",
                reverse("school-figures", args=[each.id, found.year]),
            )
            for each in blank
        ]
    said = counted(len(blank), "школы", "школ", "школ")
    return [asked.lacks(f"Число {what}, {found.said}: нет данных у {said}", asked.home_url)]
