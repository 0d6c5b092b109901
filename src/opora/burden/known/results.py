"""Exam results and risk profiles."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from opora.burden.known.base import Fact, Found, Value, Where, number_fact, words_fact
from opora.indicators.queries import factors_in_force
from opora.indicators.values import LEVEL_TITLES, Level
from opora.results.models import Fact as Figure
from opora.results.models import Procedure
from opora.results.queries.visibility import facts_visible_to
from opora.risks.models import ProfileFactor
from opora.risks.queries.visibility import profiles_visible_to
from opora.ui.text import number, percent

if TYPE_CHECKING:
    from collections.abc import Callable

_EXAMS = {"vpr": "ВПР", "oge": "ОГЭ", "ege": "ЕГЭ", "niko": "НИКО", "regional": "региональная работа"}
#: what a figure is asked by: its name, its title, the words that stand for it
_FIGURES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        *("low", "доля «2», %"),
        (
            "доля двоек",
            "процент двоек",
            "доля неудовлетворительных отметок",
            "доля не справившихся",
            "не сдали",
        ),
    ),
    (
        *("high", "доля «4» и «5», %"),
        ("качество", "доля 4 и 5", "процент качества", "качество знаний", "доля хорошистов отличников"),
    ),
    ("people", "участников", ("участники", "сдавали", "писали", "участвовали", "приняли участие")),
    ("mean", "средний балл", ("средний балл", "средняя отметка")),
)


class Results:
    """Of each procedure the newest year that is known of a school."""

    code = "results"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query."""
        found = []
        for each in Procedure.objects.order_by("position", "code"):
            about = f"{_EXAMS.get(each.test, '')} {each.subject}"
            grade = f" {each.grade} класс" if each.grade is not None else ""
            for name, title, said in _FIGURES:
                phrases = [f"{words} {about}{tail}" for words in said for tail in {"", grade}]
                # a subject is examined in several grades: without the grade it is not known which
                if each.grade is not None and each.test == "vpr":
                    phrases = [f"{words} {about}{grade}" for words in said]
                found.append(number_fact("results", f"{name}/{each.code}", f"{each.title}: {title}", *phrases,
                                         where="результаты"))  # fmt: skip
        return found

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query."""
        wanted = [name.split("/", 1) for name in names if "/" in name]
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        rows = (
            facts_visible_to(where.actor)
            .filter(school__in=schools, class_label="", procedure__code__in={code for _, code in wanted})
            .select_related("procedure", "load")
            .order_by("-year", "pk")
        )
        for row in rows:
            for figure, code in wanted:
                if row.procedure.code == code and (value := _value(figure, row)) is not None:
                    found[f"{figure}/{code}"].setdefault(row.school_id, value)
        return found


def _value(name: str, row: Figure) -> Value | None:
    exact = _READ[name](row)
    if exact is None:
        return None
    is_share = name in {"low", "high"}
    told = (exact * 100).quantize(Decimal("0.1")) if is_share else exact
    words = percent(exact, 1) if is_share else number(exact)
    origin = f"результаты, {row.procedure.title}, {row.year} год"
    on = row.load.applied_at.date() if row.load is not None else None
    return Value(words, origin, reverse("results-school", args=[row.school_id]), on=on, number=told)


def _people(row: Figure) -> Decimal | None:
    return Decimal(row.participants) if row.participants is not None else None


_READ: "dict[str, Callable[[Figure], Decimal | None]]" = {
    "low": lambda row: row.low_share,
    "high": lambda row: row.high_share,
    "people": _people,
    "mean": lambda row: row.mean_score,
}


class Profiles:
    """Levels of the current risk profile; what is hidden there is not known here."""

    code = "profile"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query."""
        factors = factors_in_force(where.path)
        if factors is None:
            return ()
        return [
            words_fact(
                *("profile", each.code, f"{each.title}: уровень риска", each.title),
                *(f"риск {each.title}", f"уровень {each.title}", f"{each.code} уровень риска"),
                where="рисковый профиль",
            )
            for each in factors.factors
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        seen = profiles_visible_to(where.actor).filter(school__in=schools, is_current=True)
        rows = (
            ProfileFactor.objects.filter(profile__in=seen.order_by().values("pk"), code__in=names, hidden="")
            .order_by("-profile__cycle__starts", "-profile_id")
            .values_list(
                *("code", "profile__school_id", "level", "value", "profile__computed_on"),
                "profile__cycle__title",
            )
        )
        for code, school, level, value, on, cycle in rows:
            found[code].setdefault(
                school,
                Value(
                    f"{LEVEL_TITLES[Level(level)]}, {number(value, 0)} из 100",
                    f"рисковый профиль, {cycle}",
                    reverse("risk-school", args=[school]),
                    on=on,
                ),
            )
        return found
