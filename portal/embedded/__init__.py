"""PostgreSQL and Valkey as ordinary processes of this machine, out of Python wheels."""
