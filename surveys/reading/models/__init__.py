"""The codebook, codes on answers, consent to quote, quotes, released counts of themes."""

from surveys.reading.models.codes import Coding, Settlement
from surveys.reading.models.quotes import Quote, QuoteConsent
from surveys.reading.models.themes import Theme, ThemeRelease

__all__ = ["Coding", "Quote", "QuoteConsent", "Settlement", "Theme", "ThemeRelease"]
