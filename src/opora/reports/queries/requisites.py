"""Who sends a report and to whom: the authority with its requisites, who signs, the institute of the region."""

import re
from dataclasses import dataclass
from datetime import date

from opora.access.paths import chain
from opora.orders.queries.people import authority_of, signer_of
from opora.organisations.models import Leader, Organisation, Territory
from opora.organisations.states import OrganisationKind
from opora.printing import Requisites
from opora.printing.declension import Case, person, phrase

_NUMBERS = {"okpo": "ОКПО", "ogrn": "ОГРН", "kpp": "КПП"}


@dataclass(frozen=True, slots=True)
class Heading:
    """Whom a letter goes to and who signs it: a proposal that a person corrects."""

    addressee_post: str = ""
    addressee_organisation: str = ""
    addressee_name: str = ""
    signer_post: str = ""
    signer_name: str = ""


def proposed(territory: Territory, *, on: date) -> Heading:
    """To the head of the institute of the region, in the dative; signed by the head of the authority. Five queries
    at most."""
    signer = signer_of(territory, on=on)
    own = Heading(signer_post=signer.post if signer else "", signer_name=signer.name if signer else "")
    institute = (
        Organisation.objects.filter(
            territory__path__in=chain(territory.path or ""),
            kind=OrganisationKind.INSTITUTE,
            closed_on=None,
        )
        .order_by("-territory__path", "pk")
        .first()
    )
    if institute is None:
        return own
    head = Leader.objects.filter(organisation=institute, is_head=True, until=None).first()
    return Heading(
        addressee_post=phrase(head.post, Case.DATIVE, animate=True) if head else "",
        addressee_organisation=institute.official_name or institute.name,
        addressee_name=person(head.name, Case.DATIVE) if head else "",
        signer_post=own.signer_post,
        signer_name=own.signer_name,
    )


def sender(territory: Territory) -> Requisites:
    """What stands in the corner of the letter. One query."""
    body = authority_of(territory)
    if body is None:
        return Requisites(name=f"Орган управления образованием: {territory.name}")
    numbers = {name: _number(word, body.letterhead) for name, word in _NUMBERS.items()}
    return Requisites(
        name=body.official_name or body.name,
        address=body.address,
        phone=body.phone,
        email=body.email,
        website=body.site,
        inn=body.inn,
        **numbers,
    )


def _number(word: str, letterhead: str) -> str:
    """The number after «ОГРН» in the requisites as somebody typed them; nothing where it is not there."""
    found = re.search(rf"{word}\W{{0,3}}(\d{{8,15}})", letterhead)
    return found[1] if found else ""
