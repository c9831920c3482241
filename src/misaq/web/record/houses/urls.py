"""Addresses of organisations and custodians."""

from django.urls import path

from misaq.web.record.houses import views

urlpatterns = [
    path("", views.houses_list, name="record_houses"),
    path("new/", views.house_new, name="record_house_new"),
    path("custodians/", views.custodians, name="record_custodians_name"),
    path("<slug:slug>/", views.house, name="record_house"),
    path("<slug:slug>/members/", views.house_member, name="record_house_member"),
    path(
        "<slug:slug>/members/<int:membership_id>/end/",
        views.house_member_end,
        name="record_house_member_end",
    ),
]
