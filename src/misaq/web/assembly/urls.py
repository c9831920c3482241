"""Addresses of the assembly that are no pages of documents: registration in public, the work at the desk."""

from django.urls import URLPattern, URLResolver, include, path

from misaq.web.assembly.draw_urls import desk_patterns, open_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/assembly/draws/", include(desk_patterns)),
    path("assembly/draws/", include(open_patterns)),
]
