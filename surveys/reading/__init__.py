"""Reading what partnerships wrote in their own words: themes, codes, agreement, quotes."""
