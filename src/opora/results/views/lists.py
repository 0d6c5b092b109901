"""Results of many schools, of one school, of one procedure; imports; files to take away."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from opora.access import Refused
from opora.access.request import Request
from opora.results import queries
from opora.results.blanks import BLANKS
from opora.results.exports import export_results
from opora.results.forms import TableFilter
from opora.results.models import Load
from opora.results.presenters import school as school_page
from opora.results.presenters import territory as territory_page
from opora.results.queries.catalogue import declared
from opora.results.queries.school import Measured
from opora.results.rules import IMPORT
from opora.results.views.lookup import load_or_404, procedure_or_404, school_or_404
from opora.ui.downloads import attached

PAGE_SIZE = 50
NO_CAPACITY = "У вас пока нет назначения. Попросите координатора назначить вас, и результаты откроются."


@require_safe
def results(request: Request) -> HttpResponse:
    """Schools × procedures of one year; somebody with a single school goes straight to it."""
    if request.actor.scope is not None and len(request.actor.scope.school_ids) == 1:
        return redirect("results-school", next(iter(request.actor.scope.school_ids)))
    if request.actor.scope is None and not request.actor.is_operator:
        raise Refused(NO_CAPACITY)
    seen, territories = queries.seen_by(request.actor), queries.territories(request.actor)
    form = TableFilter(request.GET, seen.years, territories)
    chosen = form.cleaned_data if form.is_valid() else {}
    path = next((t.path or "" for t in territories if t.code == chosen.get("territory")), "")
    number = request.GET.get("page", "1")
    start = (int(number) - 1) * PAGE_SIZE if number.isdigit() and 0 < int(number) < 10_000 else 0
    found = queries.territory_table(
        request.actor,
        seen,
        year=chosen.get("year"),
        territory_path=path,
        test=chosen.get("test", ""),
        start=start,
        size=PAGE_SIZE,
    )
    context = {
        "title": f"Результаты, {found.year} год" if found.year else "Результаты",
        "table": territory_page.territory_table(found),
        "form": form,
        "active": form.active,
        "page": Paginator(range(found.total), PAGE_SIZE).get_page(number),
        "year": found.year,
        "as_of": seen.as_of,
        "query": request.GET.urlencode(),
        "may_import": IMPORT.can(request.actor, None),
    }
    return render(request, "results/list.html", context)


@require_safe
def school(request: Request, pk: int) -> HttpResponse:
    """A school over years, and one procedure beside its groups."""
    own = school_or_404(request, pk)
    found = queries.school_results(request.actor, own)
    code, measure = request.GET.get("procedure", ""), request.GET.get("measure", "low")
    row = next((r for r in found.rows if r.procedure.code == code), found.rows[0] if found.rows else None)
    context: dict[str, object] = {
        "title": f"Результаты: {own.name}",
        "school": own,
        "table": school_page.results_table(own, found),
        "rows": found.rows,
    }
    if row is not None:
        shown: Measured = "high" if measure == "high" else "low"
        years_of = queries.years_shown(found)
        groups = queries.comparison_groups(own, row.procedure, shown)
        context |= {
            "row": row,
            "chart": school_page.chart(own, row, groups, years_of, shown),
            "tabs": school_page.measure_tabs(own, row, shown),
            "meaning": school_page.meaning(row),
            "classes": school_page.classes_table(row, years_of),
            "declared": declared(row.procedure.code),
        }
    return render(request, "results/school.html", context)


@require_safe
def procedure(request: Request, code: str) -> HttpResponse:
    """Every visible school in one procedure and year."""
    found = procedure_or_404(code)
    seen = queries.procedure_years(request.actor, found)
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdigit() and int(wanted) in seen else (seen[0] if seen else None)
    context: dict[str, object] = {
        "title": found.title,
        "procedure": found,
        "years": seen,
        "year": year,
        "declared": declared(code),
    }
    if year is not None:
        lines = queries.procedure_lines(request.actor, found, year)
        context["table"] = territory_page.procedure_table(lines, year)
    return render(request, "results/procedure.html", context)


@require_safe
def loads(request: Request) -> HttpResponse:
    rows = queries.loads(request.actor)
    context = {"title": "Загрузки результатов", "rows": rows, "table": territory_page.loads_table(rows)}
    return render(request, "results/loads.html", context)


@require_safe
def load(request: Request, pk: int) -> HttpResponse:
    found: Load = load_or_404(request, pk)
    words = territory_page.load_words(found)
    return render(
        request, "results/load.html", {"title": found.file_name or "Загрузка", "load": found, "words": words}
    )


@require_safe
def table(request: Request) -> HttpResponse:
    """The figures on the screen as an XLSX that can be imported again."""
    territories = queries.territories(request.actor)
    form = TableFilter(request.GET, queries.seen_by(request.actor).years, territories)
    chosen = form.cleaned_data if form.is_valid() else {}
    path = next((t.path or "" for t in territories if t.code == chosen.get("territory")), "")
    school_id = request.GET.get("school", "")
    data = export_results(
        request.actor,
        territory_path=path,
        year=chosen.get("year"),
        test=chosen.get("test", ""),
        procedure_code=request.GET.get("procedure", ""),
        school_id=int(school_id) if school_id.isdigit() else None,
    )
    return attached(data, "rezultaty.xlsx")


@require_safe
def blank(request: Request, kind: str) -> HttpResponse:
    if kind not in BLANKS:
        raise Http404
    return attached(BLANKS[kind](), f"{kind}.xlsx")
