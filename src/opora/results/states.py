"""Tests, subjects and kinds of detailed tables."""

from django.db.models import TextChoices


class ExamKind(TextChoices):
    VPR = "vpr", "ВПР"
    OGE = "oge", "ОГЭ"
    EGE = "ege", "ЕГЭ"
    NIKO = "niko", "НИКО"
    REGIONAL = "regional", "Региональная работа"


class DetailKind(TextChoices):
    SCORES = "scores", "Распределение первичных баллов"
    TASKS = "tasks", "Выполнение заданий"
    JOURNAL = "journal", "Отметки за работу и в журнале"
