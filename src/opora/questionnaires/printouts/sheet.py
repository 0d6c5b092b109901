"""What stands on the paper, before any layout: questions in order, where an answer leads, who asks what."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from opora.questionnaires.conditions import Condition
from opora.questionnaires.instrument import Audience, Instrument, Purpose, Question, QuestionType, Section
from opora.questionnaires.printouts.jumps import jumps
from opora.questionnaires.wording import Wording, numbered


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the paper itself says; pupils are told «ты»."""

    how: dict[QuestionType, str]
    kept: str
    mark: str
    code: str
    only: str
    otherwise: str
    rows: str
    thanks: str


_GROWN_UP = Phrases(
    how={
        QuestionType.SINGLE: "Один ответ.",
        QuestionType.SEVERAL: "Можно отметить несколько.",
        QuestionType.SCALE: "Отметьте одно число.",
        QuestionType.NUMBER: "Впишите число от {low} до {high}.",
        QuestionType.MATRIX: "",
        QuestionType.TEXT: "Напишите своими словами. Имён и фамилий не называйте.",
    },
    kept="Имя не пишите. Код показывает только школу, класс и то, кто отвечает: вас по нему не узнать. "
    "Ответы введут в компьютер, рядом с ними код не хранится, а лист уничтожат. "
    "Если ответов в группе мало, её результаты не показывают никому.",
    mark="Поставьте крестик в квадрате с номером ответа. Ошиблись — закрасьте квадрат целиком и отметьте "
    "другой. Если рядом с ответом стоит стрелка, переходите к названному вопросу.",
    code="Код с вашего листка:",
    only="Отвечайте, только",
    otherwise="Иначе переходите",
    rows="Один ответ в каждой строке",
    thanks="Спасибо! Проверьте, что ответили на все вопросы, и сдайте лист.",
)
_PUPIL = Phrases(
    how=_GROWN_UP.how
    | {
        QuestionType.SCALE: "Отметь одно число.",
        QuestionType.NUMBER: "Впиши число от {low} до {high}.",
        QuestionType.TEXT: "Напиши своими словами. Имён и фамилий не называй.",
    },
    kept="Имя не пиши. Код показывает только школу, класс и то, кто отвечает: тебя по нему не узнать. "
    "Ответы введут в компьютер, рядом с ними код не хранится, а лист уничтожат. "
    "Если ответов в классе мало, их не показывают никому.",
    mark="Поставь крестик в квадрате с номером ответа. Если ошибка — закрась квадрат целиком и отметь другой. "
    "Если рядом с ответом стоит стрелка, переходи к названному вопросу.",
    code="Код с твоего листка:",
    only="Отвечай, только",
    otherwise="Иначе переходи",
    rows=_GROWN_UP.rows,
    thanks="Спасибо! Проверь, что все вопросы с ответами, и сдай лист.",
)
_NAMED = (
    "Это карта школы: ответы даёт руководитель от имени школы, они не анонимны. "
    "Их видят школа, её куратор и координаторы."
)


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """An answer to tick: its number for keying in, its words, where it leads («» where to the next)."""

    number: int
    text: str
    leads: str = ""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """`when` says in words when to answer; empty where always or where the jumps say it."""

    number: int
    asked: Question
    how: str
    when: str
    answers: tuple[PaperAnswer, ...]


@dataclass(frozen=True, slots=True)
class PaperSection:
    section: Section
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True)
class PaperSheet:
    title: str
    version: int
    language: str
    minutes: int
    has_code: bool
    phrases: Phrases
    kept: str
    sections: tuple[PaperSection, ...]


def sheet_of(instrument: Instrument, title: str, version: int) -> PaperSheet:
    """The paper of an instrument in the language it is in."""
    phrases = _PUPIL if instrument.audience is Audience.PUPIL else _GROWN_UP
    writer = _Writer(instrument, phrases)
    is_named = instrument.purpose is Purpose.CARD
    return PaperSheet(
        title=title,
        version=version,
        language=instrument.language,
        minutes=instrument.minutes,
        has_code=not is_named,
        phrases=phrases,
        kept=_NAMED if is_named else phrases.kept,
        sections=tuple(
            PaperSection(section, tuple(writer.questions(section.code))) for section in instrument.sections
        ),
    )


class _Writer:
    def __init__(self, instrument: Instrument, phrases: Phrases) -> None:
        self._instrument, self._phrases = instrument, phrases
        self._wording = Wording(instrument)
        self._numbers = numbered(instrument)
        self._jumps = jumps(instrument)

    def questions(self, section: str) -> Iterator[PaperQuestion]:
        """Neighbours with one condition stand under one sentence that says it."""
        asked = self._instrument.of_section(section)
        for condition, run in groupby(asked, self._said):
            neighbours = list(run)
            for at, question in enumerate(neighbours):
                when = self._when(condition, neighbours) if condition and at == 0 else ""
                yield self._question(question, when)

    def _said(self, asked: Question) -> Condition | None:
        """The condition that must stand in words."""
        return asked.show_if if asked.code in self._jumps.said else None

    def _when(self, condition: Condition, neighbours: list[Question]) -> str:
        words, said = self._wording.when(condition), self._phrases
        first, last = (self._numbers[each.code] for each in (neighbours[0], neighbours[-1]))
        if first == last:
            return f"{said.only} {words}."
        where = f"к вопросу {last + 1}" if last < len(self._numbers) else "к концу анкеты"
        return f"На вопросы {first}–{last} {said.only[:1].lower()}{said.only[1:]} {words}. {said.otherwise} {where}."

    def _question(self, asked: Question, when: str) -> PaperQuestion:
        return PaperQuestion(
            number=self._numbers[asked.code],
            asked=asked,
            how=self._phrases.how[asked.type].format(low=asked.minimum, high=asked.maximum),
            when=when,
            answers=self._answers(asked),
        )

    def _answers(self, asked: Question) -> tuple[PaperAnswer, ...]:
        if asked.type is QuestionType.SCALE:
            return tuple(PaperAnswer(step, str(step), self._leads(asked, step)) for step in asked.steps)
        return tuple(
            PaperAnswer(number, text, self._leads(asked, number))
            for number, text in enumerate(asked.options, 1)
        )

    def _leads(self, asked: Question, value: int) -> str:
        place = self._jumps.after.get(asked.code, {}).get(value)
        if place is None:
            return ""
        return f"к вопросу {place + 1}" if place < len(self._numbers) else "к концу анкеты"
