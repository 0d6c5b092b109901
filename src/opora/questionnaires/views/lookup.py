"""What every page of a version begins with."""

from dataclasses import dataclass

from django.http import Http404

from opora.access import WrongState
from opora.access.request import Request
from opora.catalogues.kinds import mistakes
from opora.catalogues.models import Version
from opora.catalogues.rules import READ
from opora.questionnaires.instrument import Instrument
from opora.questionnaires.kinds import questionnaires
from opora.questionnaires.queries import version_seen
from opora.questionnaires.xlsform import About
from opora.ui.text import count_ru


@dataclass(frozen=True, slots=True)
class Seen:
    version: Version
    instrument: Instrument

    @property
    def about(self) -> About:
        definition = self.version.definition
        return About(definition.title, definition.code, self.version.number)


def found(request: Request, version: int) -> Version:
    """404 where this person sees no such version."""
    READ.check(request.actor, None)
    seen = version_seen(request.actor, version)
    if seen is None:
        raise Http404
    return seen


def found_whole(request: Request, version: int) -> Seen:
    """The same, read as an instrument; 409 for a draft that is not one yet."""
    seen = found(request, version)
    wrong = mistakes(questionnaires(), seen.content)
    if wrong:
        places = count_ru(len(wrong), "место,места,мест")
        raise WrongState(
            f"Анкету ещё не показать: в ней осталось исправить {places}. Откройте черновик: они отмечены."
        )
    return Seen(seen, Instrument.parse(seen.content))
