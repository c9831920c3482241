"""Run `python -m misaq`."""

from misaq.cli.main import run

if __name__ == "__main__":
    run()
