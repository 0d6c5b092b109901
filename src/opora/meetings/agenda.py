"""An agenda in a form: its lines, and the questions that are offered beside them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.meetings.models import AgendaItem
from opora.meetings.offering import PARTED, Offer
from opora.meetings.queries import Sources


class OffersField(forms.MultipleChoiceField):
    """Questions that are offered: {offer: what it comes from}; `empty` says why there may be none."""

    def __init__(self, offers: Mapping[Offer, Sources], *, empty: str) -> None:
        # the template draws what a choice comes from beside its words
        choices: Any = [(each.key, sources) for each, sources in offers.items()]
        super().__init__(
            label="Что предлагаем обсудить",
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Отметьте: вопрос встанет в конец повестки вместе с записями, из которых он взят. Названия этих "
            "записей увидят все, кто видит совещание." if offers else "",
            error_messages={
                "invalid_choice": "Список за это время изменился: отметьте нужное ещё раз и сохраните.",
                "invalid_list": "Отметьте нужное ещё раз и сохраните.",
            },
        )  # fmt: skip
        self.template_name = "meetings/offers.html"
        self.empty = empty


def agenda_of(text: str) -> tuple[tuple[str, str], ...]:
    """Questions and speakers, one from each line; a number that a person wrote before is left out."""
    found = []
    for line in text.splitlines():
        clean = re.sub(r"^\s*\d{1,2}[.)]\s*", "", line).strip()
        if clean:
            *titles, speaker = PARTED.split(clean) if PARTED.search(clean) else (clean, "")
            found.append((" / ".join(titles), speaker))
    return tuple(found)


def agenda_text(items: Sequence[AgendaItem]) -> str:
    """The agenda as the form shows it."""
    return "\n".join(f"{each.title} / {each.speaker}" if each.speaker else each.title for each in items)
