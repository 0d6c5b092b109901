"""An agreement in office form, ready to sign; what is signed in the system says when and by whom."""

from django.conf import settings
from django.utils import timezone

from opora.curators.models import Agreement
from opora.curators.states import AgreementState
from opora.printing import Document, NumberedList, Paragraph, Signature, Title
from opora.printing.russian import NBSP, short_date

SYNTHETIC = "Синтетические данные: школы, люди и цифры выдуманы"


def agreement_paper(agreement: Agreement) -> Document:
    """Subject, terms as points, two signatures; a draft says so on every page."""
    school = agreement.school.official_name or agreement.school.name
    number = f" №{NBSP}{agreement.number}" if agreement.number else ""
    footer = "Проект" if agreement.state == AgreementState.DRAFT else ""
    return Document(
        title=f"Соглашение школы и куратора: {agreement.school.name}",
        date_of_data=agreement.date,
        blocks=(
            Title(
                f"{school} и куратор {agreement.curator_name}",
                kind="Соглашение",
                subtitle=f"от{NBSP}{short_date(agreement.date)}{number}, {agreement.cycle.title}",
            ),
            Paragraph(agreement.subject),
            NumberedList(tuple(agreement.terms)),
            Signature(
                "Директор школы",
                agreement.school_signed_by_name,
                date=timezone.localdate(agreement.school_signed_at) if agreement.school_signed_at else None,
                date_line=agreement.school_signed_at is None,
            ),
            Signature(
                "Куратор",
                agreement.curator_name,
                date=timezone.localdate(agreement.curator_signed_at) if agreement.curator_signed_at else None,
                date_line=agreement.curator_signed_at is None,
            ),
        ),
        footer=". ".join(filter(None, (footer, SYNTHETIC if settings.IS_DEMO else ""))),
    )
