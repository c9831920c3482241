"""Volunteering in public: the form, the code, one's own row, correcting it, erasing it."""
