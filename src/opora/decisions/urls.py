"""Addresses of decisions."""

from django.urls import path

from opora.decisions.views import listing, one

_ONE = "decisions/<int:pk>/"

urlpatterns = [
    path("decisions/", listing.decisions, name="decisions"),
    path("decisions/new/", one.new, name="decision-new"),
    path(_ONE, one.decision, name="decision"),
    path(f"{_ONE}edit/", one.edit, name="decision-edit"),
    path(f"{_ONE}tasks/add/", one.task, name="decision-task"),
    path(f"{_ONE}executed/", one.execute, name="decision-execute"),
    path(f"{_ONE}outcome/", one.outcome, name="decision-outcome"),
    path(f"{_ONE}outcome/<int:outcome_pk>/file/", one.outcome_file, name="decision-outcome-file"),
    path(f"{_ONE}cancel/", one.cancel, name="decision-cancel"),
]
