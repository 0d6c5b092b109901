"""The page of the search."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.search import presenters as drawn
from opora.search.asking import Asked, Meanings, read
from opora.search.forms import SearchForm
from opora.search.queries.finding import everything, one_kind, sources_for
from opora.search.queries.places import may_narrow, place_of, territories_to_choose
from opora.search.queries.vocabulary import meanings_for
from opora.search.rules import SEARCH
from opora.search.sources.base import Place, Source
from opora.ui.components import Crumb

PER_PAGE = 20


@require_safe
def search(request: Request) -> HttpResponse:
    """Everything that the actor sees and that holds the words, by kinds; with `kind` one of them by pages."""
    actor = request.actor
    SEARCH.check(actor, None)
    sources = sources_for(actor)
    meanings = meanings_for(actor)
    asked = read(request.GET.get("q", ""), meanings)
    territories = territories_to_choose(actor) if may_narrow(actor) else []
    form = SearchForm(
        request.GET, text=asked.text, sources=sources, territories=territories, narrows=may_narrow(actor)
    )
    chosen = next((each for each in territories if each.code == form.chosen("territory")), None)
    place = place_of(actor, chosen, form.chosen("school"))
    address = drawn.Address(asked.text, form.chosen("territory"), form.chosen("school"))
    kind = next((each for each in sources if each.code == form.chosen("kind")), None)
    context = {
        "title": f"Поиск: {asked.text}" if asked.text else "Поиск",
        "form": form,
        "asked": asked,
        "typed": asked.text,
        "hints": not asked,
        "narrowed": bool(place),
        "everywhere_url": f"?{drawn.Address(asked.text).everywhere()[1:]}",
    }
    if kind is not None:
        context |= _of_kind(request, kind, asked, place, address)
    elif asked:
        context |= _of_all(request, asked, place, address, meanings)
    return render(request, "search/search.html", context)


def _of_all(
    request: Request, asked: Asked, place: Place, address: drawn.Address, meanings: Meanings
) -> dict[str, object]:
    found = everything(request.actor, asked, place, meanings, as_typed="exact" in request.GET)
    shown = drawn.Address(found.asked.text, address.territory, address.school)
    return {
        "asked": found.asked,
        "sections": drawn.sections(found, shown),
        "summary": drawn.summary(found),
        "is_mended": bool(found.typed),
        "typed_url": address.as_typed(asked.text),
        "choices": [(text, address.of_words(text)) for text in found.choices],
        "is_empty": not found.groups,
    }


def _of_kind(
    request: Request, kind: Source, asked: Asked, place: Place, address: drawn.Address
) -> dict[str, object]:
    number = request.GET.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and 0 < int(number[:4]) < 1000 else 1
    part, at = one_kind(request.actor, kind, asked, place, page=wanted, size=PER_PAGE)
    return {
        "title": f"Поиск: {asked.text}" if asked.text else "Поиск",
        "kind": kind,
        "count": drawn.counted(part),
        "items": drawn.items_of(asked, part),
        "too_many": drawn.too_many(part),
        "page": Paginator(range(part.total), PER_PAGE).get_page(at),
        "crumbs": [Crumb(f"Везде: {asked.text}", address.everywhere())] if asked else [],
        "is_empty": bool(asked) and not part.total,
    }
