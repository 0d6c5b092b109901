"""Who suits a school: each with their reasons, the choice left to a person."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.appointments.models import Appointment
from opora.curators.matching import Reason, Sign, Somebody, reasons
from opora.curators.presenters.words import state_chip
from opora.curators.queries.choosing import Choice
from opora.curators.states import CandidateState
from opora.organisations.models import Organisation
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table

_SIGNS: dict[Sign, SafeString] = {
    Sign.FOR: badge("за", "low", "●"),
    Sign.AGAINST: badge("подумать", "mid", "■"),
    Sign.CONFLICT: badge("конфликт", "high", "▲"),
}
_NOT_YET = "сначала пройти отбор"


def table(school: Organisation, choice: Choice) -> Table:
    return Table(
        "choice",
        "Кто подойдёт школе",
        [Column("Кто", "words"), Column("Почему", "words"), Column("Что можно сделать")],
        [_row(school, choice, each) for each in choice.people],
        stacks=True,
        caption_hidden=True,
        empty="Ни кандидатов, ни кураторов в вашей территории пока нет. Предложите кандидата.",
    )


def _row(school: Organisation, choice: Choice, each: Somebody) -> tuple[object, ...]:
    about = ", ".join(filter(None, (each.post, each.works_at)))
    name = esc(each.name)
    if each.candidate_id is not None:
        name = link(reverse("curator-candidate", args=[each.candidate_id]), each.name)
    chip = state_chip(each.state) if each.state is not None else badge("уже куратор", "low", "●")
    who = as_markup(f"<div>{name}</div><small>{esc(about)}</small><div>{chip}</div>")
    found = reasons(each, most=choice.most, highs=len(choice.highs))
    return who, _why(found), _step(school, choice.present, each)


def _why(found: Sequence[Reason]) -> SafeString:
    return as_markup("".join(f"<div>{_SIGNS.get(each.sign, '')} {esc(each.words)}</div>" for each in found))


def _step(school: Organisation, present: Sequence[Appointment], each: Somebody) -> SafeString:
    if each.conflicts:
        return badge("нельзя: конфликт интересов")
    is_candidate = each.candidate_id is not None
    if is_candidate and each.state is not CandidateState.CONTRACTED:
        assert each.candidate_id is not None
        return link(reverse("curator-candidate", args=[each.candidate_id]), _NOT_YET.capitalize())
    if present:
        code = f"c{each.candidate_id}" if is_candidate else f"p{each.person_id}"
        url = reverse("curator-replace", args=[present[0].pk])
        return link(f"{url}?school={school.pk}&successor={code}", "Назначить на смену")
    if is_candidate:
        url = reverse("curator-candidate-appoint", args=[each.candidate_id])
        return link(f"{url}?school={school.pk}", "Назначить")
    return link(reverse("curator-assign", args=[school.pk, each.person_id]), "Назначить ещё и сюда")
