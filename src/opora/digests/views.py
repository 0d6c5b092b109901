"""One's own choice of mail."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.digests.actions import choose
from opora.digests.forms import DigestForm
from opora.digests.queries import last_sent_at, preference_of
from opora.digests.states import Rhythm
from opora.people.queries import oneself
from opora.ui.form_pages import form_page


@require_http_methods(["GET", "POST"])
def my_digests(request: Request) -> HttpResponse:
    """Whether and at what hour a digest comes to me, and where to."""
    person = oneself(request.actor)
    form = DigestForm(request.POST or None, preference=preference_of(person), now=timezone.localtime())
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        choose(
            person=person,
            rhythm=Rhythm(chosen["rhythm"]),
            hour=chosen["hour"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "Выбор сохранён.")
        return redirect("my_digests")
    context = {
        "title": "Письма",
        "action": "Сохранить",
        "sends_mail": settings.SENDS_MAIL,
        "email": person.email,
        "sent_at": last_sent_at(person),
    }
    return form_page(request, "digests/digests.html", form, context)
