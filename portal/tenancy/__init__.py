"""The tenant wall: scope of a request or job, row-level security, its checks."""
