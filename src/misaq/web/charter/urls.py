"""Addresses of the charter's served pages; those made from documents alone lie beside them."""

from django.urls import path

from misaq.web.charter.reading import views as reading

urlpatterns = [
    path("charter/at/", reading.go, name="charter-go"),
    path("charter/at/<str:when>/", reading.read, name="charter-read"),
    path("charter/at/<str:when>/<slug:file>/", reading.read, name="charter-read-file"),
    path("charter/search/", reading.search, name="charter-search"),
    path("charter/compare/", reading.compared, name="charter-compare"),
]
