"""What the register knows: figures of the year, the social passport, the card, who leads and who helps."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse

from opora.access import Role
from opora.appointments.models import Appointment
from opora.burden.known.base import Fact, Found, Value, Where, number_fact, words_fact
from opora.catalogues import queries as catalogues
from opora.catalogues import social_passport
from opora.organisations.forms.filters import year_label
from opora.organisations.models import Leader, Organisation, YearFigures

_CARD = "карточка школы"

_FIGURES = (
    number_fact(
        *("figures", "pupils", "Обучающиеся"),
        *("ученики", "учащиеся", "школьники", "контингент", "контингент обучающихся", "дети учатся"),
        where=_CARD,
    ),
    number_fact(
        *("figures", "teachers", "Учителя", "педагоги", "педагогические работники", "учителя работают"),
        *("педагоги работают", "педагогический коллектив"),
        where=_CARD,
    ),
    number_fact(
        *("figures", "teachers_under_35", "Учителя до 35 лет", "педагоги до 35 лет", "учителя моложе 35 лет"),
        *("педагоги моложе 35 лет", "молодые учителя", "молодые педагоги"),
        where=_CARD,
    ),
    number_fact(
        *("figures", "teachers_over_55", "Учителя старше 55 лет", "педагоги старше 55 лет"),
        where=_CARD,
    ),
)


class Figures:
    """Figures of school years; of each the newest that somebody wrote down."""

    code = "figures"

    def facts(self, where: Where) -> Sequence[Fact]:
        return _FIGURES

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        for row in _years(schools):
            for name in names:
                number = getattr(row, name, None)
                if number is not None:
                    found[name].setdefault(row.organisation_id, _figure(row, number))
        return found


class Passport:
    """Items of the social passport in force where one asks."""

    code = "passport"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query."""
        published = catalogues.all_current(social_passport.CODE, where.path)
        content = published[0].content if published else {}
        return [
            number_fact(
                *("passport", row["code"], f"{row['title']}, {_UNITS.get(row['unit'], '')}".rstrip(", ")),
                *(
                    row["title"],
                    f"обучающиеся {row['title']}",
                    f"дети {row['title']}",
                    f"семьи {row['title']}",
                ),
                where="социальный паспорт",
            )
            for row in content.get("items", ())
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        for row in _years(schools):
            for name in names:
                number = row.passport.get(name)
                if isinstance(number, int) and not isinstance(number, bool):
                    found[name].setdefault(row.organisation_id, _figure(row, number))
        return found


_UNITS = {"count": "человек", "share": "доля, %"}


def _years(schools: Sequence[int]) -> Sequence[YearFigures]:
    return list(YearFigures.objects.filter(organisation__in=schools).order_by("-year", "pk"))


def _figure(row: YearFigures, number: int) -> Value:
    return Value(
        str(number),
        f"карточка школы, {year_label(row.year)}",
        reverse("school", args=[row.organisation_id]),
        # a school year is told by its first day
        on=date(row.year, 9, 1),
        number=number,
    )


_COLUMNS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in (
        words_fact("card", "address", "Адрес", "почтовый адрес", "юридический адрес", where=_CARD),
        words_fact("card", "phone", "Телефон", "номер телефона", "контактный телефон", where=_CARD),
        words_fact(
            "card", "email", "Почта", "электронная почта", "адрес электронной почты", "email", where=_CARD
        ),
        words_fact("card", "site", "Сайт", "адрес сайта", "официальный сайт", "ссылка на сайт", where=_CARD),
        words_fact("card", "inn", "ИНН", where=_CARD),
        words_fact("card", "official_name", "Полное название", "полное наименование", where=_CARD),
        number_fact("card", "distance_km", "Расстояние до центра, км", "расстояние до центра", where=_CARD),
    )
}
_PEOPLE: Mapping[str, tuple[Fact, Role]] = {
    "curator": (
        words_fact(
            "card",
            "curator",
            "Куратор",
            "фамилия куратора",
            "ФИО куратора",
            "кто куратор",
            where="назначения",
        ),
        Role.CURATOR,
    ),
    "coordinator": (
        words_fact(
            *("card", "coordinator", "Школьный координатор", "ФИО школьного координатора"),
            *("ответственный за программу", "кто координатор"),
            where="назначения",
        ),
        Role.SCHOOL_COORDINATOR,
    ),
}
_HEAD = words_fact(
    "card",
    "head",
    "Директор",
    "ФИО директора",
    "фамилия директора",
    "руководитель",
    "ФИО руководителя",
    where=_CARD,
)


class Cards:
    """Columns of the card, who heads the school, who is appointed to it today."""

    code = "card"

    def facts(self, where: Where) -> Sequence[Fact]:
        return [*_COLUMNS.values(), _HEAD, *(fact for fact, _ in _PEOPLE.values())]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """Three queries at most."""
        found: dict[str, dict[int, Value]] = {}
        columns = [name for name in names if name in _COLUMNS]
        if columns:
            rows = Organisation.objects.filter(pk__in=schools)
            for pk, *values in rows.values_list("pk", *columns):
                for name, value in zip(columns, values, strict=True):
                    if value not in {"", None}:
                        number = value if isinstance(value, int) else None
                        found.setdefault(name, {})[pk] = Value(str(value), _CARD, _school(pk), number=number)
        roles = {role: name for name, (_, role) in _PEOPLE.items() if name in names}
        if _HEAD.name in names:
            roles[Role.SCHOOL_HEAD] = _HEAD.name
        if roles:
            found |= _appointed(roles, schools, where.today)
        if _HEAD.name in names:
            # the card may say what appointments do not: somebody who acts for the head
            found[_HEAD.name] |= _heads(schools, where.today)
        return found


def _school(pk: int) -> str:
    return reverse("school", args=[pk])


def _heads(schools: Sequence[int], today: date) -> dict[int, Value]:
    in_office = Leader.objects.filter(
        Q(until=None) | Q(until__gte=today), organisation__in=schools, is_head=True
    ).order_by("organisation_id", "since", "pk")
    return {
        school: Value(name, _CARD, _school(school), on=since)
        for school, name, since in in_office.values_list("organisation_id", "name", "since")
    }


def _appointed(roles: Mapping[Role, str], schools: Sequence[int], today: date) -> dict[str, dict[int, Value]]:
    """Several people of one role stand in one line, in order of names."""
    rows = (
        Appointment.objects.in_force(today)
        .filter(role__in=roles, schools__in=schools)
        .order_by("person__sort_name", "pk")
        .values_list(
            "role", "schools", "person__surname", "person__given_name", "person__patronymic", "since"
        )
    )
    people: dict[tuple[str, int], dict[str, date | None]] = defaultdict(dict)
    for role, school, surname, given, patronymic, since in rows:
        people[roles[Role(role)], school][" ".join(filter(None, (surname, given, patronymic)))] = since
    found: dict[str, dict[int, Value]] = {name: {} for name in roles.values()}
    for (name, school), named in people.items():
        days = [day for day in named.values() if day is not None]
        found[name][school] = Value(
            ", ".join(named), "назначения", _school(school), on=max(days) if days else None
        )
    return found
