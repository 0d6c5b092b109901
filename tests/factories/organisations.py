"""Territories and organisations for tests. All names are invented.

    zarechny = municipality("Заречный округ")          # in the default region
    luga = school("Луговская школа", zarechny)
    figures(luga, pupils=120, teachers=14)

Rows are written straight to the tables: no history, no permissions.
"""

from datetime import date
from itertools import count

from opora.organisations.models import FormerName, Leader, Merit, Organisation, Territory, YearFigures
from opora.organisations.states import MeritKind, OrganisationKind, SchoolKind, TerritoryKind

YEAR = 2025

_numbers = count(1)


def territory(kind: TerritoryKind, name: str, parent: Territory | None, code: str = "") -> Territory:
    """A node with the right path; `code` is made up where not given."""
    node = Territory.objects.create(kind=kind, name=name, parent=parent, code=code or f"T{next(_numbers)}")
    node.path = f"{parent.path if parent else ''}{node.pk}/"
    node.save(update_fields=["path"])
    return node


def federation() -> Territory:
    """The only root."""
    found = Territory.objects.filter(code="RU").first()
    return found or territory(TerritoryKind.FEDERATION, "Российская Федерация", None, "RU")


def region(name: str = "Озёрный край", code: str = "") -> Territory:
    """The region of that name, made once."""
    root = federation()
    found = Territory.objects.filter(parent=root, name=name).first()
    return found or territory(TerritoryKind.REGION, name, root, code)


def municipality(name: str = "Заречный округ", parent: Territory | None = None, code: str = "") -> Territory:
    """The municipality of that name in the region (the default one), made once."""
    home = parent or region()
    found = Territory.objects.filter(parent=home, name=name).first()
    return found or territory(TerritoryKind.MUNICIPALITY, name, home, code)


def organisation(
    kind: OrganisationKind, name: str = "", place: Territory | None = None, key: str = "", **fields: object
) -> Organisation:
    """Any organisation in the default municipality or in `place`."""
    number = next(_numbers)
    return Organisation.objects.create(
        kind=kind,
        name=name or f"{kind.label} {number}",
        territory=place or municipality(),
        key=key or f"K{number}",
        **fields,
    )


def school(name: str = "", place: Territory | None = None, key: str = "", **fields: object) -> Organisation:
    """A village or town secondary school; fields override."""
    return organisation(
        OrganisationKind.SCHOOL, name, place, key, **{"school_kind": SchoolKind.SECONDARY, **fields}
    )


def authority(name: str = "", place: Territory | None = None, **fields: object) -> Organisation:
    """A municipal authority."""
    return organisation(OrganisationKind.AUTHORITY, name, place, **fields)


def figures(
    of: Organisation,
    year: int = YEAR,
    *,
    pupils: int | None = 200,
    teachers: int | None = 20,
    passport: dict[str, object] | None = None,
    **fields: object,
) -> YearFigures:
    return YearFigures.objects.create(
        organisation=of, year=year, pupils=pupils, teachers=teachers, passport=passport or {}, **fields
    )


def leader(
    of: Organisation,
    name: str = "Крылова Анна Петровна",
    post: str = "Директор",
    *,
    is_head: bool = True,
    since: date | None = None,
    until: date | None = None,
) -> Leader:
    return Leader.objects.create(
        organisation=of, name=name, post=post, is_head=is_head, since=since, until=until
    )


def merit(of: Organisation, text: str = "«Точка роста»", kind: MeritKind = MeritKind.STATUS) -> Merit:
    return Merit.objects.create(organisation=of, kind=kind, text=text)


def former_name(of: Organisation, name: str, until: date | None = None) -> FormerName:
    return FormerName.objects.create(organisation=of, name=name, until=until)
