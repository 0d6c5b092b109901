"""Invented content of the gallery. No school, person or figure here exists."""

from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe

from opora.ui.components import Event, Fact, InboxItem, Progress, Stat, Tab, Version, steps
from opora.ui.markup import Level, level_badge, link, move_chip, share
from opora.ui.renderer import Renderer
from opora.ui.shell import NavItem, Shell, Who
from opora.ui.tables import Column, Row, Table

DAY = date(2026, 11, 21)
IMPORTED = 50_000
LONG = "Муниципальное автономное общеобразовательное учреждение «Верхнекамышловатская основная школа»"


def shell(here: str) -> Shell:
    return Shell(
        nav=(
            NavItem("Мой стол", here, current=True, count=3),
            NavItem("Школы", here),
            NavItem("Результаты", here),
            NavItem("Списки", here),
            NavItem("Возражения", here, count=1),
            NavItem("Люди", here),
            NavItem("Справочники", here),
        ),
        who=Who(
            "Анна Сергеевна Белозёрова",
            "Муниципальный координатор",
            "Заречный округ",
            capacities=3,
            switch_url=here,
            account_url=here,
            sign_out_url=here,
        ),
        home_url=here,
        search_url=here,
        help_url=here,
        version="0.1.0",
        demo=True,
    )


INBOX = (
    InboxItem(
        "Разобрать загрузку «Результаты ВПР 2026, весна»",
        "#",
        "Показать 4 ошибки",
        "Ничего не сохранено, пока ошибки не исправлены.",
        (level_badge(Level.HIGH, "просрочено на 2 дня"),),
        main=True,
    ),
    InboxItem(
        "Ответить на возражение Луговской школы",
        "#",
        "Ответить",
        "Школа не согласна с числом участников ОГЭ по математике.",
        (level_badge(Level.MIDDLE, "скоро, до 26 ноября"),),
    ),
    InboxItem(
        f"Утвердить список: {LONG}",
        "#",
        "Открыть список",
        "Срок возражений прошёл.",
        (move_chip("", date(2026, 11, 19), mine=True),),
    ),
)
WAITING = (
    InboxItem("Черновик списка 2026 года", "#", detail="читают до 1 декабря", chips=(move_chip("школ"),)),
    InboxItem("Приглашения шести кураторам", "#", detail="вошли четверо из шести"),
)
FACTS = (
    Fact("Вид", "Основная школа"),
    Fact("Полное название", LONG),
    Fact("Место", "Село Верхнее, 43 км до центра"),
    Fact("Учеников", 126, "на 20 сентября 2026"),
    Fact("Процедур с результатами", "36", url="#"),
    Fact("ИНН", None),
)
STATS = (
    Stat("Школ в списке", 4, "из 11", "две — повторно", "#"),
    Stat("Учатся в них", "18 %", note="412 из 2 290 учеников округа"),
    Stat("Результаты", "36", "процедур", "за три года"),
    Stat("Средний балл ЕГЭ", None, note="в округе меньше пяти участников"),
)
PATH = steps(
    (
        "Результаты",
        "Опросы",
        "Рисковый профиль",
        "Программы",
        "Проверка куратором",
        "Экспертиза",
        "Дорожная карта",
        "Эффект",
    ),
    3,
)
TABS = (
    Tab("Обзор", "#", current=True),
    Tab("Результаты", "#", count=36),
    Tab("Динамика", "#"),
    Tab("Возражения", "#", count=0),
    Tab("Люди", "#"),
    Tab("История", "#"),
)
HISTORY = (
    Event(
        datetime(2026, 11, 20, 9, 5, tzinfo=UTC),
        "Анна Белозёрова",
        "исправила участников ОГЭ по математике",
        "было 24, стало 23; файл «ОГЭ-2026.xlsx», лист 1, ячейка F12",
        "#",
    ),
    Event(datetime(2026, 11, 19, 6, 40, tzinfo=UTC), "Луговская школа", "возразила против числа участников"),
    Event(date(2026, 11, 17), "Опора", "загрузила 1 240 результатов"),
)
VERSIONS = (
    Version(
        "Было, версия 3",
        mark_safe("<p>Порог — не менее <del>25 %</del> получивших «2» по двум процедурам.</p>"),
        "действует с 1 сентября 2025",
    ),
    Version(
        "Стало, версия 4",
        mark_safe("<p>Порог — не менее <ins>30 %</ins> получивших «2» по двум процедурам.</p>"),
        "черновик Анны Белозёровой",
    ),
)


def progress(url: str, done: int) -> Progress:
    return Progress("Проверяем строки файла", done, IMPORTED, url, finished=done >= IMPORTED)


def counting(url: str) -> Progress:
    return Progress("Читаем книгу", 3, None, url)


class Filters(forms.Form):
    default_renderer = Renderer
    q = forms.CharField(label="Название", required=False)
    year = forms.ChoiceField(label="Год", choices=[("2026", "2026"), ("2025", "2025")], required=False)
    kind = forms.ChoiceField(
        label="Вид школы", choices=[("", "все"), ("o", "основная"), ("s", "средняя")], required=False
    )


class School(forms.Form):
    default_renderer = Renderer
    name = forms.CharField(label="Название", help_text="Так, как школу зовут в округе: «Заречная СОШ».")
    inn = forms.CharField(label="ИНН", required=False)
    since = forms.DateField(
        label="Действует с", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    pupils = forms.IntegerField(label="Учеников", help_text="На 20 сентября.")
    kind = forms.ChoiceField(
        label="Вид школы",
        choices=[("n", "начальная"), ("o", "основная"), ("s", "средняя")],
        widget=forms.RadioSelect,
        help_text="От вида зависит, с кем школу сравнивают.",
    )
    status = forms.MultipleChoiceField(
        label="Статусы",
        choices=[("p", "пилотная площадка"), ("t", "«Точка роста»")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    territory = forms.ChoiceField(
        label="Округ", choices=[("", "выберите"), ("1", "Заречный"), ("2", "Подгорный")], required=False
    )
    note = forms.CharField(label="Что знать куратору", widget=forms.Textarea({"rows": 3}), required=False)
    file = forms.FileField(label="Приказ", help_text="PDF или DOCX до 10 МБ.", required=False)
    agreed = forms.BooleanField(label="Данные сверены с директором", help_text="Иначе останутся черновиком.")

    def clean(self) -> None:
        raise ValidationError("Школа с таким ИНН уже есть: Луговская школа. Откройте её и исправьте там.")


def bad_form() -> School:
    """The same form sent back with a mistake in every kind of field."""
    return School({"bad-name": "", "bad-pupils": "2.5", "bad-since": ""}, prefix="bad")


_NAMES = ("Заречная СОШ", "Луговская ООШ", "Средняя школа № 4", "Боровская ООШ", "Ключевская СОШ", LONG)
_LEVELS = (Level.HIGH, Level.MIDDLE, Level.LOW, Level.UNKNOWN)


def schools(count: int) -> Table:
    columns = (
        Column("Школа", sort_url="#", order="ascending"),
        Column("Учеников", "number", sort_url="#"),
        Column("Получили «2»", "number", "% · интервал · n"),
        Column("К прошлому году", "number", "п. п."),
        Column("Уровень"),
        Column("Чей ход"),
    )
    rows = [_school(i) for i in range(count)]
    foot: list[Row] = [("Всего", 41 * count, share(0.31, n=41 * count), None, None, None)] if count else []
    empty = "Загрузите список школ, и они появятся здесь."
    return Table(f"schools-{count}", "Школы округа", columns, rows, foot, empty=empty)


def _school(i: int) -> Row:
    level = _LEVELS[i % 4]
    value = share(0.12 + i % 7 * 0.09, n=9 + i, low=0.05 + i % 7 * 0.08, high=0.2 + i % 7 * 0.1)
    return (
        link("#", _NAMES[i % 6]),
        41 + i * 37,
        value if level is not Level.UNKNOWN else None,
        "в пределах погрешности" if i % 3 else "−11",
        level_badge(level),
        move_chip("куратора") if i % 2 else move_chip("", date(2026, 11, 19), mine=True),
    )


def heat() -> Table:
    titles = ("Оснащение", "Кадры", "Адаптивность обучения", "Мотивация", "Школьная среда", "Дисциплина")
    columns = (Column("Школа"), *(Column(title) for title in titles * 2))
    rows = [
        (link("#", name), *(level_badge(_LEVELS[(i * 5 + k * 3) % 4]) for k in range(12)))
        for i, name in enumerate(_NAMES)
    ]
    return Table("heat", "Широкая таблица: 6 школ × 12 факторов", columns, rows, wide=True)
