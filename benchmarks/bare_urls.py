"""The bare view: the floor that every page is compared with. Same server, middleware and sign-in."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from opora.config.urls import urlpatterns as house
from opora.organisations.models import Organisation

PAGE = engines["django"].from_string(
    "<!doctype html><title>bare</title><table>{% for r in rows %}<tr><td>{{ r.id }}</td><td>{{ r.key }}</td>"
    "<td>{{ r.name }}</td><td>{{ r.school_kind }}</td><td>{{ r.phone }}</td></tr>{% endfor %}</table>"
)


def bare(request: HttpRequest, rows: int) -> HttpResponse:
    """One query of its own and a plain table of `rows` rows."""
    assert request.user.is_authenticated
    found = Organisation.objects.order_by("id")[:rows]
    return HttpResponse(PAGE.render({"rows": found}))


def bare_write(request: HttpRequest) -> HttpResponse:
    """A bare one-row write."""
    assert request.user.is_authenticated
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_organisation SET phone = %s WHERE id = (SELECT min(id) FROM organisations_organisation)",
            [request.POST["phone"]],
        )
    return HttpResponse("ok")


urlpatterns = [
    path("bare/write/", bare_write),
    path("bare/<int:rows>/", bare),
    *house,
]
