"""The CSV file of members: its columns, reading one, planning its import, writing one. Pure."""
