"""Addresses of the log."""

from django.urls import path

from misaq.web.record.log import views

urlpatterns = [
    path("", views.activity, name="record_activity"),
    path("activity.csv", views.activity_csv, name="record_activity_csv"),
    path("mine/", views.mine, name="record_activity_mine"),
    path("case/<slug:ref>/", views.of_case, name="record_activity_case"),
]
