"""Migrations make the very schema that the models describe: tests make their tables from the models, without them."""

import sqlite3
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from tests.site_template import fresh_site

Table = tuple[frozenset[Any], frozenset[Any], frozenset[Any]]


def schema(run: Any, names: list[str]) -> dict[str, Table]:
    """Each table's columns, unique columns and foreign keys, in whatever order."""
    found = {}
    for name in names:
        columns = frozenset(
            (column, kind, needed, key)
            for _n, column, kind, needed, _default, key in run(f"PRAGMA table_info('{name}')")
        )
        indexes = frozenset(
            (unique, partial, tuple(row[2] for row in run(f"PRAGMA index_info('{index}')")))
            for _n, index, unique, _origin, partial in run(f"PRAGMA index_list('{name}')")
        )
        keys = frozenset(
            (row[2], row[3], row[4]) for row in run(f"PRAGMA foreign_key_list('{name}')")
        )
        found[name] = (columns, indexes, keys)
    return found


def test_no_change_of_a_model_is_without_its_migration(db: None) -> None:
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes detected" in told.getvalue()


def test_migrations_from_nothing_make_the_tables_of_the_tests(db: None, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        return  # on PostgreSQL the tests themselves run on migrated tables
    file = fresh_site(tmp_path / "site") / "site.sqlite3"
    names = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    with connection.cursor() as cursor:
        made = schema(lambda sql: cursor.execute(sql).fetchall(), names)
    with sqlite3.connect(file) as migrated:
        wanted = schema(lambda sql: migrated.execute(sql).fetchall(), names)
        there = {
            row[0]
            for row in migrated.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert made == wanted
    assert "django_migrations" in there
    assert there - {"django_migrations", "sqlite_sequence"} == set(names)
    assert len(names) > 40
