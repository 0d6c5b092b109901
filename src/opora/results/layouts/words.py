"""How people write headings: tests, subjects, classes, years and measures, in any order.

`Vocabulary` reads a heading or a cell («ВПР МА 5 2020», «Математика, 5 класс», «% высоких результатов»)
into a `Heading`; what it cannot read stays in `rest` and is told, never guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from opora.results.layouts.shape import Measure, ProcedureRef

# Latin letters that look Cyrillic: headings are Russian, so a look-alike is always the Russian letter.
_LOOK_ALIKE = str.maketrans("abcehkmoptxyABCEHKMOPTXY", "авсенкмортхуАВСЕНКМОРТХУ")
_QUOTES = re.compile(r"[«»„“”\"'`]")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Lower case, ё as е, Latin look-alikes folded, quotes and doubled blanks gone."""
    text = _QUOTES.sub(" ", text.translate(_LOOK_ALIKE).lower().replace("ё", "е"))
    return _SPACES.sub(" ", text.replace("\u00a0", " ")).strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """What a text names; None where it does not say. `school_year`: written «2020/21», read as 2021."""

    test: str | None = None
    subject: str | None = None
    grade: int | None = None
    letter: str = ""
    year: int | None = None
    measure: Measure | None = None
    rest: str = ""
    school_year: bool = False

    @property
    def names_procedure(self) -> bool:
        return self.test is not None and self.subject is not None

    @property
    def class_label(self) -> str:
        return f"{self.grade}{self.letter.upper()}" if self.grade and self.letter else ""


_TESTS = (
    ("vpr", re.compile(r"\bвпр\b|всероссийск\w* проверочн\w* работ\w*")),
    ("oge", re.compile(r"\bогэ\b|\bгиа[- ]?9\b|основн\w* государственн\w* экзамен\w*")),
    ("ege", re.compile(r"\bегэ\b|\bгиа[- ]?11\b|един\w* государственн\w* экзамен\w*")),
    ("niko", re.compile(r"\bнико\b")),
    (
        "regional",
        re.compile(
            r"региональн\w*( (диагностическ\w*|проверочн\w*|контрольн\w*))?( работ\w*)?|\b(рдр|рпр|ркр|дкр)\b"
        ),
    ),
)
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:\s*[/–—-]\s*(20\d\d|\d\d)(?!\d))?\s*(?:уч\w*\.?\s*г\w*\.?|год\w*|гг?\b\.?)?"
)
_GRADE = re.compile(
    r"(?<![\d.,])(1[01]|[1-9])(?!\d)\s*(?:-?\s*(?:й|ый|го|ых|х|е)\b)?\s*(?:-?\s*([а-я])\b(?!\.))?\s*(?:класс\w*|кл\b\.?)?"
)
# Stands where something was read and taken away, so that what stood apart stays apart.
_TAKEN = " ¦ "
_COUNT = re.compile(r"кол-?во|количеств|число|\bчел|\bабс")
_PERCENT = re.compile(r"%|процент|\bдол[яиюе]\b")
_HIGH = re.compile(r"высок|\bвыс\b|качеств|(?<!\d)4\s*(?:и|\+|-|,|/)\s*5(?!\d)|хорош\w*.*отличн")
_LOW = re.compile(r"неуд|двоек|двойк|не преодол|ниже\s+(мин|порог)|не (справ|сда|дости)|неуспе|не набра")
_PARTICIPANTS = re.compile(
    r"участник|писавш|писали|сдавал|выполнял|численност|приняли участие|принявш|"
    r"(?:кол-?во|количество|число|всего)\s+(?:уч\b|учащ|обуч|учеников|выпускников|работ|чел)"
)
_MEAN = re.compile(r"\bср(ед)?(н\w*)?\.?\s*(тест\w*\s*)?(первичн\w*\s*)?(балл|отметк|оценк)")
_MARK = re.compile(r"(?<![\d.,/])([2-5])(?![\d/]|[.,]\d)")
_NOISE = re.compile(
    r"\b(?:результат\w*|кол-?во|количеств\w*|число|чел\w*|абс\w*|доля|доли|процент\w*|отмет\w*|оцен\w*|"
    r"получи\w*|учащ\w*|обучающ\w*|ученик\w*|выпускник\w*|на|по|за|от|из|и|в|предмет\w*|показател\w*|"
    r"класс\w*|год\w*)\b|[%№(),.:;/+–—-]"
)


def _year_of(match: re.Match[str]) -> tuple[int, bool]:
    first = int(match[1])
    if match[2] is None:
        return first, False
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    # «2020/21»: the exams of a school year are written in the year it ends in.
    return (last, True) if last == first + 1 else (first, False)


def measure_of(text: str) -> Measure | None:
    """What a column with this (plain) heading counts; None where the words do not say."""
    if _MEAN.search(text):
        return Measure.MEAN
    has_percent, has_count = bool(_PERCENT.search(text)), bool(_COUNT.search(text))
    if _HIGH.search(text):
        return Measure.HIGH if has_count and not has_percent else Measure.HIGH_PERCENT
    if _LOW.search(text):
        return Measure.LOW if has_count and not has_percent else Measure.LOW_PERCENT
    marks = _MARK.findall(text)
    if len(marks) == 1 and not _PARTICIPANTS.search(text.replace("участников", "")):
        mark = Measure(f"mark_{marks[0]}")
        return Measure(f"{mark}_percent") if has_percent else mark
    if _PARTICIPANTS.search(text) and not has_percent:
        return Measure.PARTICIPANTS
    return None


def says_count(text: str) -> bool:
    """Whether a heading says that its figures are counts of people."""
    return bool(_COUNT.search(text)) and not _PERCENT.search(text)


class Vocabulary:
    """Reads texts with the subjects and procedures that the installation knows."""

    def __init__(self, subjects: Mapping[str, Iterable[str]], procedures: Iterable[ProcedureRef]) -> None:
        self.procedures = {(p.test, p.subject, p.grade): p for p in procedures}
        self._subjects: dict[str, str] = {}
        for name, synonyms in subjects.items():
            for word in (name, *synonyms):
                self._subjects[_bare(word)] = name
        self._by_title = {plain(p.title): p for p in self.procedures.values()}
        self._by_title |= {plain(p.code): p for p in self.procedures.values()}
        self._read: dict[str, Heading] = {}

    def by_title_or_code(self, text: str) -> ProcedureRef | None:
        return self._by_title.get(plain(text))

    def read(self, text: str) -> Heading:
        """A heading or a cell read into what it names."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._parse(plain(text))
        return found

    def _parse(self, text: str) -> Heading:
        test = None
        for code, pattern in _TESTS:
            if pattern.search(text):
                test, text = code, pattern.sub(_TAKEN, text)
                break
        year, school_year = None, False
        if match := _YEAR.search(text):
            year, school_year = _year_of(match)
            text = text[: match.start()] + _TAKEN + text[match.end() :]
        subject, text = self._take_subject(text)
        grade, letter = None, ""
        measure = None
        if match := _GRADE.search(_without_marks(text)):
            grade, letter = int(match[1]), match[2] or ""
            text = text[: match.start()] + _TAKEN + text[match.end() :]
        measure = measure_of(text)
        rest = _SPACES.sub(" ", _NOISE.sub(" ", text.replace("¦", " "))).strip() if measure is None else ""
        return Heading(test, subject, grade, letter, year, measure, rest, school_year)

    def _take_subject(self, text: str) -> tuple[str | None, str]:
        """The longest run of words that names a subject, and the text without it."""
        words = list(re.finditer(r"[а-яa-z]+(?:\s*\([а-я]+\))?|\([а-я]+\)", text))
        for length in range(min(4, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                first, last = words[start], words[start + length - 1]
                run = text[first.start() : last.end()]
                name = self._subjects.get(_bare(run)) or (self._by_prefix(run) if length == 1 else None)
                if name is not None:
                    return name, text[: first.start()] + _TAKEN + text[last.end() :]
        return None, text

    def _by_prefix(self, word: str) -> str | None:
        """«матем.», «русскому»: a word that begins with a synonym of four letters or more."""
        found = {
            name
            for synonym, name in self._subjects.items()
            if len(synonym) >= 4 and " " not in synonym and word.startswith(synonym)
        }
        return found.pop() if len(found) == 1 else None

    def procedure(self, heading: Heading) -> ProcedureRef | None:
        """The procedure a heading names, if the installation has it."""
        if heading.test is None or heading.subject is None:
            return None
        exact = self.procedures.get((heading.test, heading.subject, heading.grade))
        # State exams have no classes: «ОГЭ математика 9 класс» is «ОГЭ математика».
        return exact or self.procedures.get((heading.test, heading.subject, None))

    def near(self, heading: Heading) -> tuple[str, ...]:
        """Procedures to offer where `heading` names none: of the same test or subject."""
        alike = [
            p.title
            for p in self.procedures.values()
            if (heading.test in (None, p.test)) and (heading.subject in (None, p.subject))
        ] or [p.title for p in self.procedures.values() if heading.test in (None, p.test)]
        return tuple(alike[:12])


def _bare(text: str) -> str:
    """A subject's words without punctuation, for exact comparison."""
    return _SPACES.sub(" ", re.sub(r"[^а-яa-z ]", " ", plain(text))).strip()


def _without_marks(text: str) -> str:
    """The text with digits that name marks blanked, same length: «% 2» is not the second class."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    text = re.sub(r"(?<!\d)4\s*(?:и|\+|-|,|/)\s*5(?!\d)", blank, text)
    text = re.sub(r"%\s*[2-5](?!\d)|(?<!\d)[2-5]\s*,?\s*\(?(?:%|чел)", blank, text)
    return re.sub(
        r"(?:отмет\w*|оцен\w*|получи\w*(?:\s*на)?|двоек|\bна|\bдол[яию])\s*[2-5](?!\d)", blank, text
    )
