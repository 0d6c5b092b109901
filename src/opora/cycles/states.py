"""Levels of programmes and kinds of participation."""

from django.db.models import TextChoices


class Level(TextChoices):
    FEDERAL = "federal", "Федеральная"
    REGIONAL = "regional", "Региональная"
    MUNICIPAL = "municipal", "Муниципальная"


class Mode(TextChoices):
    ACTIVE = "active", "Участвует"
    AFTERCARE = "aftercare", "Поддержка после выхода из списка"
    BASE = "base", "Базовая школа"
