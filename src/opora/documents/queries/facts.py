"""What the installation already knows for a section: shown beside the field where it is written."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from opora.documents.models import Document
from opora.indicators.catalogue import Source
from opora.indicators.values import LEVEL_TITLES, Level
from opora.organisations.models import YearFigures
from opora.results.models import Fact
from opora.risks.guide import Guide, guide_of
from opora.risks.models import Profile

#: results of so many years
_YEARS = 3
#: the factor of equipment in the catalogue
_EQUIPMENT = "R01"


@dataclass(frozen=True, slots=True)
class Known:
    """One fact with its origin: `url` opens the record."""

    term: str
    value: str
    note: str = ""
    url: str = ""


def facts_for(document: Document, code: str) -> list[Known]:
    """The facts of a section's `facts` code about the school; none for a territory. At most three queries."""
    if document.school_id is None or code not in _SOURCES:
        return []
    return _SOURCES[code](document)


def _results(document: Document) -> list[Known]:
    first = document.cycle.last_result_year - _YEARS
    found = (
        Fact.objects.filter(
            school=document.school_id,
            class_label="",
            year__gt=first,
            year__lte=document.cycle.last_result_year,
            participants__gt=0,
        )
        .select_related("procedure")
        .order_by("procedure__title", "-year")
    )
    url = reverse("results-school", args=[document.school_id])
    return [
        Known(
            f"{each.procedure.title}, {each.year}",
            f"{each.low_count} из {each.participants} ниже порога"
            if each.low_count is not None
            else f"писали {each.participants}",
            url=url,
        )
        for each in found
    ]


def _figures(document: Document) -> YearFigures | None:
    return YearFigures.objects.filter(organisation=document.school_id).order_by("-year").first()


def _staff(document: Document) -> list[Known]:
    found = _figures(document)
    if found is None:
        return []
    counts = {
        "Учителей": found.teachers,
        "Из них до 35 лет": found.teachers_under_35,
        "Старше 55 лет": found.teachers_over_55,
    }
    return _counted(document, found, counts)


def _contingent(document: Document) -> list[Known]:
    found = _figures(document)
    return _counted(document, found, {"Обучающихся": found.pupils}) if found else []


def _counted(document: Document, found: YearFigures, counts: dict[str, int | None]) -> list[Known]:
    url = reverse("school", args=[document.school_id])
    year = f"{found.year}/{(found.year + 1) % 100:02} учебный год"
    return [Known(term, str(many), year, url) for term, many in counts.items() if many is not None]


def _profile_of(document: Document) -> tuple[Profile, Guide] | None:
    found = (
        Profile.objects.filter(school=document.school_id, cycle=document.cycle_id, is_current=True)
        .select_related("version", "cycle")
        .defer("version__content")
        .first()
    )
    return (found, guide_of(found.version)) if found else None


def _profile(document: Document) -> list[Known]:
    known = _profile_of(document)
    if known is None:
        return []
    profile, guide = known
    own = document.direction.factor_code if document.direction else ""
    levels = (Level.HIGH.value, Level.MIDDLE.value)
    chosen = {"code": own} if own else {"level__in": levels}
    found = profile.factors.filter(**chosen).order_by("-value", "position")
    return [
        Known(
            guide.title(each.code),
            _said(each.value, Level(each.level)),
            url=f"{reverse('risk-school-factor', args=[document.school_id, each.code])}?cycle={profile.cycle.code}",
        )
        for each in found
    ] + (_indicators(document, own) if own else [])


def _said(value: float | None, level: Level) -> str:
    words = LEVEL_TITLES[level]
    return words if value is None else f"{int(value)} из 100, {words}"


def _indicators(document: Document, factor: str = "") -> list[Known]:
    """Shares of one factor, or of all those that the school card gave; of a direction's document its own factor."""
    factor = factor or (document.direction.factor_code if document.direction else "")
    known = _profile_of(document)
    if known is None:
        return []
    profile, guide = known
    titles = {
        each.code: each.title
        for code in guide.codes()
        if factor in {"", code}
        for each in guide.indicators(code)
        if factor or each.source is Source.CARD
    }
    found = profile.indicators.filter(code__in=titles, denominator__gt=0).order_by("position")
    url = f"{reverse('risk-school', args=[document.school_id])}?cycle={profile.cycle.code}"
    return [Known(titles[e.code], f"{e.numerator} из {e.denominator}", url=url) for e in found]


def _equipment(document: Document) -> list[Known]:
    return _indicators(document, _EQUIPMENT)


def _last_year(document: Document) -> list[Known]:
    found = (
        Document.objects.filter(school=document.school_id, cycle__starts__lt=document.cycle.starts)
        .select_related("cycle")
        .order_by("-cycle__starts", "kind", "pk")[:5]
    )
    return [
        Known(each.cycle.title, each.title, each.get_state_display(), reverse("document", args=[each.pk]))
        for each in found
    ]


_SOURCES: dict[str, Callable[[Document], list[Known]]] = {
    "results": _results,
    "staff": _staff,
    "contingent": _contingent,
    "equipment": _equipment,
    "profile": _profile,
    "card": _indicators,
    "last-year": _last_year,
}
