"""How many minutes a request takes of a school: the catalogue `burden-minutes`. Pure Python.

No document tells these numbers: they are ours, a region measures its own. Times that are known (of a questionnaire,
of a visit that was noted) are taken from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from opora.burden.states import QuestionKind
from opora.catalogues.kinds import Content, Field, Kind, Table

KIND, CODE = "burden-minutes", "minutes"


@dataclass(frozen=True, slots=True)
class Norms:
    """Minutes of one person of the school's staff, but for `meeting` and `event`: of each who sits in it.

    `documents` by the code of the kind of document; `document` for a kind that is not named.
    """

    inquiry_open: int = 5
    confirm: int = 1
    number: int = 5
    text: int = 10
    yes_no: int = 2
    date: int = 3
    file: int = 15
    survey: int = 60
    survey_group: int = 10
    card_send: int = 15
    document: int = 480
    document_returned: int = 120
    assignment: int = 45
    visit: int = 120
    visit_online: int = 45
    meeting: int = 90
    event: int = 90
    checkpoint: int = 120
    documents: Mapping[str, int] = field(default_factory=dict)

    def of_question(self, kind: str) -> int:
        return int(getattr(self, QuestionKind(kind).value))

    def of_document(self, code: str) -> int:
        return self.documents.get(code, self.document)


#: name, title, help
_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("inquiry_open", "Запрос: прочесть и найти, кто знает", "На каждый запрос сведений, сколько бы в нём ни было вопросов."),
    ("confirm", "Подтвердить подставленное", "Посмотреть значение, которое взяла Опора, и нажать «верно»."),
    ("number", "Вопрос: число", "Найти и вписать."),
    ("text", "Вопрос: словами", "Сформулировать ответ."),
    ("yes_no", "Вопрос: да или нет", ""),
    ("date", "Вопрос: дата", ""),
    ("file", "Вопрос: файл", "Найти документ, снять или отсканировать, приложить."),
    ("survey", "Опрос: организовать в школе", "Записать классы, напечатать листки, объяснить, зачем."),
    ("survey_group", "Опрос: раздать коды классу", "На каждую группу отвечающих. Время самих ответов берётся из анкеты."),
    ("card_send", "Карта школы: собрать и отправить", "Сверх минут, указанных в самой анкете карты."),
    ("document", "Документ, если его вида нет в таблице", "Написать и отправить."),
    ("document_returned", "Документ вернули на доработку", "Прочесть замечания, поправить, отправить снова."),
    ("assignment", "Поручение", "Исполнить и отчитаться."),
    ("visit", "Посещение", "Если в записи о посещении время не указано."),
    ("visit_online", "Онлайн-контакт", "Если время не указано."),
    ("meeting", "Совещание", "На каждого участника от школы."),
    ("event", "Мероприятие: семинар, вебинар, курсы", "За день на участника от школы, если минуты или часы не указаны."),
    ("checkpoint", "Отчёт этапа дорожной карты", "Собрать подтверждения, написать слова школы."),
)  # fmt: skip


def burden_minutes() -> Kind:
    return Kind(
        code=KIND,
        title="Сколько минут занимает запрос",
        about=(
            "По этим числам Опора оценивает, сколько времени школы уходит на запросы. Числа наши, не официальные: "
            "замерьте в двух-трёх своих школах и поправьте."
        ),
        fields=tuple(
            Field(name, f"{title}, минут", "int", minimum="0", maximum="6000", help=help_text)
            for name, title, help_text in _FIELDS
        ),
        tables=(
            Table(
                "documents",
                "Документы",
                (
                    Field("code", "Код вида документа"),
                    Field("minutes", "Минут", "int", minimum="0", maximum="20000"),
                ),
                help="Время всех, кто пишет, вместе.",
                key="code",
            ),
        ),
    )


def read(content: Content | Any) -> Norms:
    """The norms of a content without mistakes; a copy that is older than a norm has ours."""
    return Norms(
        **{name: int(content[name]) for name, _, _ in _FIELDS if name in content},
        documents={row["code"]: int(row["minutes"]) for row in content.get("documents", ())},
    )
