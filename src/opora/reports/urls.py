"""Addresses of reports."""

from django.urls import path

from opora.reports.views import annexes, listing, report, requests, steps

_ONE = "reports/<int:pk>/"

urlpatterns = [
    path("reports/", listing.reports, name="reports"),
    path("reports/new/", listing.new, name="report-new"),
    path("reports/requests/", requests.requests, name="report-requests"),
    path("reports/requests/new/", requests.new, name="report-request-new"),
    path("reports/requests/<int:pk>/", requests.one, name="report-request"),
    path("reports/requests/<int:pk>/withdraw/", requests.withdraw, name="report-request-withdraw"),
    path(_ONE, report.report, name="report"),
    path(f"{_ONE}letter.<slug:kind>", report.printout, name="report-print"),
    path(f"{_ONE}short.<slug:kind>", report.short, name="report-short"),
    path(f"{_ONE}annexes/", annexes.annexes, name="report-annexes"),
    path(f"{_ONE}annexes/add/", annexes.add, name="report-annex-add"),
    path(f"{_ONE}annexes/take/", annexes.take, name="report-annex-take"),
    path(f"{_ONE}annexes/<int:annex_pk>/", annexes.file, name="report-annex"),
    path(f"{_ONE}annexes/<int:annex_pk>/edit/", annexes.edit, name="report-annex-edit"),
    path(f"{_ONE}whole.zip", annexes.whole, name="report-whole"),
    path(f"{_ONE}address/", steps.address, name="report-address"),
    path(f"{_ONE}submit/", steps.submit, name="report-submit"),
    path(f"{_ONE}return/", steps.give_back, name="report-return"),
    path(f"{_ONE}issue/", steps.issue, name="report-issue"),
    path(f"{_ONE}annul/", steps.annul, name="report-annul"),
    path(f"{_ONE}delete/", steps.delete, name="report-delete"),
]
