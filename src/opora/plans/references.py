"""Plans and their rows as other features point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.plans.models import PlanRow
from opora.plans.queries.visibility import visible_to
from opora.references import Reference, Rows, Source

_LONGEST = 160


class _Rows:
    kind = "plan-row"
    word = "строка плана"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        rows = PlanRow.objects.filter(pk__in=list(ids), plan__in=visible_to(actor).order_by()).values_list(
            "pk", "plan_id", "number", "what", "plan__territory__path"
        )
        return {
            pk: Reference(
                self.kind,
                pk,
                row_title(number, what),
                reverse("plan-row", args=[plan, pk]),
                territory_path=path or "",
            )
            for pk, plan, number, what, path in rows
        }


def row_title(number: str, what: str) -> str:
    words = " ".join(what.split())
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return f"строка {number.rstrip('. ')}: {words}" if number.strip() else words


SOURCES: tuple[Source, ...] = (
    Rows("plan", "план", "plan", visible_to, ("title",), school="", paths=("territory__path",)),
    _Rows(),
)
