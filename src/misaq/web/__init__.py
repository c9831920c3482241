"""The website: Django apps that mirror the rooms and hold no mathematics."""
