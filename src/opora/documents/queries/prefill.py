"""What a new document may begin with: causes the school named, last year's document, facts that stand ready."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from opora.cycles.models import Cycle
from opora.documents.exchange import parse
from opora.documents.models import Document, DocumentVersion
from opora.documents.outline import Outline, Part
from opora.documents.programme import Cause, Programme
from opora.documents.programme import Direction as InProgramme
from opora.documents.queries.content import direction_code
from opora.documents.states import DocumentState
from opora.organisations.models import Organisation, Territory
from opora.risks.models import CauseNamed, Direction


def known(
    outline: Outline, school: Organisation, cycle: Cycle, direction: Direction | None
) -> Programme | None:
    """The causes that the school has already named for its directions. One query."""
    if not outline.has(Part.CAUSES):
        return None
    named = CauseNamed.objects.filter(direction__school=school, direction__cycle=cycle)
    if direction is not None:
        named = named.filter(direction=direction)
    causes = tuple(
        Cause(id=f"c{number}", direction=direction_code(each.direction_id), text=each.text)
        for number, each in enumerate(named.order_by("direction__factor_code", "pk"), 1)
    )
    if not causes:
        return None
    # a link is kept where the programme knows the direction
    known_here = dict.fromkeys(each.direction for each in causes)
    directions = tuple(InProgramme(code, "", "") for code in known_here)
    return Programme(kind=outline.code, causes=causes, directions=directions)


def begun_of(outline: Outline, owner: Organisation | Territory, cycle: Cycle) -> list[Document]:
    """Living documents of this kind in the year, of a school or of a territory. One query."""
    whose = {"school": owner} if isinstance(owner, Organisation) else {"territory": owner}
    found = Document.objects.filter(cycle=cycle, kind=outline.code, **whose)
    return list(
        found.exclude(state=DocumentState.ARCHIVED)
        .select_related("direction")
        .order_by("direction__factor_code", "pk")
    )


def last_of(
    outline: Outline, school: Organisation, before: Cycle, direction: Direction | None = None
) -> DocumentVersion | None:
    """The last version of the newest document of this kind from an earlier year; where each direction has its
    own, the one for the same factor as `direction`. One query."""
    found = DocumentVersion.objects.filter(
        document__school=school, document__kind=outline.code, document__cycle__starts__lt=before.starts
    )
    if outline.per_direction and direction is not None:
        found = found.filter(document__direction__factor_code=direction.factor_code)
    return (
        found.select_related("document__cycle")
        .order_by("-document__cycle__starts", "-document_id", "-number")
        .first()
    )


def taken_over(version: DocumentVersion, directions: Iterable[Direction]) -> Programme:
    """Last year's programme for this one: directions found again by their factor, dates left out."""
    before = parse(version.content)
    now = {each.factor_code: each for each in directions}
    again = {each.id: now[each.factor] for each in before.directions if each.factor in now}
    bound = rebound(before, again)
    return replace(
        bound,
        measures=tuple(replace(each, starts=None, ends=None, when="") for each in bound.measures),
        indicators=tuple(replace(each, by=None, baseline="") for each in bound.indicators),
    )


def rebound(programme: Programme, directions: Mapping[str, Direction]) -> Programme:
    """The programme on directions of another school or year: {id there: direction here}; others are left out."""
    codes = {there: direction_code(here.pk) for there, here in directions.items()}
    return replace(
        programme,
        directions=tuple(
            replace(each, id=codes[each.id]) for each in programme.directions if each.id in codes
        ),
        causes=tuple(replace(each, direction=codes.get(each.direction, "")) for each in programme.causes),
        goals=tuple(replace(each, direction=codes.get(each.direction, "")) for each in programme.goals),
    )
