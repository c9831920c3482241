"""Addresses of searching."""

from django.urls import path

from misaq.web.record.search import views

urlpatterns = [
    path("", views.search, name="record_search"),
    path("names/", views.names, name="record_search_names"),
    path("counts/", views.counts, name="record_search_counts"),
    path("counts.csv", views.counts_csv, name="record_search_counts_csv"),
    path("selected/", views.selected, name="record_selected"),
    path("selected/<slug:deed>/", views.selected_do, name="record_selected_do"),
]
