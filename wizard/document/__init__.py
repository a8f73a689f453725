"""The request being edited: a plain JSON tree, its paths, how it is read and written, and its secrets."""
