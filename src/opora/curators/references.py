"""Candidates and agreements as other features point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.curators.queries.visibility import (
    AGREEMENT,
    CANDIDATE,
    agreements_visible_to,
    candidates_visible_to,
)
from opora.references import Reference, Source


class Candidates:
    kind = CANDIDATE
    word = "кандидат в кураторы"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        found = candidates_visible_to(actor).filter(pk__in=ids).select_related("territory")
        return {
            each.pk: Reference(
                self.kind,
                each.pk,
                f"Кандидат в кураторы: {each.name}",
                reverse("curator-candidate", args=[each.pk]),
                territory_path=each.territory_path,
            )
            for each in found
        }


class Agreements:
    kind = AGREEMENT
    word = "соглашение с куратором"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        found = agreements_visible_to(actor).filter(pk__in=ids).select_related("school__territory")
        return {
            each.pk: Reference(
                self.kind,
                each.pk,
                f"Соглашение: {each.school.name} — {each.curator_name}",
                reverse("curator-agreement", args=[each.pk]),
                school_id=each.school_id,
                territory_path=each.school.territory.path or "",
            )
            for each in found
        }


SOURCES: tuple[Source, ...] = (Candidates(), Agreements())
