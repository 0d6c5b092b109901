"""Decisions in the demonstration: one is carried out, one was and shows what it led to."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.decisions.actions import Measured, Said, Task, adopt, assess, mark_executed
from opora.organisations.models import Organisation, Territory

HOME, SCHOOL = "ZAR", "ZAR-01"


def decide(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """`by` stands for the authority: the demonstration has no other hands."""
    home = Territory.objects.get(code=HOME)
    today = at.date()
    earlier = max(cycle.starts, today - timedelta(days=150))
    helped = adopt(
        home=Organisation.objects.get(key=SCHOOL),
        cycle=cycle,
        said=Said(
            "Открыть в школе бесплатные консультации по математике для 6 и 9 классов: два часа в неделю, "
            "оплата из муниципального задания.",
            "Рябов С. Н., начальник управления образования",
            earlier,
            "По итогам анализа ВПР и ОГЭ по математике: доля «2» выше средней по округу.",
        ),
        by=by,
        at=at,
    )
    mark_executed(decision=helped, day=_later(earlier, 30, today), by=by, at=at)
    assess(
        decision=helped,
        measured=Measured(
            on=_later(earlier, 120, today),
            words="На консультации ходят 34 ученика из 41, которым они нужны. Двоек за диагностику стало меньше.",
            figure="Доля «2» за диагностическую работу, математика, 9 класс",
            before=Decimal("38.5"),
            after=Decimal("29.0"),
            unit="%",
            source="Протоколы диагностических работ школы",
        ),
        by=by,
        at=at,
    )
    adopt(
        home=home,
        cycle=cycle,
        said=Said(
            "Закрепить за малыми школами учителей-предметников сильных школ: приезжают раз в две недели.",
            "Координационная группа",
            _later(earlier, 60, today),
            "По итогам анализа рисковых профилей: в трёх школах дефицит кадров — высокий риск.",
        ),
        tasks=[
            Task(
                "Составить список учителей, которые готовы ездить, и дней их выездов",
                executor="Ковалёва Татьяна Михайловна",
                due=today + timedelta(days=10),
            ),
            Task("Заложить подвоз в смету", executor="Рябов Сергей Николаевич", when="до конца года"),
        ],
        by=by,
        at=at,
    )


def _later(day: date, days: int, today: date) -> date:
    """So many days later, but never in the future."""
    return min(day + timedelta(days=days), today)
