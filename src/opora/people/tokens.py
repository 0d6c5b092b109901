"""The secret of an invitation: given out once, kept only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """192 bits: nobody guesses it, and it still fits a small QR code."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    # a long random secret needs no slow hash
    return hashlib.sha256(token.encode()).hexdigest()
