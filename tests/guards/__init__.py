"""Rules of the whole house, checked against every table, address, role, task and file.

What is new and has no rule fails the suite. One line each:
an address      → truth.py (who may come in), tests/support/urls.py (values of a new parameter)
a table         → catalogue.py: a global table by name; a tenant table's national read, if it has one
a text or check → tests/support/tenancy.py VALUES, where a row cannot be made by reading its fields
a right         → partnerships/membership/test_roles.py, the matrix written out by hand
a task          → nothing, if it is a portal_task that somebody enqueues
`make mutants` puts deliberate faults in and shows that these tests notice them.
"""
