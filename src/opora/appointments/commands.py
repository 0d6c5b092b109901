"""What `opora invite` does: the way in on a new installation."""

from datetime import datetime, timedelta

from django.db import transaction

from opora.access import Actor, Refused, Role
from opora.appointments import actions
from opora.appointments.scopes import NotAScope, PlaceBook
from opora.people.actions import INVITATION_DAYS


class CommandRefused(Refused):
    """The words of the command make no sense; `allowed` lists what would."""

    def __init__(self, reason: str, allowed: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.allowed = allowed


@transaction.atomic
def invite_by_command(
    *, role: str, scope_code: str, by: Actor, at: datetime, address: str
) -> tuple[str, datetime]:
    """Appoint somebody yet without a name and give out their link: (address of the page, until when).

    `role` is a role's code («municipal_coordinator») or title; `scope_code` is «federation», the code of a
    territory or the key of a school, several by «;».
    """
    found = _role(role)
    book = PlaceBook(by)
    try:
        places = book.find(scope_code.split(";"), role=found)
    except NotAScope as refused:
        raise CommandRefused(refused.words, refused.allowed or book.codes()) from refused
    _, token = actions.appoint_somebody(
        contacts={}, role=found, places=places, terms=actions.Terms(), by=by, at=at
    )
    return f"{address.rstrip('/')}/invitations/{token}/", at + timedelta(days=INVITATION_DAYS)


def _role(word: str) -> Role:
    wanted = word.strip().lower().replace("-", "_")
    for role in Role:
        if wanted in {role.value, role.title.lower().replace("-", "_")}:
            return role
    raise CommandRefused(f"Роли «{word}» нет.", tuple(role.value for role in Role))
