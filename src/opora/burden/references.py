"""Inquiries as other features point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.burden.queries.visibility import inquiries_visible_to
from opora.references import Reference, Source


class Inquiries:
    kind = "inquiry"
    word = "запрос сведений"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        found = inquiries_visible_to(actor).filter(pk__in=ids).select_related("territory")
        return {
            each.pk: Reference(
                self.kind,
                each.pk,
                each.title,
                reverse("inquiry", args=[each.pk]),
                territory_path=each.territory_path,
            )
            for each in found
        }


SOURCES: tuple[Source, ...] = (Inquiries(),)
