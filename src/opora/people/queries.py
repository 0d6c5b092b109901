"""Reading people: invitations by their link, sign-ins of one person."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from opora.access import Actor
from opora.people.models import Invitation, Person
from opora.people.tokens import hash_of


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of a link, whatever its state; None for a link that was never given out."""
    return Invitation.objects.select_related("person").filter(token_hash=hash_of(token)).first()


def has_second_factor(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def login_is_taken(login: str, *, by_others_than: Person) -> bool:
    return Person.objects.filter(login__iexact=login).exclude(pk=by_others_than.pk).exists()


def oneself(actor: Actor) -> Person:
    """The account of the one who acts."""
    assert actor.person_id is not None
    return Person.objects.get(pk=actor.person_id)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which the person is signed in now."""

    id: int
    since: datetime
    address: str
    browser: str
    is_current: bool


def sign_ins_of(person: Person, *, current_key: str | None) -> list[SignIn]:
    """Those still alive, the newest first."""
    alive = UserSession.objects.purge_and_list(person)
    return [
        SignIn(
            id=each.pk,
            since=each.created_at,
            address=each.ip,
            browser=browser_name(each.user_agent),
            is_current=each.session_key == current_key,
        )
        for each in sorted(alive, key=lambda s: (s.created_at, s.pk), reverse=True)
    ]


# the order matters: Chrome calls itself Safari too, Edge and Yandex call themselves Chrome
_BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """«Firefox, Windows»: as much as a person recognises their own device by."""
    names = [
        next((name for sign, name in signs if sign in user_agent), "") for signs in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in names if name) or "Неизвестный браузер"
