"""The pool at the desk: how it is composed, bringing volunteers in from a file."""
