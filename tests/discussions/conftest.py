"""Things that are talked about: «дело» of a school, seen by whoever covers it; kinds are put back afterwards."""

from collections.abc import Collection, Iterator, Mapping

import pytest

from factories.people import Cast, cast
from opora import references
from opora.access import Actor
from opora.discussions import kinds
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids
from opora.references import Reference

KIND = "matter"


class Matters:
    """A thing of every school, with the school's number; those hidden are nobody's."""

    kind = KIND
    word = "дело"

    def __init__(self) -> None:
        self.hidden: set[int] = set()
        self.asked = 0

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        self.asked += 1
        seen = Organisation.objects.filter(pk__in=set(ids) - self.hidden).filter(pk__in=school_ids(actor))
        return {
            each.pk: Reference(
                KIND,
                each.pk,
                f"Дело: {each.name}",
                f"/schools/{each.pk}/",
                each.pk,
                each.territory.path or "",
            )
            for each in seen.select_related("territory")
        }


@pytest.fixture
def matters() -> Iterator[Matters]:
    before, talked = dict(references._sources), kinds.all_kinds()
    source = Matters()
    references.register([source])
    kinds.register([KIND])
    yield source
    references._sources.clear()
    references._sources.update(before)
    kinds.register(talked)


@pytest.fixture
def people(db: None, matters: Matters) -> Cast:
    return cast(everybody=True)


@pytest.fixture
def thing(people: Cast) -> Reference:
    found = references.find(people.regional_coordinator, KIND, people.world.school.pk)
    assert found is not None
    return found
