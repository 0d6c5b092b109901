from django.urls import path

from opora.catalogues.views import editing, publishing, reading, workbooks

urlpatterns = [
    path("catalogues/", reading.catalogues, name="catalogues"),
    path("catalogues/<int:pk>/", reading.in_force, name="catalogue"),
    path("catalogues/<int:pk>/versions/<int:number>/", reading.version, name="catalogue_version"),
    path("catalogues/<int:pk>/versions/<int:number>/table/", workbooks.download, name="catalogue_table"),
    path("catalogues/<int:pk>/edit/", editing.edit, name="catalogue_edit"),
    path("catalogues/<int:pk>/upload/", workbooks.upload, name="catalogue_upload"),
    path("catalogues/<int:pk>/publish/", publishing.publish, name="catalogue_publish"),
    path("catalogues/<int:pk>/discard/", publishing.discard, name="catalogue_discard"),
    path("catalogues/<int:pk>/copy/", publishing.copy, name="catalogue_copy"),
    path("catalogues/<int:pk>/own/", publishing.own, name="catalogue_own"),
]
