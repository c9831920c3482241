"""Addresses of the charter's served pages; those made from documents alone lie beside them."""

from django.urls import include, path

from misaq.web.charter.drafting_urls import open_patterns as drafting
from misaq.web.charter.reading import views as reading

urlpatterns = [
    path("desk/charter/", include("misaq.web.charter.drafting_urls")),
    path("charter/drafting/", include(drafting)),
    path("charter/at/", reading.go, name="charter-go"),
    path("charter/at/<str:when>/", reading.read, name="charter-read"),
    path("charter/at/<str:when>/<slug:file>/", reading.read, name="charter-read-file"),
    path("charter/search/", reading.search, name="charter-search"),
    path("charter/compare/", reading.compared, name="charter-compare"),
]
