"""Addresses of territories and organisations."""

from django.urls import path

from opora.organisations.views import card, comparison, edits, lists, register, territories

urlpatterns = [
    path("schools/", lists.schools, name="schools"),
    path("schools/table.xlsx", lists.schools_table, name="schools_table"),
    path("schools/compare/", comparison.compare, name="schools_compare"),
    path("schools/compare.xlsx", comparison.compare_table, name="schools_compare_table"),
    path("schools/<int:pk>/", card.school, name="school"),
    path("schools/<int:pk>/similar/", card.similar, name="school_similar"),
    path("schools/<int:pk>/edit/", edits.edit_card, name="school_edit"),
    path("schools/<int:pk>/figures/<int:year>/", edits.edit_figures, name="school_figures"),
    path("schools/<int:pk>/leaders/", edits.leaders, name="school_leaders"),
    path("schools/<int:pk>/leaders/<int:leader_pk>/end/", edits.end_leader, name="school_leader_end"),
    path(
        "schools/<int:pk>/leaders/<int:leader_pk>/remove/", edits.remove_leader, name="school_leader_remove"
    ),
    path("schools/<int:pk>/merits/", edits.merits, name="school_merits"),
    path("schools/<int:pk>/merits/<int:merit_pk>/remove/", edits.remove_merit, name="school_merit_remove"),
    path("schools/<int:pk>/rename/", register.rename, name="school_rename"),
    path("schools/<int:pk>/transfer/", register.transfer, name="school_transfer"),
    path("schools/<int:pk>/close/", register.close, name="school_close"),
    path("schools/<int:pk>/merge/", register.merge, name="school_merge"),
    path("schools/<int:pk>/merge/<int:into_pk>/", register.merge_into, name="school_merge_into"),
    path("territories/", lists.territories, name="territories"),
    path("territories/<int:pk>/", lists.territory, name="territory"),
    path("territories/<int:pk>/table.xlsx", lists.territory_table, name="territory_table"),
    path("territories/<int:territory_pk>/new-organisation/", register.create, name="organisation_create"),
    path("territories/<int:pk>/new-territory/", territories.create, name="territory_create"),
    path("territories/<int:pk>/rename/", territories.rename, name="territory_rename"),
    path("territories/<int:pk>/move/", territories.move, name="territory_move"),
]
