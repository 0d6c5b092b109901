"""Addresses of the overview."""

from django.urls import path

from opora.overview import views

urlpatterns = [
    path("overview/", views.own, name="overview"),
    path("territories/<int:pk>/overview/", views.overview, name="territory-overview"),
]
