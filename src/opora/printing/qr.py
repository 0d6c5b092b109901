"""QR codes of slips, drawn once for both writers."""

from __future__ import annotations

from io import BytesIO

import segno

# Paper gets creased: a quarter of the code may be unreadable.
_ERROR_CORRECTION = "q"


def qr_svg(payload: str) -> bytes:
    out = BytesIO()
    _code(payload).save(out, kind="svg", border=2, xmldecl=False, nl=False)
    return out.getvalue()


def qr_png(payload: str) -> bytes:
    out = BytesIO()
    _code(payload).save(out, kind="png", border=2, scale=8)
    return out.getvalue()


def qr_alternative(payload: str) -> str:
    return f"QR-код: {payload}"


def _code(payload: str) -> segno.QRCode:
    return segno.make(payload, error=_ERROR_CORRECTION, micro=False, boost_error=False)
