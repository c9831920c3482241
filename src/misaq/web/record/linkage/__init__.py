"""The linkage desk: which mentions are one person, decided by people, and every decision reversible."""
