"""What the pages are about, if the actor sees it; else 404: a neighbour's number is no news."""

import uuid
from typing import NoReturn

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.expertise.models import Assignment, Entry, Round
from opora.expertise.queries import visibility
from opora.ui.components import Crumb


def round_run_or_404(request: Request, pk: int) -> Round:
    return visibility.round_run_by(request.actor, pk) or _gone()


def round_read_or_404(request: Request, pk: int) -> Round:
    return visibility.round_read_by(request.actor, pk) or _gone()


def entry_or_404(request: Request, pk: int) -> Entry:
    return visibility.entry_run_by(request.actor, pk) or _gone()


def own_assignment_or_404(request: Request, key: uuid.UUID) -> Assignment:
    return visibility.assignment_of(request.actor, key) or _gone()


def run_assignment_or_404(request: Request, key: uuid.UUID) -> Assignment:
    return visibility.assignment_run_by(request.actor, key) or _gone()


def _gone() -> NoReturn:
    raise Http404


def crumbs(of: Round | None = None, *more: Crumb) -> list[Crumb]:
    """«Экспертиза / раунд / …»."""
    found = [Crumb("Экспертиза", reverse("expertise"))]
    if of is not None:
        found.append(Crumb(of.title, reverse("expertise-round", args=[of.pk])))
    return [*found, *more]
