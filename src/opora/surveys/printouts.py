"""What is printed and handed out: slips with codes to cut apart, posters for adults."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched

from opora.printing.blocks import Block, Document, Figure, Heading, PageBreak, Paragraph, Slip, Slips, Title
from opora.printing.qr import qr_svg
from opora.printing.russian import long_date
from opora.printing.text import Align, Run
from opora.printing.writers import write_pdf

SYNTHETIC = "Синтетические данные"
HOW_TO_HAND_OUT = "Разрежьте и раздайте не глядя: каждому любой листок. Не записывайте, кому какой."
#: three rows of three fit under the title also where a class or an address takes two lines
ON_A_PAGE = 9


@dataclass(frozen=True, slots=True)
class CodeSlip:
    """A code as it is read aloud, and the link that holds it."""

    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The slips of one group. `title` names it: «6А, обучающиеся»."""

    title: str
    slips: tuple[CodeSlip, ...]


def slips_pdf(
    *,
    campaign: str,
    school: str,
    address: str,
    closes: date,
    groups: Sequence[Sheets],
    day: date,
    is_synthetic: bool = False,
) -> bytes:
    """Each group from a new page, as many slips on every page; a page says by itself whose it is."""
    blocks: list[Block] = []
    for group in groups:
        pages = list(batched(group.slips, ON_A_PAGE))
        for number, slips in enumerate(pages, 1):
            of = f", лист {number} из {len(pages)}" if len(pages) > 1 else ""
            blocks += [
                *([PageBreak()] if blocks else []),
                Title(f"{school}: {group.title}{of}"),
                Paragraph(f"{campaign}. {HOW_TO_HAND_OUT}", small=True),
                Slips(
                    tuple(_slip(each, group.title, address, closes, is_synthetic) for each in slips),
                    columns=3,
                ),
            ]
    document = Document(
        title=f"Листки с кодами: {school}",
        date_of_data=day,
        blocks=tuple(blocks),
        footer=f"{SYNTHETIC}: школы и люди выдуманы" if is_synthetic else "",
    )
    return write_pdf(document)


def _slip(slip: CodeSlip, title: str, address: str, closes: date, is_synthetic: bool) -> Slip:
    lines = [f"Откройте {address}", f"до {closes:%d.%m.%Y}, один раз"]
    if is_synthetic:
        lines.append(SYNTHETIC)
    return Slip(title=title, lines=tuple(lines), qr=slip.url, code=slip.code)


def poster_pdf(
    *,
    campaign: str,
    school: str,
    audience: str,
    url: str,
    closes: date,
    minimum: int,
    day: date,
    is_synthetic: bool = False,
) -> bytes:
    """One page to hang up or to send round: the link and its picture."""
    blocks: tuple[Block, ...] = (
        Title(campaign, kind="Опрос", subtitle=f"{school}: {audience}"),
        Paragraph(
            "Наведите камеру телефона или наберите адрес. Ответить может каждый, один раз.", Align.CENTER
        ),
        Figure(qr_svg(url), title=f"QR-код: {url}", width=0.6),
        Paragraph((Run(url, bold=True),), Align.CENTER),
        Paragraph(f"Последний день — {long_date(closes)}", Align.CENTER),
        Heading("Что мы сохраняем", 2),
        Paragraph(
            "Ответы — без имени, адреса и времени. Ответы группы перемешиваются, прежде чем их кто-либо увидит;"
            f" если ответит меньше {minimum} человек, итогов группы не увидит никто.",
        ),
    )
    document = Document(
        title=f"Плакат опроса: {school}",
        date_of_data=day,
        blocks=blocks,
        footer=f"{SYNTHETIC}: школы и люди выдуманы" if is_synthetic else "",
    )
    return write_pdf(document)
