"""Addresses of groups."""

from django.urls import path

from opora.groups.views import groups, members

urlpatterns = [
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.create, name="group-create"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/members.xlsx", groups.composition, name="group-composition"),
    path("groups/<int:pk>/edit/", groups.edit, name="group-edit"),
    path("groups/<int:pk>/dissolve/", groups.dissolve, name="group-dissolve"),
    path("groups/<int:pk>/members/", members.members, name="group-members"),
    path("groups/<int:pk>/members/<int:member_pk>/end/", members.end, name="group-member-end"),
    path("groups/<int:pk>/members/<int:member_pk>/remove/", members.remove, name="group-member-remove"),
]
