"""A group shown as `table-list`: its rows of select_one with one list are a matrix."""

from dataclasses import dataclass, field

from opora.questionnaires.instrument import QuestionType
from opora.questionnaires.xlsform import problems as codes
from opora.questionnaires.xlsform.choices import ChoiceList
from opora.questionnaires.xlsform.expressions import Named
from opora.questionnaires.xlsform.survey import Said, Survey
from opora.questionnaires.xlsform.tables import Line
from opora.questionnaires.xlsform.types import RowType

TABLE_LIST_IS = "В таблице (table-list) стоят только select_one с одним и тем же списком ответов."


@dataclass(slots=True)
class Group:
    """A group that stands open; `help` and `rows` are those of a matrix."""

    line: Line
    is_matrix: bool = False
    help: Said = field(default_factory=dict)
    rows: list[tuple[Line, RowType]] = field(default_factory=list)


def ask_matrix(survey: Survey, group: Group, hint: Said, relevant: list[Line]) -> None:
    choices = _answers(survey, group)
    if choices is None:
        survey.lost |= {group.line["name"], *(row["name"] for row, _ in group.rows)}
        return
    asked = survey.ask(
        group.line,
        QuestionType.MATRIX,
        group.line.said("label"),
        hint,
        required=_required(survey, group) or None,
        options=choices.texts(survey.language),
        rows=[survey.main(row.said("label")) for row, _ in group.rows],
    )
    if asked is not None:
        asked.relevant = relevant
        _name_rows(survey, asked.content["code"], group, choices)


def _answers(survey: Survey, group: Group) -> ChoiceList | None:
    lists = {said.list_name for _, said in group.rows}
    if len(lists) != 1:
        survey.wrong(group.line, "type", codes.BAD_GROUP, TABLE_LIST_IS)
        return None
    return survey.answers(group.rows[0][0], lists.pop())


def _required(survey: Survey, group: Group) -> bool:
    must = [survey.required(row) for row, _ in group.rows]
    if any(must) and not all(must):
        told = "Обязательны не все строки таблицы, а у нас — все или ни одной. Сделайте одинаково."
        survey.wrong(group.line, "type", codes.BAD_GROUP, told)
    return any(must)


def _name_rows(survey: Survey, code: str, group: Group, choices: ChoiceList) -> None:
    survey.say_options(code, choices)
    survey.names[group.line["name"]] = Named(code, QuestionType.MATRIX)
    values = {name: number for number, name in enumerate(choices.names, 1)}
    for number, (row, _) in enumerate(group.rows, 1):
        survey.translate(f"question:{code}.row.{number}", row.said("label"))
        if row["name"] in survey.names:
            told = f"Имя «{row['name']}» уже есть. Дайте строке другое."
            survey.wrong(row, "name", codes.BAD_NAME, told)
        survey.names[row["name"]] = Named(code, QuestionType.MATRIX, values, number, len(group.rows))
