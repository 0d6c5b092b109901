"""Going through the sections of a questionnaire: where one stands, what was sent, where one goes next. Pure Python.

The server remembers nothing: what was answered travels with the form, so back, two tabs and a page sent twice
are nothing special.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from opora.answering.alone import contradictions
from opora.questionnaires.instrument import Instrument, Question, Section
from opora.questionnaires.reading import Checked, Raw, checked

type Go = Literal["next", "back"]


@dataclass(frozen=True, slots=True)
class Turn:
    """The section to show; None where all is answered. `mistakes` by field, `new`: questions that came up."""

    section: str | None
    mistakes: dict[str, str]
    new: bool = False


@dataclass(frozen=True)
class Filling:
    """An instrument and what was sent so far, by the names of `Question.fields`."""

    instrument: Instrument
    raw: Raw

    @cached_property
    def all(self) -> Checked:
        found = checked(self.instrument, self.raw)
        return Checked(found.answers, {**found.mistakes, **contradictions(self.instrument, found.answers)})

    @cached_property
    def asked(self) -> list[Question]:
        """What is asked after these answers."""
        return self.instrument.visible(self.all.answers)

    @cached_property
    def sections(self) -> list[Section]:
        """Those in which anything is asked."""
        asked = {question.section for question in self.asked}
        return [section for section in self.instrument.sections if section.code in asked]

    def of_section(self, code: str) -> list[Question]:
        return [question for question in self.asked if question.section == code]

    def place_of(self, code: str) -> int:
        """The number of the section among those that are asked, from 1."""
        return [section.code for section in self.sections].index(code) + 1

    def is_last(self, code: str) -> bool:
        return self.sections[-1].code == code

    @property
    def first(self) -> str:
        return self.sections[0].code

    def minutes_left(self, code: str) -> int:
        """How long the rest takes by the instrument's own estimate, at least one minute."""
        left = sum(len(self.of_section(each.code)) for each in self.sections[self.place_of(code) - 1 :])
        return max(1, round(self.instrument.minutes * left / max(1, len(self.asked))))

    def carried(self, section: str) -> list[str]:
        """The fields that travel unseen while this section is shown; an answer out of sight is not lost."""
        here = {name for question in self.of_section(section) for name in question.fields}
        names = (name for question in self.instrument.questions for name in question.fields)
        return [name for name in names if name not in here and self.raw.get(name)]

    def turn(self, section: str, go: Go, shown: Collection[str]) -> Turn:
        """Where one goes from a section; `shown` are the questions that stood on its page.

        Back is always free. Forward, this section must hold, and what an answer brought up in it is asked.
        """
        if go == "back":
            return Turn(self._before(section), {})
        mistakes = self._of(section)
        here = {question.code for question in self.of_section(section)}
        new = not here <= set(shown)
        if new:
            # what was not asked yet is not a mistake
            mistakes = {name: words for name, words in mistakes.items() if name.split(".")[0] in shown}
        if mistakes or new:
            return Turn(section, mistakes, new)
        return Turn(self._after(section), {})

    def faulty(self) -> Turn:
        """The first section with a mistake, for a whole that was sent; None where all of it holds."""
        if not self.all.mistakes:
            return Turn(None, {})
        wrong = {name.split(".")[0] for name in self.all.mistakes}
        for section in self.sections:
            if wrong & {question.code for question in self.of_section(section.code)}:
                return Turn(section.code, self._of(section.code))
        return Turn(None, {})

    def _of(self, section: str) -> dict[str, str]:
        codes = {question.code for question in self.of_section(section)}
        return {name: words for name, words in self.all.mistakes.items() if name.split(".")[0] in codes}

    def _before(self, section: str) -> str | None:
        before = _until(self.instrument.sections, section)
        return next((each.code for each in reversed(self.sections) if each.code in before), None)

    def _after(self, section: str) -> str | None:
        before = {*_until(self.instrument.sections, section), section}
        return next((each.code for each in self.sections if each.code not in before), None)


def _until(sections: Iterable[Section], code: str) -> list[str]:
    codes = [section.code for section in sections]
    return codes[: codes.index(code)]
