"""How it is told until when a document is awaited."""

from django.utils.safestring import SafeString

from opora.documents.queries.deadlines import SOON_DAYS, Term
from opora.ui.markup import badge
from opora.ui.text import count_ru, date_ru

SOON_WORDS = (
    f"«Скоро» — до срока {count_ru(SOON_DAYS, 'день,дня,дней')} или меньше. "
    "Этот порог наш, в документах его нет."
)


def term_words(term: Term) -> str:
    """«просрочено, срок был …», «просрочено, ещё принимают до …», «скоро, до …», «до …»."""
    if term.is_late:
        return f"просрочено, ещё принимают до {date_ru(term.closes)}"
    if term.is_over:
        return f"просрочено, срок был {date_ru(term.due)}"
    return f"скоро, до {date_ru(term.due)}" if term.is_soon else f"до {date_ru(term.due)}"


def term_chip(term: Term | None) -> SafeString | str:
    """Empty where nobody set a deadline."""
    if term is None:
        return ""
    words = term_words(term)
    if term.due < term.today:
        return badge(words, "high", "▲")
    return badge(words, "mid", "■") if term.is_soon else badge(words)
