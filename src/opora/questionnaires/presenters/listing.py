"""The list of questionnaires in force."""

from collections.abc import Sequence

from django.urls import reverse

from opora.catalogues.models import Version
from opora.questionnaires.instrument import AUDIENCE_TITLES, PURPOSE_TITLES, Audience, Purpose
from opora.ui.markup import link
from opora.ui.tables import Column, Table


def questionnaires_table(versions: Sequence[Version]) -> Table:
    columns = (
        Column("Анкета"),
        Column("Кто отвечает"),
        Column("Для чего"),
        Column("Вопросов", "number"),
        Column("Минут", "number"),
        Column("Языки"),
        Column("Чья редакция"),
    )
    empty = "Анкет ещё нет. Они появляются при первом запуске установки: скажите администратору."
    return Table(
        "questionnaires", "Анкеты", columns, list(map(_row, versions)), caption_hidden=True, empty=empty
    )


def _row(version: Version) -> tuple[object, ...]:
    content, definition = version.content, version.definition
    return (
        link(reverse("questionnaire", args=[version.pk]), definition.title),
        AUDIENCE_TITLES[Audience(content["audience"])],
        PURPOSE_TITLES[Purpose(content["purpose"])],
        len(content["questions"]),
        content["minutes"],
        ", ".join(content["languages"]),
        definition.territory_name or "исходная",
    )
