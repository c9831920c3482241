"""Addresses of the assembly that are no pages of documents: registration in public, the work at the desk."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
