"""What the installation already knows for a section: shown beside the field where it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.urls import reverse

from opora.documents.models import Document
from opora.documents.outline import Outline, Part
from opora.documents.states import WRITABLE, Kept
from opora.indicators.catalogue import Source
from opora.indicators.values import LEVEL_TITLES, Level
from opora.organisations.models import YearFigures
from opora.organisations.passport import passport_items
from opora.results.models import Fact
from opora.risks.guide import Guide, guide_of
from opora.risks.models import Profile, Verification
from opora.risks.states import Outcome

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
    """The facts of a section's `facts` code about the school or the territory. At most five queries."""
    if document.school_id is None:
        return _results_of_territory(document) if code == "results" else []
    return _SOURCES[code](document) if code in _SOURCES else []


def ready_facts(document: Document, outline: Outline) -> dict[str, list[Known]]:
    """{section: its facts} of the sections that nobody writes: they stand ready."""
    return {
        each.code: facts_for(document, each.facts) for each in outline.sections if each.part is Part.FACTS
    }


def facts_of(document: Document, outline: Outline) -> dict[str, list[Known]]:
    """What stands ready in the document: of one that is written the facts of today, else those of what was sent."""
    if document.state not in WRITABLE and any(each.part is Part.FACTS for each in outline.sections):
        sent = document.versions.filter(kept_for=Kept.SENT).values_list("facts", flat=True).first()
        if sent:
            return parse_facts(sent)
    return ready_facts(document, outline)


def dump_facts(facts: Mapping[str, Sequence[Known]]) -> dict[str, list[list[str]]]:
    """As a version keeps them: [what, value, note]."""
    return {code: [[each.term, each.value, each.note] for each in known] for code, known in facts.items()}


def parse_facts(kept: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[Known]]:
    return {code: [Known(*each) for each in known] for code, known in kept.items()}


#: sums of fewer schools would tell of one
_FEWEST_SCHOOLS = 5


def _results_of_territory(document: Document) -> list[Known]:
    """Sums of the schools of a territory in the last year of results. One query."""
    year = document.cycle.last_result_year
    rows = (
        Fact.objects.filter(
            school__territory__path__startswith=document.territory_path,
            class_label="",
            year=year,
            participants__gt=0,
            low_count__isnull=False,
        )
        .values("procedure__title")
        .annotate(schools=Count("school", distinct=True), low=Sum("low_count"), all=Sum("participants"))
        .filter(schools__gte=_FEWEST_SCHOOLS)
        .order_by("procedure__title")
    )
    return [
        Known(
            f"{each['procedure__title']}, {year}",
            f"{each['low']} из {each['all']} ниже порога",
            f"школ: {each['schools']}",
            url=reverse("results"),
        )
        for each in rows
    ]


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
        return _of_group(document, "resources")
    counts = {
        "Учителей": found.teachers,
        "Из них до 35 лет": found.teachers_under_35,
        "Старше 55 лет": found.teachers_over_55,
    }
    return _counted(document, found, counts) + _of_group(document, "resources")


def _contingent(document: Document) -> list[Known]:
    found = _figures(document)
    own = (
        _counted(document, found, {"Обучающихся": found.pupils}) + _passport(document, found) if found else []
    )
    return own + _of_group(document, "pupils")


def _passport(document: Document, found: YearFigures) -> list[Known]:
    """The social passport of the school, as its figures of the year have it. At most two queries."""
    if not found.passport:
        return []
    said = {
        item.title: f"{found.passport[item.code]:.0%}"
        if item.unit == "share"
        else f"{found.passport[item.code]:g}"
        for item in passport_items(document.territory_path)
        if found.passport.get(item.code) is not None
    }
    url = reverse("school", args=[document.school_id])
    return [
        Known(title, value.replace("%", " %"), "социальный паспорт", url) for title, value in said.items()
    ]


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
    """High and middle factors; of a direction's document its own factor with the shares it is reckoned from."""
    own = document.direction.factor_code if document.direction else ""
    if own:
        return _factors(document, code=own) + _indicators(document, own)
    return _factors(document, level__in=(Level.HIGH.value, Level.MIDDLE.value))


def _of_group(document: Document, group: str) -> list[Known]:
    """Every factor of a group of the catalogue; nothing beside a programme for one direction."""
    known = None if document.direction_id else _profile_of(document)
    return _drawn(document, known, code__in=known[1].codes(group)) if known else []


def _factors(document: Document, **chosen: object) -> list[Known]:
    """Factors of the profile in force with the curator's view of them. Three queries."""
    known = _profile_of(document)
    return _drawn(document, known, **chosen) if known else []


def _drawn(document: Document, known: tuple[Profile, Guide], **chosen: object) -> list[Known]:
    profile, guide = known
    views = _views_of_curator(document)
    return [
        Known(
            guide.title(each.code),
            _said(each.value, each.level),
            views.get(each.code, ""),
            url=f"{reverse('risk-school-factor', args=[document.school_id, each.code])}?cycle={profile.cycle.code}",
        )
        for each in profile.factors.filter(**chosen).order_by("-value", "position")
    ]


def _views_of_curator(document: Document) -> dict[str, str]:
    """{factor: «куратор: подтверждён, 14.09.2026»} by the last visit of each direction. One query."""
    visits = Verification.objects.filter(
        direction__school=document.school_id, direction__cycle=document.cycle_id
    ).order_by("recorded_at", "pk")
    return {
        code: f"{_VIEWS[Outcome(outcome)]}, {day:%d.%m.%Y}"
        for code, outcome, day in visits.values_list("direction__factor_code", "outcome", "visited_on")
    }


_VIEWS = {
    Outcome.CONFIRMED: "куратор подтвердил(а)",
    Outcome.REFINED: "куратор уточнил(а) уровень",
    Outcome.DISPUTED: "куратор не согласен(на)",
}


def _climate(document: Document) -> list[Known]:
    return _of_group(document, "climate")


def _management(document: Document) -> list[Known]:
    return _of_group(document, "management")


def _said(value: float | None, level: str) -> str:
    words = LEVEL_TITLES[Level(level)] if level else "мало данных"
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
    "climate": _climate,
    "management": _management,
}
