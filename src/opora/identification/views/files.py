"""The protocol and the letter as files."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opora.access import Refused
from opora.access.request import Request
from opora.identification.models import YearList
from opora.identification.printouts import Listing, letter, listing_of, protocol, protocol_sheets
from opora.identification.queries import procedure_titles
from opora.identification.rules import EXPORT
from opora.identification.views.lookup import list_or_404
from opora.organisations.models import Organisation
from opora.organisations.states import OrganisationKind
from opora.printing import Document, Requisites, write_docx, write_pdf, write_xlsx
from opora.ui.downloads import attached

NAMES = {"protocol": "Протокол отбора", "letter": "Письмо со списком"}


@require_safe
def file(request: Request, pk: int, paper: str, extension: str) -> HttpResponse:
    found = list_or_404(request, pk)
    EXPORT.check(request.actor, found)
    if not found.rule:
        raise Refused("Этот список загружен готовым: протокола отбора у него нет.")
    listing = listing_of(found, titles=procedure_titles())
    name = f"{NAMES[paper]}, {found.cycle.title}, {found.territory.name}.{extension}"
    return attached(_bytes(found, listing, paper, extension), name)


def _bytes(found: YearList, listing: Listing, paper: str, extension: str) -> bytes:
    document = protocol(listing) if paper == "protocol" else _letter(found, listing)
    match extension:
        case "docx":
            return write_docx(document)
        case "pdf":
            return write_pdf(document)
        case _:
            return write_xlsx(
                protocol_sheets(listing), date_of_data=listing.date_of_data, title=document.title
            )


def _letter(found: YearList, listing: Listing) -> Document:
    """From the authority of the territory, signed by its head, where the installation knows them."""
    authority = Organisation.objects.filter(
        territory=found.territory_id, kind=OrganisationKind.AUTHORITY, closed_on__isnull=True
    ).first()
    if authority is None:
        return letter(listing)
    head = authority.leaders.filter(is_head=True, until__isnull=True).first()
    return letter(
        listing,
        sender=Requisites(
            name=authority.official_name or authority.name,
            address=authority.address,
            phone=authority.phone,
            email=authority.email,
            website=authority.site,
            inn=authority.inn,
        ),
        post=head.post if head else "",
        signer=head.name if head else "",
    )
