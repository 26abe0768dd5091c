"""One file, one rule, named by its id and by what it asks. Its cases are texts in tests/lint/rules/."""
