"""Writing section by section with a word of help."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.documents.forms.rows import RowForm, sent_form
from opora.documents.models import Document
from opora.documents.outline import Part, Section
from opora.documents.places import place_of_section
from opora.documents.presenters.beside import EMPTY, beside
from opora.documents.presenters.conflict import Clash
from opora.documents.presenters.rows import Drawer
from opora.documents.queries.checking import Checked, checked
from opora.documents.queries.content import PASSAGES
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.facts import Known, facts_for
from opora.documents.queries.presence import others_here
from opora.documents.queries.reviewing import remarks_at
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.views.document import head
from opora.documents.views.lookup import crumbs
from opora.documents.views.saving import CODE, Way, autosave_url, form_of, mine, saved, way_back
from opora.documents.words import ADD
from opora.ui.components import steps as path_steps
from opora.ui.form_pages import form_page


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, pk: int, section: str) -> HttpResponse:
    """One section with why it is there, a good and a weak example: for those who have never done it."""
    document = mine(request, pk)
    sections = [each for each in outline_of(document.version).sections if each.part is not Part.FACTS]
    here = next((number for number, each in enumerate(sections) if each.code == section), None)
    if here is None:
        raise Http404
    return _writing(request, document, sections, here)


def _writing(request: Request, document: Document, sections: Sequence[Section], here: int) -> HttpResponse:
    section = sections[here]
    is_text = section.part is Part.TEXT
    table = PASSAGES if is_text else section.part.value
    # what was typed here may have been saved on the way: then the row has its number already
    code = section.code if is_text else _code_given(request)
    onward = way_back(request, document) or _following(document, sections, here)
    clash: Clash | None = None
    facts = facts_for(document, section.facts) if request.method != "POST" or "facts" in request.POST else []
    sent = sent_form(table, _with_facts(request, facts)) if request.method == "POST" else None
    if sent is not None:
        back = onward.url if "next" in request.POST else _here_again(request)
        answer, clash = saved(request, document, table, code, sent, back)
        if answer is not None:
            return answer
    looked = checked(document)
    form = form_of(looked, table, code, sent)
    if "more" in request.GET and not form.is_bound:
        _begin_with(form)
    context = {
        "title": section.title,
        "crumbs": crumbs(document),
        **head(request, document, looked),
        "section": section,
        "steps": path_steps([each.title for each in sections], here),
        "number": here + 1,
        "total": len(sections),
        "previous_url": (
            reverse("document-write", args=[document.pk, sections[here - 1].code]) if here else ""
        ),
        "back_url": request.path,
        "next_title": onward.title,
        "add_words": ADD.get(table, ""),
        "clash": clash,
        "facts": facts or facts_for(document, section.facts),
        "is_text": is_text,
        "others": others_here(document, request.actor, at=timezone.now()),
        "autosave_url": autosave_url(document, table, code),
        **_said(request, document, looked, section),
    }
    return form_page(request, "documents/write.html", form, context)


def _with_facts(request: Request, facts: Sequence[Known]) -> QueryDict:
    """What was sent; where the person asks for it, the figures that are known stand behind their own words."""
    if "facts" not in request.POST:
        return request.POST
    data = request.POST.copy()
    lines = [f"— {each.term}: {each.value}{f' ({each.note})' if each.note else ''}" for each in facts]
    data["text"] = "\n".join(filter(None, [data.get("text", "").rstrip(), *lines]))
    return data


def _following(document: Document, sections: Sequence[Section], here: int) -> Way:
    if here + 1 == len(sections):
        return Way(reverse("document-check", args=[document.pk]), "проверка")
    following = sections[here + 1]
    return Way(reverse("document-write", args=[document.pk, following.code]), following.title.lower())


def _here_again(request: Request) -> str:
    query = request.GET.copy()
    query["more"] = "1"
    return f"{request.path}?{query.urlencode()}"


def _begin_with(form: RowForm) -> None:
    """The next row is written at once: the first field has the cursor."""
    first = next(iter(form.visible_fields()), None)
    if first is not None:
        first.field.widget.attrs["autofocus"] = True


def _said(request: Request, document: Document, looked: Checked, section: Section) -> dict[str, Any]:
    """What stands there already and what is said of it."""
    said = beside(looked.findings, remarks_at(document, remarks_visible_to(request.actor)))
    if section.part is Part.TEXT:
        return {"table": None, "said": said.at(place_of_section(section.code), but=EMPTY)}
    table = section.part.value
    drawer = Drawer(document.pk, looked.programme, said, writes=True, remarks=False)
    return {"table": drawer.table(table), "said": said.at(table, but=EMPTY)}


def _code_given(request: Request) -> str:
    code = request.POST.get("code", "")
    return code if CODE.fullmatch(code) else ""
