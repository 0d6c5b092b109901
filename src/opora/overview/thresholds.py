"""From how many days and measures on a sign is shown: a catalogue. Pure Python.

No document names such numbers: they are our own, and a territory may set others.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opora.catalogues.kinds import Field, Group, Kind

KIND = "overview-signs"
CODE = "signs"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`visit_days` beyond the rhythm; `silent_days` without an answer; `late_days` past the term of a measure.

    A share is of the school's measures. Words that more than `common_schools` schools share are taken for a common
    measure of the territory, not for copying.
    """

    visit_days: int = 7
    silent_days: int = 14
    late_days: int = 7
    one_day_least: int = 5
    one_day_share: Decimal = Decimal("0.80")
    one_file_least: int = 4
    one_file_share: Decimal = Decimal("0.60")
    bare_least: int = 2
    copied_least: int = 4
    copied_share: Decimal = Decimal("0.60")
    common_schools: int = 3
    lately_days: int = 30


_SHARES = ("one_day_share", "one_file_share", "copied_share")


def read(content: Any) -> Thresholds:
    """The thresholds of a content without mistakes."""
    values: dict[str, Any] = {
        name: Decimal(content[name]) if name in _SHARES else int(content[name])
        for name in Thresholds.__dataclass_fields__
    }
    return Thresholds(**values)


_ALONE, _LATE, _FORMAL, _GOOD = "Остались одни", "Опаздывают", "Похоже на формальность", "Получается"


def _days(name: str, title: str, group: str, help: str = "") -> Field:  # noqa: A002 (a word of Field)
    return Field(name, title, "int", minimum="1", maximum="120", group=group, help=help)


def _least(name: str, title: str) -> Field:
    return Field(name, title, "int", minimum="1", maximum="50", group=_FORMAL)


def _share(name: str, title: str) -> Field:
    return Field(name, title, "share", minimum="0.10", maximum="1", group=_FORMAL)


def overview_signs() -> Kind:
    return Kind(
        code=KIND,
        title="Признаки в обзоре территории",
        about=(
            "С каких чисел школа попадает в короткие списки обзора: кто остался один, кто опаздывает, где похоже на "
            "формальность, где получается. Числа наши, не официальные; территория может поставить свои."
        ),
        groups=(
            Group(_ALONE),
            Group(_LATE),
            Group(_FORMAL, "Признак — повод посмотреть самим, а не вывод о школе."),
            Group(_GOOD),
        ),
        fields=(
            _days("visit_days", "Не были дольше ритма, дней", _ALONE, "Сверх того, что разрешает ритм посещений."),
            _days("silent_days", "Ждут ответа или молчат после возврата, дней", _ALONE),
            _days("late_days", "Мера просрочена, дней", _LATE),
            _least("one_day_least", "Подтвердили в один день: от скольких мер"),
            _share("one_day_share", "Подтвердили в один день: какая доля подтверждённых"),
            _least("one_file_least", "Один файл: от скольких мер"),
            _share("one_file_share", "Один файл: какая доля мер с показом"),
            _least("bare_least", "Подтверждено без показа: от скольких мер"),
            _least("copied_least", "Меры как у другой школы: от скольких"),
            _share("copied_share", "Меры как у другой школы: какая доля"),
            Field("common_schools", "У скольких школ мера считается общей для территории", "int",
                  minimum="2", maximum="20", group=_FORMAL,
                  help="Слова, которые есть больше чем у стольких школ, — общая мера, а не копия."),
            _days("lately_days", "«Недавно» — за сколько дней", _GOOD),
        ),
    )  # fmt: skip
