from django.urls import path

from opora.imports import views

urlpatterns = [
    path("imports/", views.run_list, name="imports"),
    path("imports/new/<slug:kind>/", views.run_new, name="import-new"),
    path("imports/new/<slug:kind>/template/", views.template_file, name="import-template"),
    path("imports/<int:pk>/", views.run_page, name="import-run"),
    path("imports/<int:pk>/progress/", views.run_progress, name="import-progress"),
    path("imports/<int:pk>/columns/", views.run_columns, name="import-columns"),
    path("imports/<int:pk>/cells/", views.run_cells, name="import-cells"),
    path("imports/<int:pk>/apply/", views.run_apply, name="import-apply"),
    path("imports/<int:pk>/check/", views.run_check, name="import-check"),
    path("imports/<int:pk>/discard/", views.run_discard, name="import-discard"),
    path("imports/<int:pk>/file/", views.run_file, name="import-file"),
    path("imports/<int:pk>/annotated/", views.run_annotated, name="import-annotated"),
]
