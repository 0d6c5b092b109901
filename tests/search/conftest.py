"""The words of the search are registered here as `config` does it, people of the cast ask, schools are talked about."""

from collections.abc import Collection, Iterator, Mapping

import pytest

from opora import references
from opora.access import Actor
from opora.catalogues.kinds import register
from opora.discussions import kinds
from opora.organisations.queries import schools_visible_to
from opora.references import Reference
from opora.search.kinds import search_words

register([search_words()])
KIND = "matter-of-search"


class Matters:
    """A thing of every school, with the school's number."""

    kind = KIND
    word = "дело"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        seen = schools_visible_to(actor).filter(pk__in=ids).select_related("territory")
        return {
            each.pk: Reference(
                KIND,
                each.pk,
                f"Дело: {each.name}",
                f"/schools/{each.pk}/",
                each.pk,
                each.territory.path or "",
            )
            for each in seen
        }


@pytest.fixture(autouse=True)
def _talked_about() -> Iterator[None]:
    before, talked = dict(references._sources), kinds.all_kinds()
    references.register([Matters()])
    kinds.register([KIND])
    yield
    references._sources.clear()
    references._sources.update(before)
    kinds.register(talked)
