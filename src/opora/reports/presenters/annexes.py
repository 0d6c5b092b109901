"""The annexes of a report: number, title, file, and where an annex may go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from opora.reports.annexes import moved
from opora.reports.content import Content
from opora.reports.models import Report
from opora.reports.texts import ANNEXES, paragraphs

_FILE = "file:"


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """`url` and `edit_url` are empty where there is no file; `sooner` and `later` are orders of all annexes."""

    number: int
    title: str
    file: str = ""
    url: str = ""
    edit_url: str = ""
    sooner: str = ""
    later: str = ""
    note: str = ""


def annex_lines(report: Report, content: Content, *, may_open: bool, may_write: bool) -> list[AnnexLine]:
    """In the order of numbers: tables of the letter, papers and files, what is enclosed on paper."""
    keys = [each.key for each in content.annexes if each.key]
    found = []
    for at, each in enumerate(content.annexes, 1):
        pk = int(each.key.removeprefix(_FILE)) if each.key.startswith(_FILE) else None
        place = keys.index(each.key) if each.key else -1
        found.append(
            AnnexLine(
                number=at,
                title=each.title,
                file=each.file,
                url=reverse("report-annex", args=[report.pk, pk]) if pk and may_open else "",
                edit_url=reverse("report-annex-edit", args=[report.pk, pk]) if pk and may_write else "",
                sooner=_order(keys, each.key, -1) if may_write and place > 0 else "",
                later=_order(keys, each.key, 1) if may_write and 0 <= place < len(keys) - 1 else "",
                note="" if each.file else "таблица письма" if not each.key else "без файла",
            )
        )
    on_paper = paragraphs(report.texts.get(ANNEXES, ""))
    return found + [
        AnnexLine(number=at, title=title, note="на бумаге")
        for at, title in enumerate(on_paper, len(found) + 1)
    ]


def _order(keys: Sequence[str], key: str, by: int) -> str:
    return ",".join(moved(keys, key, by))


def of_file(number: int, title: str, name: str) -> str:
    """«Приложение 3. Приказ № 16 от 02.09.2026.pdf»: what a file is called when it is saved."""
    _, dot, ending = name.rpartition(".")
    return (
        f"Приложение {number}. {title[:100]}{dot}{ending}" if dot else f"Приложение {number}. {title[:100]}"
    )
