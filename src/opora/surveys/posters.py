"""A poster's link: it names its cohort and proves itself, so no table keeps it."""

import base64
import hmac

from opora.surveys.keys import code_keys, mac

#: bytes of proof in a token: 80 bits
PROOF = 10


def token_of(cohort_id: int) -> str:
    """«12-k4f7…»: the cohort and the proof, small Latin letters and digits."""
    return f"{cohort_id}-{_proof(cohort_id)}"


def cohort_of(token: str) -> int | None:
    """The cohort that a token names; None where it was not made here."""
    number, _, proof = token.strip().lower().partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 18 and proof.isascii()):
        return None
    return int(number) if hmac.compare_digest(proof, _proof(int(number))) else None


def _proof(cohort_id: int) -> str:
    said = mac(code_keys().posters, cohort_id.to_bytes(8, "big"))[:PROOF]
    return base64.b32encode(said).decode().lower()
