"""Programmes of the corpus, outlines and covers to print them with."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from pypdf import PdfReader

from opora.documents.exchange import parse
from opora.documents.outline import Outline, Part
from opora.documents.printouts.cover import AgreedByBody, AgreedByPerson, Approval, Cover
from opora.documents.programme import (
    Cause,
    Direction,
    Goal,
    Indicator,
    Measure,
    Passage,
    Programme,
    Result,
    Task,
)
from opora.printing import Document, write_docx, write_pdf

TESTS = Path(__file__).parents[2]
DAY = date(2026, 10, 14)

APPROVED = Cover(
    date_of_data=DAY,
    organisation="МБОУ «Средняя школа № 3 посёлка Заречного»",
    parent="Отдел образования Заречного округа",
    territory="Заречный муниципальный округ",
    approval=Approval("директор школы", "И. И. Иванова", "112-о", DAY),
    agreements=(
        AgreedByBody("Педагогический совет", "3", date(2026, 10, 8)),
        AgreedByPerson("Куратор школы", "Е. А. Соснова", date(2026, 10, 12)),
    ),
    town="пос. Заречный",
    year=2026,
    period="2026/27 учебный год",
    is_draft=False,
    version=4,
    footer="Синтетические данные",
)
DRAFT = Cover(date_of_data=DAY, agreements=(AgreedByBody(""), AgreedByPerson("")))


@cache
def outline(kind: str) -> Outline:
    read = tomllib.loads((TESTS.parent / "definitions" / "documents" / f"{kind}.toml").read_text("utf-8"))
    return Outline.parse(kind, read["title"], read["content"])


def corpus() -> list[Path]:
    return sorted((TESTS / "programmes").glob("*/*.json"))


def programme() -> Programme:
    """A finished programme of two directions: `programme.json`."""
    return read(Path(__file__).parent / "programme.json")


def anti_risk() -> Programme:
    """One direction, one optional section written, two not."""
    return Programme(
        kind="anti-risk",
        title="Антирисковая программа «Говорим, читаем, понимаем»",
        starts=date(2026, 10, 1),
        ends=date(2027, 5, 31),
        passages=tuple(
            Passage(each.code, f"Раздел {each.code}.")
            for each in outline("anti-risk").sections
            if each.part is Part.TEXT and each.required
        ),
        directions=(Direction("d1", "R07", "Низкое качество преодоления языковых и культурных барьеров"),),
        causes=(Cause("c1", "d1", "Ребёнок не понимает слов учебника."),),
        goals=(Goal("g1", "К 20 мая 17 из 21 ученика понимают инструкцию.", "d1"),),
        tasks=(Task("t1", "g1", "Вернуть занятия русским языком", ("c1",)),),
        measures=(Measure("m1", "t1", "Группа «Русский с нуля»"),),
        indicators=(Indicator("i1", "g1", "Ученики, понявшие инструкцию"),),
        results=(Result("r1", "17 детей начинают работу вместе с классом.", ("g1",), ("i1",)),),
    )


def read(path: Path) -> Programme:
    return parse(json.loads(path.read_text("utf-8")))


def with_measures(count: int) -> Programme:
    """The first programme of the corpus, its measures repeated up to a number."""
    found = programme()
    rows = found.measures
    made = (replace(rows[at % len(rows)], id=f"m{at}", title=f"мера{at:04}") for at in range(count))
    return replace(found, measures=tuple(made), indicators=())


def as_pdf(document: Document) -> PdfReader:
    return PdfReader(BytesIO(write_pdf(document)))


def as_word(document: Document) -> WordDocument:
    return docx.Document(BytesIO(write_docx(document)))


def pages(document: Document) -> list[str]:
    """The words of each page, spaces made equal."""
    return [" ".join(page.extract_text().split()) for page in as_pdf(document).pages]


def word_lines(document: Document) -> list[str]:
    """Every paragraph of the file with words, those of cells too, in their order."""
    body = as_word(document).element.body
    texts = ("".join(part.text or "" for part in each.iter("{*}t")) for each in body.iter("{*}p"))
    return [" ".join(text.split()) for text in texts if text.strip()]
