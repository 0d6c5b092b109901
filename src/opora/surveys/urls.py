"""Addresses of campaigns."""

from django.urls import path

from opora.surveys import views

urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.campaign_add, name="campaign-add"),
    path("campaigns/<int:pk>/", views.campaign, name="campaign"),
    path("campaigns/<int:pk>/coverage.xlsx", views.campaign_workbook, name="campaign-workbook"),
    path("campaigns/<int:pk>/results/", views.campaign_results, name="campaign-results"),
    path("campaigns/<int:pk>/edit/", views.campaign_edit, name="campaign-edit"),
    path("campaigns/<int:pk>/schools/", views.campaign_schools, name="campaign-schools"),
    path("campaigns/<int:pk>/term/", views.campaign_term, name="campaign-term"),
    path("campaigns/<int:pk>/open/", views.campaign_open, name="campaign-open"),
    path("campaigns/<int:pk>/close/", views.campaign_close, name="campaign-close"),
    path("campaigns/<int:pk>/discard/", views.campaign_discard, name="campaign-discard"),
    path("campaigns/<int:pk>/schools/<int:school_pk>/", views.campaign_school, name="campaign-school"),
    path(
        "campaigns/<int:pk>/schools/<int:school_pk>/classes/", views.campaign_classes, name="campaign-classes"
    ),
    path(
        "campaigns/<int:pk>/schools/<int:school_pk>/coverage.xlsx",
        views.campaign_school_workbook,
        name="campaign-school-workbook",
    ),
    path("campaigns/<int:pk>/schools/<int:school_pk>/codes.pdf", views.school_sheets, name="campaign-sheets"),
    path("cohorts/<int:pk>/codes.pdf", views.cohort_sheets, name="cohort-sheets"),
    path("cohorts/<int:pk>/poster.pdf", views.cohort_poster, name="cohort-poster"),
    path("cohorts/<int:pk>/more/", views.cohort_codes, name="cohort-codes"),
]
