"""Addresses of territories and organisations."""

from django.urls import path

from opora.organisations.views import card, comparison, edits, lists, register, territories

urlpatterns = [
    path("schools/", lists.schools, name="schools"),
    path("schools/table.xlsx", lists.schools_table, name="schools-table"),
    path("schools/compare/", comparison.compare, name="schools-compare"),
    path("schools/compare.xlsx", comparison.compare_table, name="schools-compare-table"),
    path("schools/<int:pk>/", card.school, name="school"),
    path("schools/<int:pk>/similar/", card.similar, name="school-similar"),
    path("schools/<int:pk>/edit/", edits.edit_card, name="school-edit"),
    path("schools/<int:pk>/figures/<int:year>/", edits.edit_figures, name="school-figures"),
    path("schools/<int:pk>/leaders/", edits.leaders, name="school-leaders"),
    path("schools/<int:pk>/leaders/<int:leader_pk>/end/", edits.end_leader, name="school-leader-end"),
    path(
        "schools/<int:pk>/leaders/<int:leader_pk>/remove/", edits.remove_leader, name="school-leader-remove"
    ),
    path("schools/<int:pk>/merits/", edits.merits, name="school-merits"),
    path("schools/<int:pk>/merits/<int:merit_pk>/remove/", edits.remove_merit, name="school-merit-remove"),
    path("schools/<int:pk>/rename/", register.rename, name="school-rename"),
    path("schools/<int:pk>/transfer/", register.transfer, name="school-transfer"),
    path("schools/<int:pk>/close/", register.close, name="school-close"),
    path("schools/<int:pk>/merge/", register.merge, name="school-merge"),
    path("schools/<int:pk>/merge/<int:into_pk>/", register.merge_into, name="school-merge-into"),
    path("territories/", lists.territories, name="territories"),
    path("territories/<int:pk>/", lists.territory, name="territory"),
    path("territories/<int:pk>/table.xlsx", lists.territory_table, name="territory-table"),
    path("territories/<int:territory_pk>/new-organisation/", register.create, name="organisation-create"),
    path("territories/<int:pk>/new-territory/", territories.create, name="territory-create"),
    path("territories/<int:pk>/rename/", territories.rename, name="territory-rename"),
    path("territories/<int:pk>/move/", territories.move, name="territory-move"),
]
