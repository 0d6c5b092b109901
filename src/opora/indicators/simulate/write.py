"""Writing a made-up region: a bounded number of schools in memory at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from opora.analytics.sources import ANSWERS, CARDS, RESULTS, SCHOOLS, write
from opora.indicators.catalogue import RiskFactors
from opora.indicators.simulate.figures import cards, cards_table, results_table, schools_table, true_values
from opora.indicators.simulate.people import MISSING, Columns, Crowd, answers
from opora.indicators.simulate.region import CLASS_SIZE, SUBJECT_GROUP, Real, Region, Whole, region
from opora.questionnaires.instrument import Audience, Instrument, Purpose

MARK = "SYNTHETIC.txt"
TRUTH = "truth.parquet"
SCHOOLS_AT_ONCE = 50
YEARS = (2024, 2025, 2026)
GRADES = (6, 9)
#: who takes part: of teachers, pupils, parents; in one school of so many nobody does
TAKES_PART = {Audience.TEACHER: 0.85, Audience.PUPIL: 0.92, Audience.PARENT: 0.65}
ONE_SILENT_OF = 50
_WORDS = """Синтетические данные: школы, ответы и результаты придуманы программой.
Это не сведения о каких-либо школах или людях.

Школ: {schools}. Зерно: {seed}. Годы результатов: {years}. Классы: {grades}.
Скрытые значения факторов лежат рядом, в truth.parquet.
"""


def simulate(
    schools: int,
    seed: int,
    out: Path,
    catalogue: RiskFactors,
    instruments: Sequence[Instrument],
    years: Sequence[int] = YEARS,
    *,
    grades: Sequence[int] = GRADES,
) -> int:
    """Write the four sources, the truth and the mark into a folder; returns how many answers there are.

    The truth has a row for each school and factor: `hidden`, what drives it, and `value`, what the method
    would find if everybody were asked without end; both 0–100.
    """
    rng = np.random.default_rng(seed)
    out.mkdir(parents=True, exist_ok=True)
    mark = _WORDS.format(
        schools=schools, seed=seed, years=", ".join(map(str, years)), grades=", ".join(map(str, grades))
    )
    (out / MARK).write_text(mark, encoding="utf-8")
    made = region(schools, catalogue, rng)
    write(out, SCHOOLS, [schools_table(made)])
    write(out, RESULTS, [results_table(made, catalogue, years, rng)])
    filled = cards(made, catalogue, instruments, rng)
    write(out, CARDS, [cards_table(filled)])
    pq.write_table(_truth(made, catalogue, true_values(made, catalogue, filled)), out / TRUTH)
    asked = sorted(
        (each for each in instruments if each.purpose is Purpose.PROFILE and each.audience in TAKES_PART),
        key=lambda each: each.audience,
    )
    return write(out, ANSWERS, _batches(made, catalogue, asked, len(grades), rng))


def is_synthetic(folder: str | Path) -> bool:
    """Whether a folder holds what was made up here."""
    return "://" not in str(folder) and (Path(folder) / MARK).exists()


def _truth(made: Region, catalogue: RiskFactors, values: Real) -> pa.Table:
    factors = [factor.code for factor in catalogue.factors]
    return pa.table(
        {
            "school": np.repeat(np.arange(1, made.size + 1, dtype=np.int32), len(factors)),
            "factor": factors * made.size,
            "hidden": 100 * made.hidden.ravel(),
            "value": values.ravel(),
        }
    )


def _batches(
    made: Region, catalogue: RiskFactors, asked: list[Instrument], grades: int, rng: np.random.Generator
) -> Iterator[pa.Table]:
    for start in range(0, made.size, SCHOOLS_AT_ONCE):
        chosen = np.arange(start, min(start + SCHOOLS_AT_ONCE, made.size))
        counted = [
            (instrument.audience, _counted(columns, crowd.school, len(chosen)))
            for instrument in asked
            for crowd in [_crowd(made, chosen, instrument.audience, grades, rng)]
            for columns in [answers(instrument, catalogue, crowd, rng)]
        ]
        yield _rows(chosen + 1, counted)


def _crowd(made: Region, chosen: Whole, audience: Audience, grades: int, rng: np.random.Generator) -> Crowd:
    is_silent = rng.random(len(chosen)) < 1 / ONE_SILENT_OF
    invited = made.teachers[chosen] if audience is Audience.TEACHER else made.per_grade[chosen] * grades
    counts = np.where(is_silent, 0, rng.binomial(invited, TAKES_PART[audience]))
    school = np.repeat(np.arange(len(chosen)), counts)
    place = np.arange(len(school)) - np.repeat(np.cumsum(counts) - counts, counts)
    group = place // (SUBJECT_GROUP if audience is Audience.TEACHER else CLASS_SIZE)
    most = int(group.max(initial=0)) + 1
    return Crowd(school, school * most + group, made.risk[chosen])


#: for every item: its name, the least value, and schools × values: how often each was answered
type Counted = list[tuple[str, int, Whole]]


def _counted(columns: Columns, school: Whole, schools: int) -> Counted:
    found: Counted = []
    for item in sorted(columns):
        values = columns[item]
        given = values != MISSING
        if not given.any():
            continue
        least, most = int(values[given].min()), int(values[given].max())
        width = most - least + 1
        cells = school[given] * width + (values[given] - least)
        found.append((item, least, np.bincount(cells, minlength=schools * width).reshape(schools, width)))
    return found


def _rows(numbers: Whole, counted: list[tuple[Audience, Counted]]) -> pa.Table:
    """The answers in the order of the source: no trace of who gave which together is left in it."""
    cells = [
        (str(audience), item, least, counts) for audience, items in counted for item, least, counts in items
    ]
    widths = [counts.shape[1] for _, _, _, counts in cells]
    if not cells:
        return ANSWERS.schema.empty_table()
    times = np.concatenate([counts for _, _, _, counts in cells], axis=1).ravel()
    places = np.repeat(np.arange(len(cells)), widths)
    values = np.concatenate(
        [least + np.arange(width) for (_, _, least, _), width in zip(cells, widths, strict=True)]
    )
    place = np.repeat(np.tile(places, len(numbers)), times)
    return pa.table(
        {
            "school": np.repeat(np.repeat(numbers, len(places)), times).astype(np.int32),
            "audience": _named([audience for audience, *_ in cells], place),
            "item": _named([item for _, item, *_ in cells], place),
            "value": np.repeat(np.tile(values, len(numbers)), times).astype(np.int16),
        }
    ).cast(ANSWERS.schema)


def _named(names: list[str], place: Whole) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), pa.array(names))
