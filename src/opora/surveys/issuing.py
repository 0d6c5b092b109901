"""Making the codes of cohorts. The database gets digests; the codes themselves are reckoned when printed."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Max

from opora.surveys.codes import code_of, digest_of
from opora.surveys.models import Code, Cohort

#: spare codes: a tenth more than expected, at least two
SPARE_SHARE, LEAST_SPARE = 10, 2
#: a larger campaign gets its codes in the background
AT_ONCE = 20_000


def needed(expected: int) -> int:
    """How many codes a cohort of so many gets: a spare tenth for torn and lost slips."""
    return expected + max(LEAST_SPARE, -(-expected // SPARE_SHARE)) if expected else 0


def issue(cohorts: Sequence[Cohort]) -> int:
    """Give every cohort the codes it lacks; returns how many were made. Again: none."""
    last = _last_numbers(cohorts)
    missing = [
        (each.pk, number)
        for each in cohorts
        for number in range(last.get(each.pk, 0) + 1, needed(each.expected) + 1)
    ]
    _write(missing)
    return len(missing)


def issue_more(cohort: Cohort, how_many: int) -> range:
    """So many further codes of one cohort; the numbers they got."""
    first = _last_numbers([cohort]).get(cohort.pk, 0) + 1
    numbers = range(first, first + how_many)
    _write((cohort.pk, number) for number in numbers)
    return numbers


def _last_numbers(cohorts: Sequence[Cohort]) -> dict[int, int]:
    ids = [each.pk for each in cohorts]
    found = Code.objects.filter(cohort__in=ids).order_by().values_list("cohort")
    return dict(found.annotate(last=Max("number")).values_list("cohort", "last"))


def _write(codes: Iterable[tuple[int, int]]) -> None:
    statement = "COPY surveys_code (cohort_id, number, digest, is_used) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(["int8", "int4", "bytea", "bool"])
        for cohort_id, number in codes:
            copy.write_row((cohort_id, number, digest_of(code_of(cohort_id, number)), False))


def reissue_foreign(campaign_id: int) -> int:
    """Codes that another installation's key made get digests of this one's; returns how many.

    After a restore without `keys/codes` no slip would ever be known again: now those printed anew are. A used
    code stays as it is.
    """
    unused = Code.objects.filter(cohort__campaign=campaign_id, is_used=False).order_by("pk")
    first = unused.first()
    if first is None or bytes(first.digest) == digest_of(code_of(first.cohort_id, first.number)):
        return 0
    codes = list(unused.select_for_update(no_key=True, of=("self",)))
    for code in codes:
        code.digest = digest_of(code_of(code.cohort_id, code.number))
    Code.objects.bulk_update(codes, ["digest"], batch_size=2000)
    return len(codes)
