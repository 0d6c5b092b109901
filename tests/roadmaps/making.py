"""Small files and definitions for tests of roadmaps."""

from pathlib import Path

from django.conf import settings

from conftest import NOW
from opora.access.actor import operator
from opora.catalogues.seeding import seed_from_files

#: the smallest picture that a browser draws: 1 × 1, one grey point
PHOTO = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e"
    "1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f0000010501"
    "010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d0102030004110512213141"
    "0613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a5354"
    "55565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9"
    "bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbfca28a28ffd9"
)


def stages() -> None:
    """The ladder and the stages as an installation has them."""
    root = Path(settings.DEFINITIONS_ROOT)
    seed_from_files(root=root, only={"escalation", "roadmap-stages"}, by=operator("Установка"), at=NOW)
