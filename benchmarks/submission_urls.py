"""The floor of a submission: a bare Django view that stores the same array, same server, same middleware."""

import json

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from opora.config.urls import urlpatterns as house


@csrf_exempt
@login_not_required
def store(request: HttpRequest) -> HttpResponse:
    """One insert of the values that the form sent."""
    values = [int(value) for name, value in request.POST.items() if not name.startswith("_")]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_answer (answers) VALUES (%s)", [json.dumps(values)])
    return HttpResponse("ok")


urlpatterns = [path("bare/", store), *house]
