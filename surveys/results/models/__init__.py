"""Editions, their cells and their files. National."""

from surveys.results.models.editions import Edition, EditionInputs, Protection
from surveys.results.models.files import Export, Extract
from surveys.results.models.items import MatchedItem, PublishedItem, Snapshot

__all__ = [
    "Edition",
    "EditionInputs",
    "Export",
    "Extract",
    "MatchedItem",
    "Protection",
    "PublishedItem",
    "Snapshot",
]
