# Short names for what is done often. `just` alone lists them.
default:
    @just --list

# The demonstration on http://127.0.0.1:8000
demo:
    uv run misaq demo

# Everything CI runs
test:
    bash scripts/test

# Formatting, lint, types, import contracts
lint:
    uv run --group dev ruff format .
    uv run --group dev ruff check --fix .
    uv run --group dev mypy
    uv run --group dev lint-imports

# Add new texts to the catalogues, then say which still lack Urdu
messages:
    uv run --group dev python scripts/messages.py update

# Resolve every dependency afresh and pin it
lock:
    uv run --group dev python scripts/lock.py

docs:
    uv run --group docs sphinx-build -W -b html docs docs/_build/html
