"""The steps of the wizard: which fields stand where, the sitting that edits them, and what it is handed."""
