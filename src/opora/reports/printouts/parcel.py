"""A letter with its annexes as one ZIP: what is sent by mail. The same files give the same bytes."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from opora.printing.archive import without_times

_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def parcel(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name; a name that stands there already gets a number."""
    out, taken = BytesIO(), set[str]()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(_free(name.translate(_NOT_IN_NAMES), taken), data)
    return without_times(out.getvalue())


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    found, at = name, 2
    while found in taken:
        found, at = f"{stem or name} ({at}){dot}{ending}", at + 1
    taken.add(found)
    return found
