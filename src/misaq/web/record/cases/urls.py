"""Addresses of a case."""

from django.urls import path

from misaq.web.record.cases import views

urlpatterns = [
    path("<slug:ref>/", views.case_view, name="record_case"),
    path("<slug:ref>/change/", views.case_change, name="record_case_change"),
    path("<slug:ref>/add/<slug:what>/", views.case_add, name="record_case_add"),
]
