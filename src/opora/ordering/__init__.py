"""One sort key for names on every server: lower case, ё as е, compared by code points."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Coalesce, Lower, Replace


def folded(text: str) -> str:
    """The same key in Python as `FoldedName` makes in the database."""
    return text.lower().replace("ё", "е")


def FoldedName(*fields: str) -> Func:
    """An expression: the fields joined by a blank, lower case, ё folded to е."""
    joined: Func = Coalesce(F(fields[0]), Value(""), output_field=TextField())
    for name in fields[1:]:
        joined = _Join(joined, Value(" "), Coalesce(F(name), Value("")))
    return Replace(Lower(joined), Value("ё"), Value("е"), output_field=TextField())


class _Join(Func):
    """`||`: immutable, as a generated column needs it (concat() is not)."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()
