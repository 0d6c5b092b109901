"""The secret of an invitation: given out once, kept only as a hash."""

import hashlib
import secrets

# no signs that look alike on paper: some type the address by hand
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 26


def new_token() -> str:
    """128 bits: nobody guesses it, and it still fits a small QR code."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def hash_of(token: str) -> str:
    # a long random secret needs no slow hash; capitals come from keyboards of phones
    return hashlib.sha256(token.lower().encode()).hexdigest()
