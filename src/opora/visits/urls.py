"""Addresses of visits."""

from django.urls import path

from opora.visits.views import checklists, listing, noting, offline, one, planner, planning

urlpatterns = [
    path("visits/", listing.visits, name="visits"),
    path("visits/planner/", planner.planner, name="visit-planner"),
    path("visits/checklists/", checklists.checklists, name="visit-checklists"),
    path("visits/schools/<int:pk>/checklists/", checklists.school, name="visit-checklists-school"),
    path("visits/offline/", offline.offline, name="visits-offline"),
    path("visits/worker.js", offline.worker, name="visits-worker"),
    path("visits/plan/", planning.plan, name="visit-plan"),
    path("visits/schools/<int:pk>/note/", noting.note_unplanned, name="visit-note-unplanned"),
    path("visits/<int:pk>/", one.visit, name="visit"),
    path("visits/<int:pk>/note/", noting.note, name="visit-note"),
    path("visits/<int:pk>/amend/", noting.amend, name="visit-amend"),
    path("visits/<int:pk>/move/", planning.move, name="visit-move"),
    path("visits/<int:pk>/cancel/", planning.cancel, name="visit-cancel"),
    path("visits/<int:pk>/files/<int:file_pk>/", one.file, name="visit-file"),
    *(
        path(
            f"visits/<int:pk>/note.{extension}",
            one.paper,
            {"extension": extension},
            name=f"visit-paper-{extension}",
        )
        for extension in ("pdf", "docx")
    ),
]
