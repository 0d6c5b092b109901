"""How a version will be read on a screen and on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.catalogues.presenters.reading import origin_badge, state_badge
from opora.catalogues.queries import copy_of
from opora.catalogues.rules import EDIT, READ
from opora.questionnaires.forms import PaperForm
from opora.questionnaires.instrument import AUDIENCE_TITLES, PURPOSE_TITLES, Audience
from opora.questionnaires.presenters import preview as present
from opora.questionnaires.presenters.listing import questionnaires_table
from opora.questionnaires.printouts import as_docx, as_pdf, sheet_of
from opora.questionnaires.queries import in_force
from opora.questionnaires.remarks import likely_minutes, remarks
from opora.questionnaires.views.lookup import Seen, found_whole
from opora.ui.components import Fact
from opora.ui.downloads import attached
from opora.ui.text import count_ru


@require_safe
def questionnaires(request: Request) -> HttpResponse:
    READ.check(request.actor, None)
    table = questionnaires_table(in_force(request.actor))
    return render(request, "questionnaires/list.html", {"title": "Анкеты", "table": table})


@require_safe
def preview(request: Request, version: int) -> HttpResponse:
    seen = found_whole(request, version)
    definition = seen.version.definition
    refusal = EDIT.refusal(request.actor, copy_of(definition))
    context: dict[str, Any] = {
        "title": definition.title,
        "definition": definition,
        "version": seen.version,
        "chips": [state_badge(seen.version.state), origin_badge(seen.version.origin)],
        "facts": _facts(seen),
        "remarks": remarks(seen.version.content),
        "sections": present.sections(seen.instrument),
        "has_languages": len(seen.instrument.languages) > 1,
        "items": present.items_table(seen.instrument),
        "paper_form": _paper_form(seen, None),
        "may_edit": not refusal,
        "refusal": refusal,
    }
    return render(request, "questionnaires/version.html", context)


def _facts(seen: Seen) -> list[Fact]:
    asked = seen.instrument
    languages = ", ".join(present.language_title(code) for code in asked.languages)
    return [
        Fact("Кто отвечает", AUDIENCE_TITLES[asked.audience]),
        Fact("Для чего", PURPOSE_TITLES[asked.purpose]),
        Fact(
            "Вопросов",
            len(asked.questions),
            f"в {count_ru(len(asked.sections), 'разделе,разделах,разделах')}",
        ),
        Fact("Сколько минут", asked.minutes, f"по нашей прикидке около {likely_minutes(asked)}"),
        Fact("Языки", languages),
    ]


def _paper_form(seen: Seen, sent: Any) -> PaperForm:
    languages = [(code, present.language_title(code)) for code in seen.instrument.languages]
    is_for_pupils = seen.instrument.audience is Audience.PUPIL
    return PaperForm(sent, languages=languages, initial={"large": is_for_pupils})


@require_safe
def paper(request: Request, version: int) -> HttpResponse:
    """The questionnaire to print; what the address does not name is as usual."""
    seen = found_whole(request, version)
    form = _paper_form(seen, request.GET)
    wanted = form.wanted()
    sheet = sheet_of(seen.instrument.in_language(wanted.language), seen.about.title, seen.version.number)
    day = timezone.localdate(seen.version.published_at or seen.version.created_at)
    made = as_docx(sheet, day) if wanted.file == "docx" else as_pdf(sheet, day, large=wanted.large)
    return attached(made, f"{seen.about.title}, версия {seen.version.number}.{wanted.file}")
