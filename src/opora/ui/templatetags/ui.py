"""`{% load ui %}`: Russian figures and dates, small markup, breadcrumbs, facts about a form."""

from datetime import date

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.utils.safestring import SafeString

from opora.ui import markup, text
from opora.ui.components import Crumb
from opora.ui.markup import Tone
from opora.ui.tables import render_table

register = template.Library()

register.filter("ru_plural", text.ru_plural)
register.filter("count_ru", text.count_ru)
register.filter("percent", text.percent)
register.filter("number", text.number)
register.filter("signed_points", text.signed_points)
register.filter("date_ru", text.date_ru)
register.filter("level", markup.level_badge)
register.simple_tag(markup.share, name="share")
register.simple_tag(render_table, name="table")


@register.simple_tag
def badge(words: object, tone: Tone = "none", sign: str = "") -> SafeString:
    return markup.badge(words, tone, sign)


@register.simple_tag
def move(whose: str = "", since: date | None = None) -> SafeString:
    """`{% move since=item.since %}` «ваш ход…»; `{% move "куратора" %}` «ход куратора»."""
    return markup.move_chip(whose, since, mine=not whose)


@register.simple_tag
def missing(words: str = text.MISSING) -> SafeString:
    return markup.missing(words)


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*pairs: str) -> dict[str, object]:
    """`{% crumbs "Школы" schools_url "Заречная СОШ" school_url %}`: where this page hangs."""
    return {"crumbs": [Crumb(*pair) for pair in zip(pairs[::2], pairs[1::2], strict=True)]}


@register.filter
def has_required(form: BaseForm) -> bool:
    return any(field.required for field in form.fields.values())


@register.filter
def mistakes(form: BaseForm) -> int:
    """How many places of a form are to be corrected."""
    return len(form.errors)


@register.filter
def shown_pages(page: Page[object]) -> list[int | str]:
    """Page numbers with gaps: 1 … 6 7 8 … 40."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def of_level(word: str) -> SafeString:
    """A level by its name in capitals, for templates that hold no Level object."""
    return markup.level_badge(markup.Level[word])
