"""Slips of invitations: cut out, handed over, opened by the camera of a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opora.printing.blocks import Document, Paragraph, Slip, Slips, Title
from opora.printing.russian import long_date
from opora.printing.writers import write_pdf


@dataclass(frozen=True, slots=True)
class InvitationSlip:
    """Who is invited, as what, where the link leads, until when."""

    name: str
    capacity: str
    url: str
    until: date


SYNTHETIC = "Синтетические данные"


def slips_pdf(slips: Sequence[InvitationSlip], *, day: date, is_synthetic: bool = False) -> bytes:
    """One slip for each, six to a page; slips are cut apart, so each says itself that nothing in it is real."""
    document = Document(
        title="Приглашения в Опору",
        date_of_data=day,
        blocks=(
            Title("Приглашения в Опору"),
            Paragraph("Разрежьте и отдайте каждому лично: по такому листку можно войти от его имени."),
            Slips(tuple(_slip(each, is_synthetic=is_synthetic) for each in slips)),
        ),
        footer=f"{SYNTHETIC}: школы и люди выдуманы" if is_synthetic else "",
    )
    return write_pdf(document)


def _slip(slip: InvitationSlip, *, is_synthetic: bool) -> Slip:
    lines = [slip.capacity] if slip.capacity else []
    lines += [
        "Наведите камеру телефона на код или наберите адрес:",
        slip.url,
        f"Действует до {long_date(slip.until)}, один раз.",
    ]
    if is_synthetic:
        lines.append(SYNTHETIC)
    return Slip(title=slip.name, lines=tuple(lines), qr=slip.url)
