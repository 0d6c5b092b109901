"""The lines of letterheads, approvals and signatures, the same words in DOCX and PDF."""

from __future__ import annotations

from datetime import date

from opora.printing import russian
from opora.printing.blocks import Addressee, Letterhead, Requisites, Signature, Stamp

_NBSP = russian.NBSP


def requisite_lines(organisation: Requisites) -> tuple[str, ...]:
    """What stands under the name: address, ways to reach, numbers; a line for each kind."""
    phone = f"тел. {organisation.phone}" if organisation.phone else ""
    numbers = (
        ("ОКПО", organisation.okpo),
        ("ОГРН", organisation.ogrn),
        ("ИНН", organisation.inn),
        ("КПП", organisation.kpp),
    )
    named = ", ".join(f"{name}{_NBSP}{value}" for name, value in numbers if value)
    return tuple(
        line
        for line in (organisation.address, phone, organisation.email, organisation.website, named)
        if line
    )


def addressee_lines(addressee: Addressee) -> tuple[str, ...]:
    lines = (addressee.post, addressee.organisation, addressee.name, addressee.address)
    return tuple(line for line in lines if line)


def reference_lines(letter: Letterhead) -> tuple[str, str]:
    """«22.03.2026 № 45» and «На № … от …»; what is not known yet is a line to write on."""
    own = f"{_short(letter.date)} №{_NBSP}{letter.number or '_' * 8}"
    reply = f"На №{_NBSP}{letter.reply_to_number or '_' * 8} от{_NBSP}{_short(letter.reply_to_date)}"
    return own, reply


def approval_date(day: date | None) -> str:
    """«22» марта 2026 г. or the same line to fill in by hand."""
    if day is None:
        return f"«____»{_NBSP}______________{_NBSP}20___{_NBSP}г."
    month = russian.MONTHS_GENITIVE[day.month - 1]
    return f"«{day.day}»{_NBSP}{month} {day.year}{_NBSP}г."


def stamp_name(stamp: Stamp) -> str:
    """What stands after the line of a stamp: the name, or a second line to write it on."""
    return stamp.signer or f"/{_NBSP}{'_' * 14}{_NBSP}/"


def stamp_date(stamp: Stamp) -> str:
    return approval_date(stamp.date) if stamp.date or stamp.date_line else ""


def signature_date(signature: Signature) -> str:
    return approval_date(signature.date) if signature.date or signature.date_line else ""


def _short(day: date | None) -> str:
    return russian.short_date(day) if day else "_" * 12
