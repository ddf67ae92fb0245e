"""Rules of the whole house, checked against every table, address, role and task."""
