"""The kind of definition that says how curators are chosen: their papers, the agreement, what counts as usual."""

from dataclasses import dataclass
from typing import Any

from opora.catalogues.kinds import Field, Kind, Mistake, Table

KIND, CODE = "curatorship", "curatorship"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper of the package that goes with a contract."""

    code: str
    title: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Curatorship:
    """`stuck_days`: a candidate who stays longer in a state is told on the desk; `fewest`–`most` schools are a
    usual load; `subject` and `terms` begin an agreement: «{школа}», «{куратор}», «{год}» are filled in."""

    papers: tuple[PaperKind, ...] = ()
    subject: str = ""
    terms: tuple[str, ...] = ()
    stuck_days: int = 14
    fewest: int = 1
    most: int = 3

    @classmethod
    def parse(cls, content: Any) -> "Curatorship":
        return cls(
            papers=tuple(
                PaperKind(row["code"], row["title"], bool(row.get("required")))
                for row in content.get("papers", ())
            ),
            subject=content.get("subject", ""),
            terms=tuple(row["text"] for row in content.get("terms", ())),
            stuck_days=content.get("stuck_days") or 14,
            fewest=content.get("fewest_schools") or 1,
            most=content.get("most_schools") or 3,
        )


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands for the words in braces."""

    school: str
    curator: str
    year: str

    def into(self, text: str) -> str:
        for word, value in (("школа", self.school), ("куратор", self.curator), ("год", self.year)):
            text = text.replace(f"{{{word}}}", value)
        return text


def curatorship() -> Kind:
    return Kind(
        code=KIND,
        title="Кураторство",
        about="Какие документы собирает куратор, с чего начинается соглашение школы и куратора, какая нагрузка обычна.",
        fields=(
            Field(
                *("stuck_days", "Сколько дней кандидат может стоять на одном шаге", "int"),
                minimum="1",
                maximum="180",
                help="Дольше — координатор увидит это на столе.",
            ),
            Field("fewest_schools", "Обычная нагрузка: школ не меньше", "int", minimum="1", maximum="20"),
            Field("most_schools", "Обычная нагрузка: школ не больше", "int", minimum="1", maximum="20"),
            Field(
                *("subject", "О чём соглашение", "long"),
                help="Слова «{школа}», «{куратор}» и «{год}» заменятся названием школы, именем и годом.",
            ),
        ),
        tables=(
            Table(
                "papers",
                "Пакет документов к договору",
                (
                    Field("code", "Код"),
                    Field("title", "Документ"),
                    Field("required", "Без него договор не записать", "bool", required=False),
                ),
                key="code",
            ),
            Table(
                "terms",
                "Условия соглашения",
                (Field("code", "Код"), Field("text", "Условие", "long")),
                key="code",
                help="Каждое условие — пункт проекта соглашения; перед подписью его правят.",
            ),
        ),
        check=_check,
    )


def _check(content: Any) -> list[Mistake]:
    if content["fewest_schools"] > content["most_schools"]:
        return [Mistake("most_schools", "Наибольшая нагрузка меньше наименьшей. Поменяйте числа.")]
    return []
