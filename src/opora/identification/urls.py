"""Addresses of the selection."""

from django.urls import path

from opora.identification.views import files, lists, moves, schools

urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists.new_list, name="list-new"),
    path("lists/<int:pk>/", lists.year_list, name="list"),
    path("lists/<int:pk>/try/", moves.try_rule, name="list-try"),
    path("lists/<int:pk>/open/", moves.open_window, name="list-open"),
    path("lists/<int:pk>/close/", moves.close_window, name="list-close"),
    path("lists/<int:pk>/approve/", moves.approve, name="list-approve"),
    path("lists/<int:pk>/discard/", moves.discard, name="list-discard"),
    path("lists/<int:pk>/schools/<int:entry_pk>/", schools.school, name="list-school"),
    path("lists/<int:pk>/schools/<int:entry_pk>/decide/", schools.decide, name="list-decide"),
    path("lists/<int:pk>/schools/<int:entry_pk>/take-back/", schools.take_back, name="list-take-back"),
    *(
        path(
            f"lists/<int:pk>/{paper}.{extension}",
            files.file,
            {"paper": paper, "extension": extension},
            name=f"list-{paper}-{extension}",
        )
        for paper, extension in (
            ("protocol", "docx"),
            ("protocol", "pdf"),
            ("protocol", "xlsx"),
            ("letter", "docx"),
            ("letter", "pdf"),
        )
    ),
]
