"""Decisions as other features point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.decisions.queries.visibility import KIND, visible_to, with_home
from opora.references import Reference, Source


class Decisions:
    kind = KIND
    word = "решение"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        return {
            each.pk: Reference(
                self.kind,
                each.pk,
                f"Решение «{each.title}»",
                reverse("decision", args=[each.pk]),
                school_id=each.school_id,
                territory_path=each.territory_path,
            )
            for each in with_home(visible_to(actor).filter(pk__in=ids))
        }


SOURCES: tuple[Source, ...] = (Decisions(),)
