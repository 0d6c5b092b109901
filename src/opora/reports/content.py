"""What a report says: sections of sentences and tables in which every figure knows where it comes from. Pure.

A figure that nobody knows is no figure: it stands among what is missing, with who can supply it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from opora.printing.russian import NBSP, number

type Value = int | float | str

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit` (percents 0–100), what it is in `words`, the page that shows its records.

    `origin` is a record («order:15») or the query that counted («query:roadmaps.school_lines»); `as_on` the day.
    """

    value: Value
    words: str
    url: str
    origin: str
    as_on: date
    unit: str = ""

    @property
    def shown(self) -> str:
        """The value as a letter writes it; the unit only where it belongs to the figure itself."""
        if isinstance(self.value, str):
            return self.value
        if self.unit == PERCENT:
            return f"{number(self.value, 0)}{NBSP}%"
        return number(self.value)

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "words": self.words,
            "url": self.url,
            "origin": self.origin,
            "as_on": self.as_on.isoformat(),
            "unit": self.unit,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**{**kept, "as_on": date.fromisoformat(kept["as_on"])})


type Piece = str | Figure


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or several: words and figures in turn. An item stands in a list."""

    pieces: tuple[Piece, ...]
    is_item: bool = False

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.shown for each in self.pieces)

    @property
    def figures(self) -> list[Figure]:
        return [each for each in self.pieces if isinstance(each, Figure)]


def line(*pieces: Piece) -> Line:
    return Line(pieces)


def item(*pieces: Piece) -> Line:
    return Line(pieces, is_item=True)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first cell of a row heads it, None is what nobody knows. `is_long`: printed as an annex."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Piece | None, ...], ...]
    is_long: bool = False

    @property
    def figures(self) -> list[Figure]:
        return [each for row in self.rows for each in row if isinstance(each, Figure)]


@dataclass(frozen=True, slots=True)
class Missing:
    """What nobody has entered yet, whose it is to supply and where that is done. `who` may be nobody by name."""

    what: str
    role: str
    who: str
    url: str

    @property
    def asked(self) -> str:
        """«муниципальный координатор Окружная Мария Петровна»."""
        role = self.role[:1].lower() + self.role[1:]
        return f"{role} {self.who}" if self.who else f"{role} (ещё не назначен)"


@dataclass(frozen=True, slots=True)
class Section:
    """`lines` and `grids` are printed; `beside` only helps the one who writes the section's own words."""

    code: str
    title: str
    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    missing: tuple[Missing, ...] = ()
    beside: tuple[Line, ...] = ()

    @property
    def figures(self) -> list[Figure]:
        """Every printed figure in reading order."""
        in_lines = [figure for each in self.lines for figure in each.figures]
        return in_lines + [figure for each in self.grids for figure in each.figures]


@dataclass(frozen=True, slots=True)
class Named:
    """A school the report is about."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An annex of a report. `key` is by what the order of annexes names it («order:15», «file:7»), empty for a
    table of the letter itself; `of` the thing that a file was taken from; `file` the name of the file."""

    title: str
    key: str = ""
    of: str = ""
    file: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def read(cls, kept: str | Mapping[str, str]) -> Self:
        """Letters handed over before annexes had files keep titles alone."""
        return cls(kept) if isinstance(kept, str) else cls(**kept)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything gathered for a report on a day. `annexes` in the order of their numbers."""

    as_on: date
    sections: tuple[Section, ...]
    schools: tuple[Named, ...] = ()
    annexes: tuple[Enclosed, ...] = ()

    def section(self, code: str) -> Section | None:
        return next((each for each in self.sections if each.code == code), None)

    @property
    def figures(self) -> list[tuple[Section, Figure]]:
        return [(each, figure) for each in self.sections for figure in each.figures]

    @property
    def missing(self) -> list[tuple[Section, Missing]]:
        return [(each, lack) for each in self.sections for lack in each.missing]

    @property
    def long_grids(self) -> list[Grid]:
        """Tables that are printed as annexes, in their order."""
        return [grid for each in self.sections for grid in each.grids if grid.is_long]

    def as_json(self) -> dict[str, Any]:
        return {
            "as_on": self.as_on.isoformat(),
            "schools": [[each.id, each.name] for each in self.schools],
            "annexes": [each.as_json() for each in self.annexes],
            "sections": [_section_json(each) for each in self.sections],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            as_on=date.fromisoformat(kept["as_on"]),
            sections=tuple(_section_of(each) for each in kept["sections"]),
            schools=tuple(Named(pk, name) for pk, name in kept["schools"]),
            annexes=tuple(Enclosed.read(each) for each in kept["annexes"]),
        )


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "lines": [_line_json(each) for each in section.lines],
        "beside": [_line_json(each) for each in section.beside],
        "grids": [
            {
                "caption": grid.caption,
                "heads": list(grid.heads),
                "rows": [[_piece_json(cell) for cell in row] for row in grid.rows],
                "is_long": grid.is_long,
            }
            for grid in section.grids
        ],
        "missing": [
            {"what": each.what, "role": each.role, "who": each.who, "url": each.url}
            for each in section.missing
        ],
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {"pieces": [_piece_json(each) for each in line.pieces], "is_item": line.is_item}


def _piece_json(piece: Piece | None) -> Any:
    return piece.as_json() if isinstance(piece, Figure) else piece


def _section_of(kept: Mapping[str, Any]) -> Section:
    return Section(
        code=kept["code"],
        title=kept["title"],
        lines=tuple(_lines_of(kept["lines"])),
        beside=tuple(_lines_of(kept["beside"])),
        grids=tuple(
            Grid(
                grid["caption"],
                tuple(grid["heads"]),
                tuple(tuple(_piece_of(cell) for cell in row) for row in grid["rows"]),
                grid["is_long"],
            )
            for grid in kept["grids"]
        ),
        missing=tuple(Missing(**each) for each in kept["missing"]),
    )


def _lines_of(kept: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    for each in kept:
        pieces = (_piece_of(piece) for piece in each["pieces"])
        yield Line(tuple(piece for piece in pieces if piece is not None), each["is_item"])


def _piece_of(kept: Any) -> Piece | None:
    return Figure.of(kept) if isinstance(kept, dict) else kept
