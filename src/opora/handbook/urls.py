from django.urls import path

from opora.handbook import views

urlpatterns = [
    path("help/", views.chapter, name="help"),
    path("help/<slug:code>/", views.chapter, name="help-chapter"),
]
