"""Addresses of assignments."""

from django.urls import path

from opora.assignments.views import giving, handing, listing, one

urlpatterns = [
    path("assignments/", listing.assignments, name="assignments"),
    path("assignments/new/", giving.new, name="assignment-new"),
    path("assignments/of/<int:person_pk>/hand-over/", handing.hand_over, name="assignment-hand-over"),
    path("assignments/<int:pk>/", one.assignment, name="assignment"),
    path("assignments/<int:pk>/report/", one.report, name="assignment-report"),
    path("assignments/<int:pk>/answer/", one.answer, name="assignment-answer"),
    path("assignments/<int:pk>/postpone/", one.postpone, name="assignment-postpone"),
    path("assignments/<int:pk>/cancel/", one.cancel, name="assignment-cancel"),
    path("assignments/<int:pk>/files/<int:file_pk>/", one.report_file, name="assignment-file"),
]
