"""Addresses of exam results."""

from django.urls import path

from opora.results.views import figures, lists

urlpatterns = [
    path("results/", lists.results, name="results"),
    path("results/table.xlsx", lists.table, name="results-table"),
    path("results/blanks/<slug:kind>.xlsx", lists.blank, name="results-blank"),
    path("results/loads/", lists.loads, name="results-loads"),
    path("results/loads/<int:pk>/", lists.load, name="results-load"),
    path("results/procedures/<slug:code>/", lists.procedure, name="results-procedure"),
    path("results/figures/<int:pk>/", figures.figure, name="results-figure"),
    path("results/figures/<int:pk>/correct/", figures.correct, name="results-correct"),
    path("schools/<int:pk>/results/", lists.school, name="results-school"),
]
