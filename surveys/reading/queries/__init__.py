"""Reads about text answers, their codes and their quotes."""

from surveys.reading.queries.quotes import OfferedQuote, offered_quotes

__all__ = ["OfferedQuote", "offered_quotes"]
