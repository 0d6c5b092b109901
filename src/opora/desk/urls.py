from django.urls import path

from opora.desk import views

urlpatterns = [path("", views.desk, name="desk")]
