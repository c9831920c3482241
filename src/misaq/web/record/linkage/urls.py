"""Addresses of the linkage desk."""

from django.urls import path

from misaq.web.record.linkage import views

urlpatterns = [
    path("", views.desk, name="record_linkage"),
    path("propose/", views.propose, name="record_propose"),
    path("pair/<int:proposal_id>/", views.pair, name="record_pair"),
    path("pair/<int:proposal_id>/decide/", views.decide, name="record_pair_decide"),
    path("decision/<int:decision_id>/undo/", views.take_back, name="record_link_undo"),
]
