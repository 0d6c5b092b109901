"""A programme of forty pages as PDF and as DOCX.

    ./dev benchmark printouts [--pages 40]

The floor is typst alone: the same texts as paragraphs and plain tables, same PDF standards, no form. Every run
prints texts of its own: typst remembers what it has set before, a person does not print the same thing twice.
"""

import argparse
import json
import statistics
import sys
import tomllib
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

import typst
from pypdf import PdfReader

from harness import Row, interleaved, median_ratio, table
from opora.documents.outline import Outline
from opora.documents.printouts.cover import Cover
from opora.documents.printouts.form import office_form
from opora.documents.programme import (
    Cause,
    Direction,
    Executor,
    Goal,
    Indicator,
    Measure,
    Participant,
    Passage,
    Programme,
    Result,
    Task,
)
from opora.printing import (
    Annex,
    BulletList,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    Table,
    write_docx,
    write_pdf,
)
from opora.printing import Row as TableRow
from opora.printing.estimates import row_texts
from opora.printing.text import plain

LIMIT_SECONDS, LIMIT_RATIO = 1.0, 2.0
KIND = Path(__file__).parents[1] / "definitions" / "documents" / "medium-term.toml"
DAY = date(2026, 10, 14)
_BARE = """#let doc = json(bytes(sys.inputs.document))
#set document(title: "Проба", date: datetime(year: 2026, month: 10, day: 14))
#set text(lang: "ru", size: 13pt, hyphenate: true)
#set par(justify: true)
#for b in doc {
  if b.is == "heading" { heading(level: 1, b.text) }
  else if b.is == "table" {
    set text(size: 10pt)
    table(columns: b.head.map(_ => 1fr), table.header(..b.head), ..b.rows.flatten())
  } else { par(b.text) }
}
"""


def outline() -> Outline:
    read = tomllib.loads(KIND.read_text("utf-8"))
    return Outline.parse("medium-term", read["title"], read["content"])


def programme(of: Outline, size: int, run: int) -> Programme:
    """Half running text from the examples of the kind, half tables; no text is that of another run."""
    said = [each.good for each in of.sections if each.good]

    def text(at: int) -> str:
        words = said[at % len(said)].split(" ")
        return " ".join(f"{word}{run}" if at % 7 == 0 else word for at, word in enumerate(words))

    rows = range(size)
    short = [f"{text(at)[: 90 + at % 60]} {at}" for at in range(size * 8)]
    return Programme(
        kind="medium-term",
        title="Среднесрочная программа развития",
        passages=tuple(
            Passage(each.code, "\n".join(text(at + 3 * piece) for piece in range(size // 4)))
            for at, each in enumerate(of.sections)
        ),
        directions=tuple(Direction(f"d{at}", f"R{at:02}", short[at]) for at in range(4)),
        causes=tuple(Cause(f"c{at}", f"d{at % 4}", short[at]) for at in rows),
        goals=tuple(Goal(f"g{at}", short[at + size], f"d{at % 4}") for at in range(size // 4)),
        tasks=tuple(Task(f"t{at}", f"g{at % (size // 4)}", short[at + 2 * size], (f"c{at}",)) for at in rows),
        measures=tuple(
            Measure(
                f"m{at}",
                f"t{at % size}",
                short[at + 3 * size],
                starts=DAY,
                ends=date(2027, 3, 1),
                executors=(Executor.TEACHER, Executor.PSYCHOLOGIST),
                participants=(Participant.PUPILS, Participant.PARENTS),
                result=short[at + 4 * size],
                resources="0,25 ставки",
            )
            for at in range(3 * size)
        ),
        indicators=tuple(
            Indicator(
                f"i{at}",
                f"g{at % (size // 4)}",
                short[at],
                "%",
                "41",
                "30",
                DAY,
                short[at + size][:60],
                text(at)[:80],
            )
            for at in rows
        ),
        results=tuple(
            Result(f"r{at}", short[at + 5 * size], (f"g{at}",), (f"i{at}",)) for at in range(size // 4)
        ),
    )


def form(of: Outline, size: int, run: int) -> Document:
    cover = Cover(
        date_of_data=DAY, organisation="Школа", town="Заречный", year=2026, is_draft=False, version=run
    )
    return office_form(programme(of, size, run), of, cover)


def bare(document: Document) -> bytes:
    """The same texts set by typst without our form."""
    nodes: list[dict[str, object]] = []
    for block in document.blocks:
        for inner in block.blocks if isinstance(block, Annex) else (block,):
            match inner:
                case Heading():
                    nodes.append({"is": "heading", "text": inner.text})
                case Paragraph():
                    nodes.append({"is": "text", "text": plain(inner.text)})
                case BulletList() | NumberedList():
                    nodes += [{"is": "text", "text": plain(item)} for item in inner.items]
                case Table():
                    cells = [
                        [plain(text) for text in row_texts(row, inner)]
                        for row in inner.rows
                        if isinstance(row, TableRow)
                    ]
                    nodes.append(
                        {"is": "table", "head": [each.title for each in inner.columns], "rows": cells}
                    )
    return typst.compile(
        _BARE.encode(),
        format="pdf",
        font_paths=FONTS,
        sys_inputs={"document": json.dumps(nodes, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(2026, 10, 14, tzinfo=UTC),
    )


FONTS = typst.Fonts(include_system_fonts=False)


def size_of(of: Outline, wanted: int) -> int:
    """The smallest programme of so many pages."""
    return next(size for size in count(8, 2) if pages(write_pdf(form(of, size, 0))) >= wanted)


def pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def measured(wanted: int) -> tuple[int, list[Row]]:
    """How many pages it came to; typst alone, ours as PDF and as DOCX."""
    of = outline()
    size = size_of(of, wanted)
    runs = count(1)
    taken = interleaved(
        {
            "bare": lambda: bare(form(of, size, next(runs))),
            "pdf": lambda: write_pdf(form(of, size, next(runs))),
            "docx": lambda: write_docx(form(of, size, next(runs))),
        },
        runs=7,
    )
    seconds = {name: statistics.median(each) for name, each in taken.items()}
    found = pages(write_pdf(form(of, size, next(runs))))
    ratio = median_ratio(taken["pdf"], taken["bare"])
    return found, [
        Row("typst alone, the same texts", seconds["bare"]),
        Row(f"{found} pages as PDF", seconds["pdf"], ratio, LIMIT_RATIO),
        Row(f"{found} pages as DOCX", seconds["docx"], median_ratio(taken["docx"], taken["bare"])),
    ]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=40)
    found, rows = measured(parser.parse_args().pages)
    print(f"{found} pages\n\n{table(rows)}")
    pdf = rows[1]
    assert pdf.ratio is not None
    return int(pdf.ratio > LIMIT_RATIO or pdf.seconds > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
