"""Addresses of reports."""

from django.urls import path

from opora.reports.views import listing, report, steps

_ONE = "reports/<int:pk>/"

urlpatterns = [
    path("reports/", listing.reports, name="reports"),
    path("reports/new/", listing.new, name="report-new"),
    path(_ONE, report.report, name="report"),
    path(f"{_ONE}letter.<slug:kind>", report.printout, name="report-print"),
    path(f"{_ONE}address/", steps.address, name="report-address"),
    path(f"{_ONE}submit/", steps.submit, name="report-submit"),
    path(f"{_ONE}return/", steps.give_back, name="report-return"),
    path(f"{_ONE}issue/", steps.issue, name="report-issue"),
    path(f"{_ONE}annul/", steps.annul, name="report-annul"),
    path(f"{_ONE}delete/", steps.delete, name="report-delete"),
]
