"""The one command, `misaq`; one file per room, mirroring the package."""
