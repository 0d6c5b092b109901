from django.urls import path

from opora.ui import gallery

urlpatterns = [
    path("gallery/", gallery.show, name="gallery"),
    path("gallery/progress/", gallery.progress, name="gallery-progress"),
]
