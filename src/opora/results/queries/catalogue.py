"""The catalogue of procedures in force."""

from opora.catalogues.queries import in_force
from opora.results.catalogue import Catalogue, DeclaredProcedure, parse, seeded
from opora.results.kinds import CODE
from opora.results.layouts.shape import ProcedureRef
from opora.results.layouts.words import Vocabulary
from opora.results.models import Procedure


def published() -> Catalogue:
    """The published version; before the first seeding, the file it is seeded from."""
    return in_force(CODE, CODE, "", parse) or seeded()


def declared(code: str) -> DeclaredProcedure | None:
    """What the catalogue says of a procedure: what is low, what is high."""
    return next((procedure for procedure in published().procedures if procedure.code == code), None)


def vocabulary() -> Vocabulary:
    """Words to read tables with. A procedure not yet written has a negative id until it is."""
    catalogue = published()
    ids = dict(Procedure.objects.values_list("code", "id"))
    return Vocabulary(
        catalogue.subjects,
        [
            ProcedureRef(ids.get(p.code, -number), p.code, p.title, p.test, p.subject, p.grade)
            for number, p in enumerate(catalogue.procedures, 1)
        ],
    )
