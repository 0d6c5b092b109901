"""Addresses of plans."""

from django.urls import path

from opora.plans.views import plan, plans, row

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan-new"),
    path("plans/<int:pk>/", plan.plan, name="plan"),
    path("plans/<int:pk>/edit/", plan.edit, name="plan-edit"),
    path("plans/<int:pk>/move/<slug:target>/", plan.move, name="plan-move"),
    path("plans/<int:pk>/delete/", plan.delete, name="plan-delete"),
    path("plans/<int:pk>/duties/", plan.duties, name="plan-duties"),
    path("plans/<int:pk>/changes/", plan.changes, name="plan-changes"),
    path("plans/<int:pk>/rows/new/", row.new, name="plan-row-new"),
    path("plans/<int:pk>/rows/<int:row_pk>/", row.row, name="plan-row"),
    path("plans/<int:pk>/rows/<int:row_pk>/edit/", row.edit, name="plan-row-edit"),
    path("plans/<int:pk>/rows/<int:row_pk>/shift/", row.shift, name="plan-row-shift"),
    path("plans/<int:pk>/rows/<int:row_pk>/delete/", row.delete, name="plan-row-delete"),
    path("plans/<int:pk>/rows/<int:row_pk>/tell/", row.tell, name="plan-row-tell"),
    path("plans/<int:pk>/rows/<int:row_pk>/untell/", row.untell, name="plan-row-untell"),
    path("plans/<int:pk>/rows/<int:row_pk>/link/", row.link, name="plan-row-link"),
    path("plans/<int:pk>/rows/<int:row_pk>/unlink/<int:link_pk>/", row.unlink, name="plan-row-unlink"),
]
