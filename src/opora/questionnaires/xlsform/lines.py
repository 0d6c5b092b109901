"""Reads the lines of the sheet survey in order, minding which group stands open."""

from collections.abc import Iterable
from typing import Any

from opora.questionnaires.instrument import QuestionType
from opora.questionnaires.kinds import FIT_CODE
from opora.questionnaires.reading import LARGEST_NUMBER
from opora.questionnaires.xlsform import problems as codes
from opora.questionnaires.xlsform import vocabulary as words
from opora.questionnaires.xlsform.expressions import Named
from opora.questionnaires.xlsform.matrices import TABLE_LIST_IS, Group, ask_matrix
from opora.questionnaires.xlsform.survey import Asked, Said, Survey
from opora.questionnaires.xlsform.tables import Line
from opora.questionnaires.xlsform.types import (
    BadBounds,
    RowType,
    bounds,
    range_of,
    range_type,
    row_type,
    scale_of,
)

_KNOWN = ("select_one СПИСОК", "select_multiple СПИСОК", "integer", "range", "text", "note", "begin_group")


class LineReader:
    """Feeds a Survey. Questions outside any group stand in a section called like the form."""

    def __init__(self, survey: Survey, form_title: str) -> None:
        self._survey, self._title = survey, form_title
        self._open: list[Group] = []
        self._is_loose = False
        self._note: Said = {}

    def read(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._line(line)
        for group in self._open:
            words_ = "Группа не закрыта. Добавьте строку end_group."
            self._survey.wrong(group.line, "type", codes.BAD_GROUP, words_)
        self._settle_note()

    def _line(self, line: Line) -> None:
        said = row_type(line["type"])
        if not said.name:
            if line["name"] or line.said("label"):
                self._survey.wrong(line, "type", codes.UNKNOWN_TYPE, "Не назван вид вопроса (type).")
        elif said.name == "begin_group":
            self._begin(line)
        elif said.name == "end_group":
            self._end(line)
        elif self._open and self._open[-1].is_matrix:
            self._in_matrix(self._open[-1], line, said)
        elif said.name == "note":
            self._take_note(line)
        elif said.name in words.WATCHING:
            told = f"Строка «{said.name}» не переносится: анкета не следит за человеком и устройством."
            self._survey.wrong(line, "type", codes.LEFT_OUT, told)
        else:
            self._question(line, said)

    def _begin(self, line: Line) -> None:
        survey = self._survey
        group = Group(line, is_matrix=words.TABLE_LIST in line["appearance"].split())
        if self._open and self._open[-1].is_matrix:
            survey.wrong(line, "type", codes.BAD_GROUP, TABLE_LIST_IS)
        elif group.is_matrix:
            self._ensure_section(line)
        elif self._open:
            told = (
                "Разделы не вкладываются: вопросы группы стали вопросами внешней, её название — пояснением."
            )
            survey.wrong(line, "type", codes.MOVED, told)
            self._remember(line.said("label"))
        else:
            self._open_section(line)
        self._open.append(group)

    def _open_section(self, line: Line) -> None:
        self._settle_note()
        self._is_loose = False
        survey, said = self._survey, line.said("label")
        name = line["name"].removeprefix(words.section_name(""))
        taken = {section["code"] for section in survey.sections}
        code = name if FIT_CODE.fullmatch(name) and name not in taken else _free("s", taken)
        if not survey.main(said):
            said = {**said, survey.language: line["name"] or code}
            told = "У группы нет названия: разделом названо её имя. Проверьте в черновике."
            survey.wrong(line, "label", codes.MOVED, told)
        survey.open_section(code, line, said)

    def _ensure_section(self, line: Line) -> None:
        if self._open or self._is_loose:
            return
        self._settle_note()
        self._is_loose = True
        survey = self._survey
        code = _free("s", {section["code"] for section in survey.sections})
        told = f"Вопросы стоят вне группы: для них сделан раздел «{self._title}»."
        survey.wrong(line, "type", codes.MOVED, told)
        survey.open_section(code, line, {survey.language: self._title})

    def _end(self, line: Line) -> None:
        if not self._open:
            self._survey.wrong(line, "type", codes.BAD_GROUP, "Закрывать нечего: уберите лишний end_group.")
            return
        group = self._open.pop()
        if group.is_matrix:
            self._matrix(group)
        elif not self._open:
            self._settle_note()

    def _take_note(self, line: Line) -> None:
        self._ensure_section(line)
        said = line.said("label")
        if line["relevant"]:
            told = "Условие у заметки не переносится: заметка будет видна всем."
            self._survey.wrong(line, "relevant", codes.LEFT_OUT, told)
        if self._survey.section_is_empty and len(self._open) <= 1:
            self._survey.introduce(said)
        else:
            told = "Заметка среди вопросов стала пояснением к следующему вопросу."
            self._survey.wrong(line, "type", codes.MOVED, told)
            self._remember(said)

    def _remember(self, said: Said) -> None:
        languages = {**self._note, **said}
        self._note = {
            each: "\n".join(part for part in (self._note.get(each), said.get(each)) if part)
            for each in languages
        }

    def _settle_note(self) -> None:
        """A note with no question after it joins the introduction of its section."""
        if self._note and self._survey.sections:
            self._survey.introduce(self._note)
        self._note = {}

    def _hint(self, line: Line) -> Said:
        """The hint of a line after the note before it."""
        self._remember(line.said("hint"))
        said, self._note = self._note, {}
        return said

    def _question(self, line: Line, said: RowType) -> None:
        survey = self._survey
        self._ensure_section(line)
        if said.name in words.REFUSED:
            survey.lose(line, "type", codes.REFUSED_TYPE, words.REFUSED[said.name])
        elif said.name in words.SELECTS.values() and said.list_name:
            self._select(line, said)
        elif said.name == "integer":
            self._number(line)
        elif said.name == "range":
            self._range(line)
        elif said.name == "text":
            asked = self._ask(line, QuestionType.TEXT)
            if asked:
                survey.names[line["name"]] = Named(asked.content["code"], QuestionType.TEXT)
        else:
            told = f"Вида «{line['type']}» в XLSForm нет. Бывают: {', '.join(_KNOWN)}."
            survey.lose(line, "type", codes.UNKNOWN_TYPE, told)

    def _ask(self, line: Line, kind: QuestionType, **more: Any) -> Asked | None:
        survey = self._survey
        more["required"] = survey.required(line) or None
        asked = survey.ask(line, kind, line.said("label"), self._hint(line), **more)
        if asked is not None:
            asked.relevant = [
                each for each in (*(group.line for group in self._open), line) if each["relevant"]
            ]
        return asked

    def _select(self, line: Line, said: RowType) -> None:
        survey = self._survey
        if said.or_other:
            told = "«or_other» не переносится: добавьте ответ «Другое» и вопрос словами с условием."
            survey.wrong(line, "type", codes.REFUSED_TYPE, told)
        choices = survey.answers(line, said.list_name)
        if choices is None:
            return
        scale = scale_of(line["appearance"], choices) if said.name == "select_one" else None
        if scale is None:
            kind = QuestionType.SINGLE if said.name == "select_one" else QuestionType.SEVERAL
            asked = self._ask(line, kind, options=choices.texts(survey.language))
            if asked:
                code = asked.content["code"]
                survey.say_options(code, choices)
                values = {name: number for number, name in enumerate(choices.names, 1)}
                survey.names[line["name"]] = Named(code, kind, values)
            return
        asked = self._ask(
            line,
            QuestionType.SCALE,
            minimum=scale.minimum,
            maximum=scale.maximum,
            low_label=survey.main(scale.low),
            high_label=survey.main(scale.high),
        )
        if asked:
            code = asked.content["code"]
            survey.translate(f"question:{code}.low_label", scale.low)
            survey.translate(f"question:{code}.high_label", scale.high)
            survey.names[line["name"]] = Named(code, QuestionType.SCALE)

    def _number(self, line: Line) -> None:
        survey = self._survey
        try:
            low, high = bounds(line["constraint"])
        except BadBounds as bad:
            survey.wrong(line, "constraint", codes.BAD_BOUNDS, bad.words)
            low, high = 0, LARGEST_NUMBER
        if low is None or high is None:
            low, high = low or 0, LARGEST_NUMBER if high is None else high
            told = f"Границы числа не названы: взято от {low} до {high}. Уточните в черновике."
            survey.wrong(line, "constraint", codes.NO_BOUNDS, told)
        self._bounded(line, QuestionType.NUMBER, low, high)

    def _range(self, line: Line) -> None:
        try:
            low, high = range_of(line["parameters"])
        except BadBounds as bad:
            self._survey.lose(line, "parameters", codes.BAD_BOUNDS, bad.words)
            return
        self._bounded(line, range_type(low, high), low, high)

    def _bounded(self, line: Line, kind: QuestionType, low: int, high: int) -> None:
        asked = self._ask(line, kind, minimum=low, maximum=high)
        if asked:
            self._survey.names[line["name"]] = Named(asked.content["code"], kind)

    def _in_matrix(self, group: Group, line: Line, said: RowType) -> None:
        if said.name == "note" and not group.rows:
            group.help = line.said("label")
        elif said.name == "select_one" and said.list_name and not line["relevant"]:
            group.rows.append((line, said))
        else:
            column = "relevant" if line["relevant"] else "type"
            self._survey.wrong(line, column, codes.BAD_GROUP, f"{TABLE_LIST_IS} Условие — у всей группы.")

    def _matrix(self, group: Group) -> None:
        self._remember(group.help)
        relevant = [each for each in (*(outer.line for outer in self._open), group.line) if each["relevant"]]
        ask_matrix(self._survey, group, self._hint(group.line), relevant)


def _free(prefix: str, taken: set[str]) -> str:
    number = len(taken) + 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
