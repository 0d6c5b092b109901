"""Words of a table's columns against a search, exactly as the indexes of `migrations` have them.

The expressions are written out, without parameters: PostgreSQL uses an index on an expression only where a statement
has the very same one. Columns must be NOT NULL; signs that join words («82/1-од», an address of a site) part them.
"""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, TextField, Value

from opora.search.asking import Asked

# a vector holds no more than a megabyte
_WORDS = (
    "to_tsvector('russian'::regconfig, translate(lower(left(%(expressions)s, 100000)), 'ё/-_.@+', 'е      '))"
)
# a decimal point must stay: the text is read as JSON again
_JSON = (
    "jsonb_to_tsvector('russian'::regconfig,"
    " translate(lower((%(expressions)s)::text), 'ё/-_@+', 'е     ')::jsonb, '[\"string\"]'::jsonb)"
)


class Words(Func):
    """The words of some text columns of one table."""

    template = _WORDS
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


class JsonWords(Func):
    """The words of all texts inside a JSON column."""

    template = _JSON
    output_field = SearchVectorField()


class _Query(Func):
    template = "to_tsquery('russian'::regconfig, %(expressions)s)"
    output_field = TextField()


class Matches(Func):
    """A condition: the words are what is asked for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Sought:
    """A search as sources put it to their tables."""

    tsquery: str

    @classmethod
    def of(cls, asked: Asked) -> "Sought":
        return cls(asked.tsquery)

    def within(self, *columns: str) -> Matches:
        return Matches(Words(*map(F, columns)), self._query())

    def within_json(self, column: str) -> Matches:
        return Matches(JsonWords(F(column)), self._query())

    def stands_in(self, vector: str) -> Matches:
        """In a column that holds words already."""
        return Matches(F(vector), self._query())

    def _query(self) -> _Query:
        return _Query(Value(self.tsquery))
