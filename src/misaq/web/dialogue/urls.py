"""Addresses of taking part, and of the facilitator's desk."""

from django.urls import path

from misaq.web.dialogue import desk, moderation, reading, translating, views

urlpatterns = [
    path("take-part/", views.start, name="take_part"),
    path("take-part/enter/", views.enter, name="take_part_enter"),
    path("take-part/statement/", views.next_statement, name="next_statement"),
    path("take-part/vote/", views.vote, name="vote"),
    path("take-part/undo/", views.undo, name="undo_vote"),
    path("take-part/community/", views.community, name="say_community"),
    path("take-part/answers/", views.own_answers, name="own_answers"),
    path("take-part/withdraw/", views.withdraw, name="withdraw_vote"),
    path("take-part/write/", views.write, name="write_statement"),
    path("take-part/appeal/", views.appeal, name="appeal_statement"),
    path("take-part/end/", views.end, name="take_part_end"),
    path("take-part/leave/", views.leave, name="take_part_leave"),
    path("take-part/language/", reading.reading_language, name="reading_language"),
    path("desk/statements/", moderation.queue, name="moderation"),
    path("desk/statements/<int:statement>/", moderation.decide, name="decide_statement"),
    path("desk/statements/<int:statement>/appeal/", moderation.decide_appeal, name="decide_appeal"),
    path(
        "desk/statements/<int:statement>/translations/",
        translating.translations,
        name="statement_translations",
    ),
    path(
        "desk/translations/<int:translation>/check/",
        translating.check,
        name="check_translation",
    ),
    path("desk/translations/", translating.languages, name="translations"),
    path("desk/translations/<slug:language>/", translating.language_list, name="language_list"),
    path("desk/statements/all/", desk.statements, name="all_statements"),
    path("desk/statements/<int:statement>/meta/", desk.mark, name="mark_statement"),
]
