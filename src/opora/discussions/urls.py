"""Addresses of discussions."""

from django.urls import path

from opora.discussions import views

urlpatterns = [
    path("discussions/", views.discussions, name="discussions"),
    path("discussions/comments/<int:pk>/withdraw/", views.withdraw, name="discussion-withdraw"),
    path("discussions/files/<int:pk>/", views.file, name="discussion-file"),
    path("discussions/<slug:kind>/<int:thing_id>/", views.discussion, name="discussion"),
    path("discussions/<slug:kind>/<int:thing_id>/read/", views.mark_read, name="discussion-read"),
]
