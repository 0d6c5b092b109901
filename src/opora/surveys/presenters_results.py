"""Results of the pulse and of needs and offers, as a page shows them."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from opora.questionnaires.instrument import AUDIENCE_TITLES, Instrument, QuestionType
from opora.surveys.tallies import Line, Results, Tally
from opora.ui.tables import Column, Table
from opora.ui.text import NBSP, number, percent


@dataclass(frozen=True, slots=True)
class Told:
    """A question with its table, or with what people wrote, or with why nothing is shown."""

    title: str
    answered: int | None
    table: Table | None
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Everything one group said; `respondents` None: too few."""

    title: str
    respondents: int | None
    told: tuple[Told, ...]


def group(instrument: Instrument, found: Results) -> Group:
    told = tuple(_told(f"{found.audience}-{place}", each) for place, each in enumerate(found.tallies))
    return Group(AUDIENCE_TITLES[instrument.audience], found.respondents, told)


def _told(ident: str, each: Tally) -> Told:
    title = f"{each.question.text} {each.row}".strip()
    if each.answered is None or each.question.type is QuestionType.TEXT:
        return Told(title, each.answered, None, each.written)
    several = each.question.type is QuestionType.SEVERAL
    caption = f"{title} Ответили {each.answered}" + (", можно было выбрать несколько" if several else "")
    lines = sorted(each.lines, key=lambda line: -line.many) if several else each.lines
    table = Table(
        f"answers-{ident}",
        caption,
        (Column("Ответ"), Column("Выбрали", "number")),
        [_row(line, each.answered) for line in lines],
        stacks=False,
        caption_hidden=True,
    )
    return Told(title, each.answered, table, ())


def _row(line: Line, answered: int) -> tuple[SafeString, str]:
    """The bar stands below the words, so that a phone shows it too; the figures say the same to a reader."""
    words = format_html(
        '{}<span class="progress" aria-hidden="true"><progress max="{}" value="{}"></progress></span>',
        line.words,
        answered,
        line.many,
    )
    return words, f"{number(line.many)},{NBSP}{percent(line.many / answered)}"
