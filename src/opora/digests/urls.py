from django.urls import path

from opora.digests import views

urlpatterns = [path("me/digests/", views.my_digests, name="my_digests")]
