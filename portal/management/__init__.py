"""Commands and demo data; imports everything, nothing imports it."""
