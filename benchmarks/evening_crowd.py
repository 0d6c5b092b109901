"""The evening's people: a school that writes, an expert who scores. Each remembers what was acknowledged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle as endlessly

from served import Fields, fields_of
from visitors import BEFORE, Visitor, sleep_until

_REVISION = re.compile(r'name="revision" value="(\d+)"')
_CODE = re.compile(r'name="code" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """A row that a school will write in: its table, code and the revision it begins at."""

    table: str
    code: str
    revision: int


@dataclass
class School:
    """Writes row after row, a save each `every` seconds: typed ones, in turns a new row and pages opened between."""

    visitor: Visitor
    document: int
    places: Sequence[Place]
    #: {(table, code): (how often it was acknowledged, the words of the last time)}
    kept: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    sent: bool = False

    def run(self, opens: float, start: float, end: float, every: float, *, turn: int, sends: bool) -> None:
        """The first row is opened at `opens`, before the evening begins; `turn` is where in its minute a school is."""
        turns = endlessly(self.places)
        sleep_until(opens)
        place = next(turns)
        form = self._form(place, BEFORE)
        for number, at in enumerate(_moments(start, end, every), start=turn):
            sleep_until(at)
            if number % 6 == 0:
                self.open(number)
            if number % 6 == 5:
                self.add(number)
                continue
            if number % 3 == 0:
                place = next(turns)
                form = self._form(place)
            if form is not None:
                self.save(place, form, number)
        if sends:
            self.visitor.post("sending a document", f"/documents/{self.document}/send/", {})
            self.sent = True

    def open(self, number: int) -> None:
        """What a writer looks at now and then: the document, its checks, its steps by turns."""
        pages = ("", "check/", "write/measures/")
        self.visitor.get(
            "a page of the document", f"/documents/{self.document}/{pages[number // 6 % len(pages)]}"
        )

    def _form(self, place: Place, kind: str = "a row opened") -> Fields | None:
        page = self.visitor.get(kind, self._url(place.table, place.code))
        return None if page is None else fields_of(page)

    def save(self, place: Place, form: Fields, number: int) -> None:
        words = f"запись {number} в строке {place.code}"
        field_ = "result" if place.table == "measures" else "text"
        form[field_] = words
        answer = self.visitor.post(
            "a save while typing", self._url(place.table, place.code), form, typing=True
        )
        revision = _REVISION.search(answer) if answer else None
        if revision is None:
            self.visitor.told.fail(f"not saved: {(answer or '')[:200]}")
            return
        form["revision"] = revision[1]
        many = self.kept.get((place.table, place.code), (0, ""))[0]
        self.kept[place.table, place.code] = (many + 1, words)

    def add(self, number: int) -> None:
        words = f"новая мера {number}"
        answer = self.visitor.post(
            "a save while typing", self._url("measures"), {"title": words, "result": words}, typing=True
        )
        code = _CODE.search(answer) if answer else None
        if code is None:
            self.visitor.told.fail(f"no new row: {(answer or '')[:200]}")
            return
        self.made.add(code[1])
        self.kept["measures", code[1]] = (1, words)

    def _url(self, table: str, code: str = "") -> str:
        return f"/documents/{self.document}/rows/{table}/{code + '/' if code else ''}"


@dataclass
class Expert:
    """Scores document after document in about a minute each: the sum shown, a draft kept, the sheet sent."""

    visitor: Visitor
    #: {address of a sheet: (how often it was acknowledged, the sum)}
    kept: dict[str, tuple[int, int]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)

    def run(self, opens: float, start: float, end: float, every: float, *, turn: int) -> None:
        """The first sheet is opened at `opens`; `turn` is how far it is when the evening begins."""
        sleep_until(opens)
        page = self.visitor.get(BEFORE, "/expertise/queue/")
        found = re.search(r'href="(/expertise/sheets/[^"]+/)"', page or "")
        if found is None:
            self.visitor.told.fail("nothing in the queue")
            return
        here: str | None = found[1]
        moments = _moments(start, end, every)
        opened = self.visitor.get(BEFORE, here)
        while opened is not None and here is not None:
            here = self._score(here, fields_of(opened), moments, turn)
            if here is None or not here.startswith("/expertise/sheets/"):
                return
            opened, turn = self.visitor.get("a sheet opened", here), 0

    def _score(self, here: str, form: Fields, moments: Iterator[float], first: int) -> str | None:
        """The steps of one sheet; where to go on, None when the evening is over."""
        for step in range(first, 6):
            at = next(moments, None)
            if at is None:
                return None
            sleep_until(at)
            total = self._mark(form, step)
            if step == 5:
                onward = self.visitor.post("a sheet kept or sent", here, form | {"do": "send"})
                if onward is None or not onward.startswith("/"):
                    self.visitor.told.fail(f"not sent: {here}")
                    return None
                self._keep(here, total)
                self.sent.add(here)
                return onward
            if step == 3:
                if self.visitor.post("a sheet kept or sent", here, form | {"do": "save"}) is None:
                    return None
                self._keep(here, total)
                form["revision"] = str(int(str(form["revision"])) + 1)
            else:
                self.visitor.post("the sum of a sheet", here, form | {"do": "show"}, typing=True)
        return None

    def _mark(self, form: Fields, step: int) -> int:
        """More criteria with every step; the words are long, as experts write them."""
        codes = [name.removeprefix("w-") for name in form if name.startswith("w-")]
        for number, code in enumerate(codes[: 2 + step]):
            form[f"p-{code}"] = str((number + len(self.sent)) % 3)
            form[f"w-{code}"] = (
                f"Шаг {step}. По документу видно не всё: назовите, от чего считаете и к какому дню."
            )
        return sum(int(str(form[f"p-{code}"])) for code in codes if f"p-{code}" in form)

    def _keep(self, here: str, total: int) -> None:
        self.kept[here] = (self.kept.get(here, (0, 0))[0] + 1, total)


def _moments(start: float, end: float, every: float) -> Iterator[float]:
    """Planned moments: one that answers late does not put off the next."""
    at = start
    while at < end:
        yield at
        at += every
