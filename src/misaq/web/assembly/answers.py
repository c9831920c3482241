"""What a volunteer answered, in words."""

from collections.abc import Mapping

from misaq.web.assembly.models import Category, Feature, Panel


def answer_words(panel: Panel, answers: Mapping[str, str]) -> list[tuple[Category, Feature | None]]:
    """Each question with the answer that was given."""
    rows = []
    for category in panel.categories.prefetch_related("features"):
        given = {feature.name: feature for feature in category.features.all()}
        rows.append((category, given.get(answers.get(category.name, ""))))
    return rows
