"""Background work: enqueue on commit, progress, states."""
