"""Addresses of objections."""

from django.urls import path

from opora.objections import views

urlpatterns = [
    path("objections/", views.objections, name="objections"),
    path("objections/<int:pk>/", views.objection, name="objection"),
    path("objections/<int:pk>/withdraw/", views.withdraw, name="objection-withdraw"),
    path("objections/new/<slug:kind>/<int:subject_id>/", views.raise_one, name="objection-raise"),
]
