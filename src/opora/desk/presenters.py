"""The figures under the inbox and the text of one's role."""

from django.urls import reverse

from opora.access import Actor
from opora.catalogues.role_texts import RoleText, role_texts
from opora.desk.figures import ScopeFigures
from opora.organisations.models import Organisation
from opora.ui.components import Stat


def stats(found: ScopeFigures) -> list[Stat]:
    """Each figure leads to the page it is counted from."""
    shown = [Stat("Школ", found.schools, url=reverse("schools"))]
    if found.list_year is not None:
        url = reverse("lists") if found.list_id is None else reverse("list", args=[found.list_id])
        shown.append(Stat("В списке ШНОР", found.listed, note=f"утверждён, {found.list_year}", url=url))
    else:
        shown.append(Stat("В списке ШНОР", None, note="утверждённого списка нет", url=reverse("lists")))
    if found.result_year is not None:
        note = f"с результатами за {found.result_year} год"
        shown.append(Stat("Процедур", found.procedures, note=note, url=reverse("results")))
    return shown


def own_role(actor: Actor, school: Organisation | None) -> RoleText | None:
    """What the catalogue says of the actor's role where they act. One query."""
    if actor.role is None or actor.scope is None:
        return None
    path = school.territory.path if school else next(iter(actor.scope.territory_paths), "")
    return role_texts(path or "").get(actor.role)
