"""The answers of single returns as files, for evaluators."""
