"""Addresses of telling: the desk's. The public ones stand in `misaq.web.record.urls`."""

from django.urls import path

from misaq.web.record.telling import desk, views

urlpatterns = [
    path("", desk.told_list, name="record_told"),
    path("aside/", desk.told_aside, name="record_told_aside"),
    path("<uuid:submission_id>/", desk.told_one, name="record_told_one"),
    path("<uuid:submission_id>/take/", desk.told_take, name="record_told_take"),
    path("<uuid:submission_id>/answer/", desk.told_answer, name="record_told_answer"),
    path("<uuid:submission_id>/reopen/", desk.told_reopen, name="record_told_reopen"),
]
open_patterns = [
    path("", views.tell, name="record_tell"),
    path("return/", views.come_back, name="record_return"),
    path("how/", views.how, name="record_tell_how"),
]
