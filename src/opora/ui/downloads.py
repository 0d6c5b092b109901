"""A file as the answer to a request: one place that says its name, its kind and who may keep a copy.

What a person gave and `opora.files` keeps goes out through `opora.files.answers`.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
"""By the ending of a name: what Опора writes."""

_LONGEST = 120
"""Letters of a name before its ending: in Cyrillic, with the ending, they fit the 255 bytes of a file system."""
_NOT_IN_NAMES = str.maketrans({"/": "-", "\\": "-", ":": None})


def attached(data: bytes, name: str) -> HttpResponse:
    """A file that Опора wrote, to be kept. Its kind is that of its ending, one of KINDS."""
    return file_answer(data, name, KINDS[name.rpartition(".")[2]])


def file_answer(
    data: bytes, name: str, content_type: str, *, inline: bool = False, seconds: int = 0
) -> HttpResponse:
    """Saved under the name; `inline` is opened by the browser, so only for kinds that can run nothing.

    No shared cache keeps it, and the reader's browser only for so many `seconds`: their rights may end.
    """
    disposition = content_disposition_header(as_attachment=not inline, filename=_fitting(name))
    return HttpResponse(
        data,
        content_type=content_type,
        headers={
            "Content-Disposition": disposition or "inline",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": f"private, max-age={seconds}" if seconds else "private, no-store",
        },
    )


def _fitting(name: str) -> str:
    """A name that every system can write down, its ending kept."""
    stem, dot, ending = name.translate(_NOT_IN_NAMES).rpartition(".")
    return f"{stem[:_LONGEST]}{dot}{ending}" if dot else ending[:_LONGEST]
