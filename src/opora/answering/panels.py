"""The school card's place on a school's page."""

from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.answering.card_pages import state_badge
from opora.answering.queries import card_of, cycle_now
from opora.answering.rules import READ_CARDS, START_CARD
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """This year's card for those who read cards: its state, and where to fill it in."""
    if not READ_CARDS.can(actor, None):
        return None
    cycle = cycle_now(on=timezone.localdate())
    if cycle is None:
        return None
    card = card_of(actor, cycle, school)
    context = {
        "cycle": cycle,
        "card": card,
        "chip": state_badge(card),
        "may_start": card is None and START_CARD.can(actor, school),
        "url": reverse("school-card", args=[cycle.code, school.pk]),
    }
    return Shown("answering/panel.html", context)


PANEL = Panel(code="school-card", title="Карта школы", position=70, render=_render)
