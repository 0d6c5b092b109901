"""Makers of catalogues, profiles and directions. Rows are written straight to the tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from conftest import NOW
from opora.catalogues.kinds import content_hash
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.cycles.models import Cycle
from opora.indicators.values import FactorValue, Hidden, IndicatorValue, Level, SchoolProfile
from opora.organisations.models import Organisation
from opora.risks.actions import Basis, store_profiles
from opora.risks.models import Direction, Profile
from opora.risks.states import DirectionState

TITLES = {
    "R01": "Оснащение",
    "R08": "Учебная мотивация",
    "R11": "Риск неуспешности",
    "R12": "Участие родителей",
}
_GROUPS = {"R01": "resources", "R08": "pupils", "R11": "pupils", "R12": "climate"}


def content() -> dict[str, Any]:
    """Four factors: a card, answers of two groups, results, answers of parents."""
    answers = {"source": "answers", "risk_from": 1, "risk_to": 2, "base_from": 1, "base_to": 4, "weight": 1}
    return {
        "bound_middle": 35,
        "bound_high": 60,
        "minimum_group": 5,
        "factors": [
            {"code": code, "title": title, "group": _GROUPS[code], "why": f"{title} важно.", "origin": "sources"}
            for code, title in TITLES.items()
        ],
        "indicators": [
            {"code": "R01.1", "factor": "R01", "title": "Нет учебников", "source": "card", "item": "no_books",
             "base_item": "pupils", "weight": 1},
            {"code": "R08.1", "factor": "R08", "title": "Неинтересно", "audience": "pupil", "item": "p12", **answers},
            {"code": "R08.2", "factor": "R08", "title": "Не готовы", "audience": "teacher", "item": "t7.3", **answers},
            {"code": "R11.1", "factor": "R11", "title": "Двойки", "source": "results", "item": "vpr-*", "weight": 2},
            {"code": "R12.1", "factor": "R12", "title": "Не ходят", "audience": "parent", "item": "f1", **answers},
        ],
        "causes": [
            {"factor": "R08", "text": "Задания слишком трудны"},
            {"factor": "R08", "text": "Нет обратной связи"},
        ],
        "measures": [
            {"factor": "R08", "text": "Разбирать ошибки", "result": "Доля «неинтересно» ниже на 10 пунктов"}
        ],
    }  # fmt: skip


def version(**changes: Any) -> Version:
    """The catalogue in force; a changed one takes its place."""
    definition, _ = Definition.objects.get_or_create(
        kind="risk-factors", code="factors", defaults={"title": "Факторы риска"}
    )
    said = content() | changes
    before = definition.versions.filter(state=VersionState.PUBLISHED).first()
    if before is not None:
        if before.content == said:
            return before
        Version.objects.filter(pk=before.pk).update(state=VersionState.SUPERSEDED, superseded_at=NOW)
    return Version.objects.create(
        definition=definition,
        number=(before.number if before else 0) + 1,
        state=VersionState.PUBLISHED,
        content=said,
        content_hash=content_hash(said),
        origin=Origin.OURS,
        created_at=NOW,
        created_by_name="Опора",
        published_at=NOW,
        published_by_name="Опора",
    )


def level_of(value: float) -> Level:
    return Level.HIGH if value >= 60 else Level.MIDDLE if value >= 35 else Level.LOW


def factor(code: str, value: float | Hidden, n: int = 40, *, disagree: bool = False) -> FactorValue:
    """A value with an interval of six points either way, or what hides it."""
    if isinstance(value, Hidden):
        return FactorValue(code, None, None, 0, None, value)
    ends = (max(0.0, value - 6), min(100.0, value + 6))
    shares = (IndicatorValue(f"{code}.1", round(value * n / 100), n, round(value * n / 100) / n),)
    return FactorValue(code, value, level_of(value), n, ends, None, shares, disagree)


def profile_of(school: Organisation, **values: float | Hidden) -> SchoolProfile:
    """`R08=72` and so on; what is not named has no data."""
    codes = list(TITLES)
    return SchoolProfile(school.pk, tuple(factor(c, values.get(c, Hidden.NO_DATA)) for c in codes))


def profiled(
    school: Organisation, cycle: Cycle, on: date = date(2026, 9, 10), /, **values: float | Hidden
) -> Profile:
    """A stored profile, with the directions found by it."""
    basis = Basis(cycle=cycle, version=version(), engine="duckdb", titles=TITLES)
    store_profiles(basis, [profile_of(school, **values)], on=on)
    return Profile.objects.get(school=school, cycle=cycle, is_current=True)


def direction(
    school: Organisation, cycle: Cycle, state: DirectionState = DirectionState.CHOSEN, code: str = "R08"
) -> Direction:
    made, _ = Direction.objects.update_or_create(
        school=school,
        cycle=cycle,
        factor_code=code,
        defaults={
            "factor_title": TITLES[code],
            "value": 72.0,
            "level": Level.HIGH,
            "state": state,
            "state_since": date(2026, 9, 11),
        },
    )
    return made


def stored(school: Organisation) -> Mapping[str, float | None]:
    """The values in force, by factor."""
    return dict(
        Profile.objects.filter(school=school, is_current=True).values_list("factors__code", "factors__value")
    )
