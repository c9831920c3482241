"""Addresses of the review."""

from django.urls import path

from misaq.web.record.review import views

urlpatterns = [
    path("", views.queue, name="record_review"),
    path("agreement/", views.agreement, name="record_agreement"),
    path("<slug:ref>/", views.review, name="record_review_case"),
    path("<slug:ref>/second/", views.second_coding, name="record_second_coding"),
    path("<slug:ref>/second/take/", views.second_coding_take, name="record_second_take"),
    path("<slug:ref>/second/decline/", views.second_coding_decline, name="record_second_decline"),
    path("<slug:ref>/settle/", views.settle, name="record_settle"),
    path("<slug:ref>/confirm/", views.confirm, name="record_confirm"),
    path("<slug:ref>/step/<slug:step>/", views.review_step, name="record_review_step"),
]
