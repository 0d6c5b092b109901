"""What a card asks that the school has said before: it is filled in from there, and says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from opora.organisations.models import Organisation, YearFigures
from opora.questionnaires.instrument import Instrument, QuestionType

#: question of the card → figure of the year, or item of the social passport
FIGURES = {"h01": "pupils", "h12": "teachers"}
PASSPORT = {"h05": "special_needs", "h07": "other_language"}


@dataclass(frozen=True, slots=True)
class Known:
    """A figure and where it stands: the school year that it is of."""

    code: str
    value: int
    year: int

    @property
    def origin(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02}"


def known_of(school: Organisation, instrument: Instrument) -> dict[str, Known]:
    """By question, the newest figure that fits it; one query."""
    newest: dict[str, Known] = {}
    for figures in school.figures.order_by("-year"):
        for known in _of(figures):
            question = instrument.by_code.get(known.code)
            if (
                question is not None
                and question.type is QuestionType.NUMBER
                and question.minimum <= known.value <= question.maximum
            ):
                newest.setdefault(known.code, known)
    return newest


def _of(figures: YearFigures) -> Iterable[Known]:
    for code, field in FIGURES.items():
        value = getattr(figures, field)
        if value is not None:
            yield Known(code, value, figures.year)
    for code, item in PASSPORT.items():
        value = figures.passport.get(item)
        # a share is no count
        if isinstance(value, int):
            yield Known(code, value, figures.year)
