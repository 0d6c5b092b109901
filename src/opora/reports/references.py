"""Reports as other features point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.references import Reference, Source
from opora.reports.queries.visibility import visible_to
from opora.reports.states import KIND


class Reports:
    kind = KIND
    word = "отчёт"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        return {
            each.pk: Reference(
                self.kind,
                each.pk,
                f"{each.title}, {each.territory.name}",
                reverse("report", args=[each.pk]),
                territory_path=each.path,
            )
            for each in visible_to(actor).filter(pk__in=ids).select_related("territory")
        }


SOURCES: tuple[Source, ...] = (Reports(),)
