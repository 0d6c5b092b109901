"""QR codes on a page: on white paper in the dark theme too, or no camera reads them."""

import segno


def qr_picture(payload: str) -> str:
    """The code as a data: address for an <img>."""
    code = segno.make(payload, error="m", micro=False)
    return str(code.svg_data_uri(light="white", border=4, scale=4))
