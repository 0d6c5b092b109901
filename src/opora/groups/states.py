"""Kinds of groups and of members."""

from django.db.models import TextChoices


class GroupKind(TextChoices):
    WORKING = "working", "Рабочая группа"
    METHODICAL = "methodical", "Методическое объединение (ШМО, РМО, ГМО)"
    CREATIVE = "creative", "Творческая группа"
    PROJECT = "project", "Проектная группа"
    COORDINATION = "coordination", "Координационная группа"
    COMMUNITY = "community", "Сообщество"


class MemberPart(TextChoices):
    CHAIR = "chair", "Руководитель"
    DEPUTY = "deputy", "Заместитель"
    SECRETARY = "secretary", "Секретарь"
    MEMBER = "member", "Участник"
    PARENT = "parent", "Представитель родителей"
    EXPERT = "expert", "Приглашённый эксперт"
