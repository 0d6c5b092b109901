"""The keys of an installation's surveys: files of `<HOME>/keys/`, one owner's to read, never in the database.

`codes` makes and recognises codes and posters: with it alone nobody opens an answer, and it may go into a
backup (without it, printed codes die). A campaign's private key opens its answers: it is named after its
public half, never copied anywhere, and thrown away when the campaign is gathered.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from opora.access import WrongState

KEY_BYTES = 32
CODES = "codes"


class KeyIsLost(LookupError):
    """The private key of a campaign is not in the folder: what is sealed to it stays sealed."""


class KeysUnreadable(WrongState):
    """The folder of keys is there and cannot be read or written: no code can be told from another."""

    def __init__(self) -> None:
        super().__init__(
            "Ключи опросов на сервере не читаются. Скажите администратору: пусть проверит папку keys и права на неё;"
            " потом попробуйте снова."
        )


def folder() -> Path:
    """`<HOME>/keys/`, made where it is missing. Raises KeysUnreadable."""
    place = Path(settings.HOME) / "keys"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeysUnreadable from error
    return place


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """One purpose, one key: making codes, recognising them, posters, sendings, receipts."""

    making: bytes
    digests: bytes
    posters: bytes
    retries: bytes
    receipts: bytes


def code_keys() -> CodeKeys:
    return _code_keys(str(settings.HOME))


@lru_cache(maxsize=8)
def _code_keys(_home: str) -> CodeKeys:
    master = _kept(folder() / CODES)
    return CodeKeys(*(_derived(master, name) for name in CodeKeys.__slots__))


def _derived(master: bytes, purpose: str) -> bytes:
    info = f"opora surveys {purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def mac(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 of the parts, each with its length, so that no two lists look alike."""
    said = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        said.update(len(part).to_bytes(4, "big") + part)
    return said.digest()


def new_pair() -> bytes:
    """A key pair of a campaign: the private half is on the disk before the public half is returned."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    folder()
    try:
        _write_once(_place_of(public), private.private_bytes_raw())
    except OSError as error:
        raise KeysUnreadable from error
    return public


def is_here(public: bytes) -> bool:
    """Whether the private half of this key is in the folder."""
    return _place_of(public).is_file()


def private_of(public: bytes) -> X25519PrivateKey:
    """Raises KeyIsLost."""
    try:
        return X25519PrivateKey.from_private_bytes(_place_of(public).read_bytes())
    except OSError as error:
        raise KeyIsLost(str(_place_of(public))) from error


def throw_away(public: bytes) -> None:
    """Nobody will open anything sealed to this key again."""
    _place_of(public).unlink(missing_ok=True)


def _place_of(public: bytes) -> Path:
    return Path(settings.HOME) / "keys" / f"{hashlib.sha256(public).hexdigest()[:24]}.key"


def _kept(place: Path) -> bytes:
    try:
        if not place.exists():
            _write_once(place, secrets.token_bytes(KEY_BYTES))
        return place.read_bytes()
    except OSError as error:
        raise KeysUnreadable from error


def _write_once(place: Path, content: bytes) -> None:
    """Written whole or not at all; of two processes at once the first wins."""
    draft = place.with_name(f".{place.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        place.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    _sync(place.parent)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
