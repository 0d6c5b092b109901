"""The Parquet files that figures are reckoned from: their columns, their order, writing and finding them.

A source is one file, `<name>.parquet`, in a folder: a local one or anything `pyarrow.fs` knows by URL
(`s3://bucket/path`). Rows are sorted by all of the columns in `order`: a school's rows lie together, and
nothing of the order in which answers came is left. No column holds nulls: what is not known has no row.
"""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import fs

ROWS_IN_A_GROUP = 500_000


class BadSource(ValueError):
    """A file that is not what its name says; the words are for whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file consists of. `order` names the columns it is sorted by."""

    name: str
    schema: pa.Schema
    order: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.parquet"


def _source(name: str, order: tuple[str, ...], **columns: pa.DataType) -> Source:
    schema = pa.schema([pa.field(column, kind, nullable=False) for column, kind in columns.items()])
    return Source(name, schema, order)


#: one answer of one person to one item; who the person is, nothing says
ANSWERS = _source(
    "answers",
    ("school", "audience", "item", "value"),
    school=pa.int32(),
    audience=pa.string(),
    item=pa.string(),
    value=pa.int16(),
)
#: participants of a procedure in a year, and how many of them got the lowest mark
RESULTS = _source(
    "results",
    ("school", "procedure", "year"),
    school=pa.int32(),
    procedure=pa.string(),
    year=pa.int16(),
    participants=pa.int32(),
    low=pa.int32(),
)
#: one number of a school's card
CARDS = _source("cards", ("school", "item"), school=pa.int32(), item=pa.string(), value=pa.int32())
#: every school that a profile is asked of; `cluster` names its comparison group, empty where it has none
SCHOOLS = _source(
    "schools",
    ("school",),
    school=pa.int32(),
    territory=pa.string(),
    kind=pa.string(),
    locality=pa.string(),
    pupils=pa.int32(),
    cluster=pa.string(),
)
SOURCES = {source.name: source for source in (ANSWERS, RESULTS, CARDS, SCHOOLS)}


def place(folder: str | Path) -> tuple[fs.FileSystem, str]:
    """The file system of a folder or URL, and the folder's path on it. Raises BadSource."""
    text = str(folder)
    if "://" not in text:
        return fs.LocalFileSystem(), str(Path(text).absolute())
    try:
        system, path = fs.FileSystem.from_uri(text)
    except (pa.ArrowInvalid, OSError) as wrong:
        raise BadSource(f"Адрес «{text}» не понятен: нужна папка или s3://корзина/путь. {wrong}") from wrong
    return system, str(path)


def is_local(folder: str | Path) -> bool:
    return isinstance(place(folder)[0], fs.LocalFileSystem)


def path_of(folder: str | Path, source: Source) -> str:
    return f"{place(folder)[1].rstrip('/')}/{source.file}"


def exists(folder: str | Path, source: Source) -> bool:
    """Raises BadSource where the file there has other columns than the source declares."""
    system, _ = place(folder)
    path = path_of(folder, source)
    if system.get_file_info(path).type is fs.FileType.NotFound:
        return False
    with _understood(source):
        found = pq.read_schema(path, filesystem=system)
        wanted = [(field.name, field.type) for field in source.schema]
        if [(field.name, field.type) for field in found] != wanted:
            raise BadSource(f"В файле {source.file} другие столбцы. Нужны: {_columns(source)}.")
    return True


def write(folder: str | Path, source: Source, rows: Iterable[pa.Table]) -> int:
    """Write the source from tables in order, each at most a row group in memory; returns how many rows.

    What was there before is replaced at the end, whole or not at all. Raises BadSource where a row is out of
    order or a value is missing.
    """
    system, root = place(folder)
    if isinstance(system, fs.LocalFileSystem):
        Path(root).mkdir(parents=True, exist_ok=True)
    path = path_of(folder, source)
    written = path if not isinstance(system, fs.LocalFileSystem) else f"{path}.part"
    count = 0
    try:
        with (
            system.open_output_stream(written) as out,
            pq.ParquetWriter(out, source.schema, compression="zstd", compression_level=1) as writer,
        ):
            for table in _in_order(source, rows):
                writer.write_table(table, row_group_size=ROWS_IN_A_GROUP)
                count += table.num_rows
    except BaseException:
        with contextlib.suppress(OSError):
            system.delete_file(written)
        raise
    if written != path:
        system.move(written, path)
    return count


def sorted_table(source: Source, table: pa.Table) -> pa.Table:
    """The whole source in its order; for what fits into memory."""
    return table.cast(source.schema).sort_by([(name, "ascending") for name in source.order])


def _in_order(source: Source, rows: Iterable[pa.Table]) -> Iterator[pa.Table]:
    last: int | None = None
    for given in rows:
        with _understood(source):
            chosen = given.select(source.schema.names)
        if any(column.null_count for column in chosen.columns):
            raise BadSource(f"В {source.file} есть пустые значения: такие строки нужно опустить.")
        with _understood(source):
            table = chosen.cast(source.schema)
        if not table.num_rows:
            continue
        schools = table.column("school").combine_chunks()
        falls = table.num_rows > 1 and pc.any(pc.less(schools[1:], schools[:-1])).as_py()
        if falls or (last is not None and schools[0].as_py() < last):
            raise BadSource(f"Строки {source.file} не по порядку школ: отсортируйте их.")
        last = schools[-1].as_py()
        yield table


@contextlib.contextmanager
def _understood(source: Source) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowKeyError, pa.ArrowTypeError, KeyError) as wrong:
        raise BadSource(f"Файл {source.file} не читается. Нужны столбцы: {_columns(source)}.") from wrong


def _columns(source: Source) -> str:
    return ", ".join(f"{field.name} ({field.type})" for field in source.schema)
