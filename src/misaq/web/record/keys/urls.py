"""Addresses of a member's key."""

from django.urls import path

from misaq.web.record.keys import views

urlpatterns = [
    path("", views.key, name="record_key"),
    path("unlock/", views.unlock, name="record_unlock"),
    path("lock/", views.lock, name="record_lock"),
    path("make/", views.key_make, name="record_key_make"),
    path("passphrase/", views.passphrase, name="record_passphrase"),
    path("recover/", views.recover, name="record_recover"),
    path("let-in/<slug:slug>/<int:account_id>/", views.let_in, name="record_let_in"),
]
