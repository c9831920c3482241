"""How the documentation is built: `sphinx-build -W -b html docs docs/_build/html`."""

project = "misaq"
author = "The misaq founders"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "misaq"
html_static_path: list[str] = []
suppress_warnings = ["myst.xref_missing"]
