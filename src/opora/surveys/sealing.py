"""An answer is sealed before it reaches the database: HPKE (RFC 9180) to the campaign's public key.

Only the process that gathers opens it, with the private half from the installation's folder. The campaign
and the cohort are bound in, so a sealed answer opens nowhere else; its length is rounded up, so it tells little.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

#: bytes by which sealed answers differ in length
STEP = 1024

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person answered: items, words by question, the language they read."""

    language: str
    items: Mapping[str, int]
    words: Mapping[str, str]


def seal(sheet: Sheet, public: bytes, *, campaign_id: int, cohort_id: int) -> bytes:
    said = {"l": sheet.language, "i": sheet.items, "w": sheet.words}
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    padded = plain.ljust(-(-len(plain) // STEP) * STEP)  # blanks after JSON mean nothing
    key = X25519PublicKey.from_public_bytes(public)
    return _SUITE.encrypt(padded, key, _info(campaign_id, cohort_id))


def unseal(sealed: bytes, private: X25519PrivateKey, *, campaign_id: int, cohort_id: int) -> Sheet:
    """Raises InvalidTag where it was sealed to another key, campaign or cohort."""
    said = json.loads(_SUITE.decrypt(sealed, private, _info(campaign_id, cohort_id)))
    return Sheet(said["l"], said["i"], said["w"])


def _info(campaign_id: int, cohort_id: int) -> bytes:
    return f"opora survey {campaign_id} {cohort_id}".encode()
