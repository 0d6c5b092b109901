"""Procedures and figures for tests, written straight to the tables: no rights, no history.

fact(luga, "vpr-ma-5", 2026, participants=20, low=7, high=5)
fact(luga, "vpr-ma-5", 2025, low_percent="35", high_percent="20")     # percents only
group_fact(region(), "vpr-ma-5", 2026, participants=9000, low=900, high=4500)
detail(luga, "tasks", "vpr-ma-5", 2026, {"1": 80, "2": 45}, maxima={"1": 1, "2": 2})
"""

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings

from opora.organisations.models import Organisation, Territory
from opora.results.models import Detail, Fact, GroupFact, Load, Procedure

LOADED = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)

type Percent = str | int | float | Decimal | None


@cache
def _declared() -> dict[str, dict[str, Any]]:
    """The procedures of the catalogue file by code."""
    text = (settings.DEFINITIONS_ROOT / "procedures" / "procedures.toml").read_text("utf-8")
    rows = tomllib.loads(text)["content"]["procedures"]
    return {row["code"]: row | {"position": position} for position, row in enumerate(rows)}


_SAID = ("test", "subject", "grade", "title", "is_mandatory", "position")


def procedure(code: str = "vpr-ma-5") -> Procedure:
    """The procedure of that code as the catalogue declares it, made once."""
    row = _declared()[code]
    return Procedure.objects.get_or_create(code=code, defaults={name: row.get(name) for name in _SAID})[0]


def all_procedures() -> None:
    """Every procedure of the catalogue."""
    there = set(Procedure.objects.values_list("code", flat=True))
    Procedure.objects.bulk_create(
        Procedure(code=code, **{name: row.get(name) for name in _SAID})
        for code, row in _declared().items()
        if code not in there
    )


def load(file_name: str = "результаты.xlsx", **values: Any) -> Load:
    """An applied import without a stored file."""
    return Load.objects.create(
        **{"file_name": file_name, "applied_at": LOADED, "applied_by_name": "Иванова М. П.", "layout": "long"}
        | values
    )


def fact(
    school: Organisation,
    of: Procedure | str = "vpr-ma-5",
    year: int = 2026,
    *,
    participants: int | None = None,
    low: int | None = None,
    high: int | None = None,
    low_percent: Percent = None,
    high_percent: Percent = None,
    class_label: str = "",
    **values: Any,
) -> Fact:
    """A school's figures: `low`/`high` are counts; a percent stands only where counts are unknown."""
    figures = _figures(of, year, participants, low, high, low_percent, high_percent, class_label)
    return Fact.objects.create(school=school, **figures | values)


def group_fact(
    territory: Territory,
    of: Procedure | str = "vpr-ma-5",
    year: int = 2026,
    *,
    participants: int | None = None,
    low: int | None = None,
    high: int | None = None,
    low_percent: Percent = None,
    high_percent: Percent = None,
    **values: Any,
) -> GroupFact:
    """A comparison group's figures."""
    figures = _figures(of, year, participants, low, high, low_percent, high_percent, "")
    return GroupFact.objects.create(territory=territory, **figures | values)


def _figures(
    of: Procedure | str,
    year: int,
    participants: int | None,
    low: int | None,
    high: int | None,
    low_percent: Percent,
    high_percent: Percent,
    class_label: str,
) -> dict[str, Any]:
    return {
        "procedure": procedure(of) if isinstance(of, str) else of,
        "year": year,
        "participants": participants,
        "low_count": low,
        "high_count": high,
        "low_percent": None if low_percent is None else Decimal(str(low_percent)),
        "high_percent": None if high_percent is None else Decimal(str(high_percent)),
        "class_label": class_label,
    }


def detail(
    owner: Organisation | Territory,
    kind: str = "tasks",
    of: Procedure | str = "vpr-ma-5",
    year: int = 2026,
    values: dict[str, Any] | None = None,
    *,
    maxima: dict[str, Any] | None = None,
    **fields: Any,
) -> Detail:
    """A detailed row of a school (or its class) or of a comparison group."""
    whose = {"school": owner} if isinstance(owner, Organisation) else {"territory": owner}
    return Detail.objects.create(
        kind=kind,
        procedure=procedure(of) if isinstance(of, str) else of,
        year=year,
        values=values or {},
        maxima=maxima or {},
        **whose,
        **fields,
    )
