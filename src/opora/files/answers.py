"""A stored file as the answer to a request. Whether it may be read is asked before, of what points to it."""

from typing import Literal

from django.http import Http404, HttpResponse

from opora.files.actions import read
from opora.files.models import StoredFile
from opora.ui.downloads import KINDS, file_answer

type Way = Literal["opened", "saved", "bytes"]
"""A picture and a PDF open in the browser and the rest is saved; all is saved; all is saved as of no kind."""

_OPENED = frozenset({"image/jpeg", "image/png", KINDS["pdf"]})
"""A browser shows these by itself and runs nothing of theirs."""
_NO_KIND = "application/octet-stream"


def stored(file: StoredFile | None, *, way: Way = "opened", name: str = "", seconds: int = 0) -> HttpResponse:
    """The file as it was given, under `name` or its own; the browser keeps it for so many `seconds`.

    Raises Http404 for none, for one that was given up and for one whose bytes are gone.
    """
    if file is None or file.removed_at is not None:
        raise Http404
    try:
        data = read(file)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return file_answer(
        data,
        name or file.name,
        _NO_KIND if way == "bytes" else file.content_type,
        inline=way == "opened" and file.content_type in _OPENED,
        seconds=seconds,
    )
