"""Addresses of expertise. Sheets go by a random key: a neighbour's cannot be guessed, nor what was given when."""

from django.urls import path

from opora.expertise.views import curators, entries, habits, offline, queue, results, rounds

urlpatterns = [
    path("expertise/", rounds.rounds, name="expertise"),
    path("expertise/new/", rounds.make, name="expertise-new"),
    path("expertise/rounds/<int:pk>/", rounds.of_one, name="expertise-round"),
    path("expertise/rounds/<int:pk>/settings/", rounds.edit, name="expertise-edit"),
    path("expertise/rounds/<int:pk>/plan/", rounds.plan, name="expertise-plan"),
    path("expertise/rounds/<int:pk>/fill/", rounds.fill, name="expertise-fill"),
    path("expertise/rounds/<int:pk>/move/<slug:target>/", rounds.move, name="expertise-move"),
    path("expertise/rounds/<int:pk>/results/", results.of_round, name="expertise-results"),
    path("expertise/rounds/<int:pk>/results.xlsx", results.workbook, name="expertise-results-xlsx"),
    path("expertise/entries/<int:pk>/", entries.entry, name="expertise-entry"),
    path("expertise/entries/<int:pk>/expert/", entries.assign, name="expertise-assign"),
    path("expertise/entries/<int:pk>/agreement/", entries.agree, name="expertise-agree"),
    path("expertise/entries/<int:pk>/drop/", entries.drop, name="expertise-drop"),
    path("expertise/assignments/<uuid:key>/withdraw/", entries.withdraw, name="expertise-withdraw"),
    path("expertise/reviewing/", habits.habits, name="expertise-reviewing"),
    path("expertise/curators/<int:pk>/", curators.curator, name="expertise-curator"),
    path("expertise/queue/", queue.queue, name="expertise-queue"),
    path("expertise/queue/<int:pk>/sheets.xlsx", offline.workbook, name="expertise-queue-xlsx"),
    path("expertise/queue/<int:pk>/load/", offline.load, name="expertise-queue-load"),
    path("expertise/sheets/<uuid:key>/", queue.sheet, name="expertise-sheet"),
    path("expertise/sheets/<uuid:key>/file/", queue.file, name="expertise-sheet-file"),
    path("expertise/sheets/<uuid:key>/decline/", queue.decline, name="expertise-decline"),
    path("expertise/schools/", results.schools, name="expertise-schools"),
    path("expertise/schools/<int:pk>/", results.school, name="expertise-school"),
    path(
        "expertise/recommendations/<int:pk>/<slug:target>/",
        results.recommendation,
        name="expertise-recommendation",
    ),
]
