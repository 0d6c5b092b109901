"""Inquiries and the answers of schools as other features point at them.

An inquiry is talked about by those who ask; a school does so under its own answer, where no other school reads it.
"""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.burden.queries.visibility import inquiries_visible_to, replies_visible_to
from opora.burden.rules import READS_TERRITORY
from opora.references import Reference, Source


class Inquiries:
    kind = "inquiry"
    word = "запрос сведений"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query, none for those who do not read the territory's."""
        if not actor.acts_as(*READS_TERRITORY):
            return {}
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


class Replies:
    kind = "inquiry-reply"
    word = "ответ на запрос"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        found = replies_visible_to(actor).filter(pk__in=ids).select_related("inquiry", "school__territory")
        return {
            each.pk: Reference(
                self.kind,
                each.pk,
                f"{each.inquiry.title}: {each.school.name}",
                reverse("inquiry-reply", args=[each.pk]),
                school_id=each.school_id,
                territory_path=each.school.territory.path or "",
            )
            for each in found
        }


SOURCES: tuple[Source, ...] = (Inquiries(), Replies())
