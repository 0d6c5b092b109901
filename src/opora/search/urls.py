"""Addresses."""

from django.urls import path

from opora.search import views

urlpatterns = [path("search/", views.search, name="search")]
