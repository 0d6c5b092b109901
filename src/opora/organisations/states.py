"""Kinds of territories, organisations and what is said of them."""

from django.db.models import TextChoices


class TerritoryKind(TextChoices):
    FEDERATION = "federation", "Российская Федерация"
    REGION = "region", "Регион"
    MUNICIPALITY = "municipality", "Муниципалитет"


class OrganisationKind(TextChoices):
    SCHOOL = "school", "Школа"
    AUTHORITY = "authority", "Орган управления образованием"
    METHODICAL_CENTRE = "methodical", "Методический центр"
    INSTITUTE = "institute", "Региональный институт"
    OPERATOR = "operator", "Федеральный оператор"
    PARTNER = "partner", "Организация-партнёр"


class SchoolKind(TextChoices):
    PRIMARY = "primary", "Начальная школа"
    BASIC = "basic", "Основная школа"
    SECONDARY = "secondary", "Средняя школа"
    GYMNASIUM = "gymnasium", "Гимназия"
    LYCEUM = "lyceum", "Лицей"
    EVENING = "evening", "Вечерняя школа"
    SPECIAL = "special", "Школа для детей с ОВЗ"


class Locality(TextChoices):
    TOWN = "town", "Город"
    VILLAGE = "village", "Село"


class MeritKind(TextChoices):
    STATUS = "status", "Статус"
    STRENGTH = "strength", "Сильная сторона"
    ACHIEVEMENT = "achievement", "Достижение"
