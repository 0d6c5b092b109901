from django.urls import path

from opora.cycles import views

urlpatterns = [
    path("years/", views.year_list, name="years"),
    path("years/add/", views.year_add, name="year-add"),
    path("years/programmes/add/", views.programme_add, name="programme-add"),
    path("years/<str:code>/", views.year_page, name="year"),
    path("years/<str:code>/edit/", views.year_edit, name="year-edit"),
    path("years/<str:code>/stages/add/", views.stage_edit, name="stage-add"),
    path("years/<str:code>/stages/<int:pk>/", views.stage_edit, name="stage-edit"),
    path("years/<str:code>/stages/<int:pk>/remove/", views.stage_remove, name="stage-remove"),
    path("years/<str:code>/participation/add/", views.participation_add, name="participation-add"),
    path("years/<str:code>/participation/<int:pk>/end/", views.participation_end, name="participation-end"),
]
