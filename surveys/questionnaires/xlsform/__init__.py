"""XLSForm, the spreadsheets that ODK, KoboToolbox and others read: out and in.

What the format or this portal has no place for is never dropped in silence: it is listed in words.
"""

from surveys.questionnaires.xlsform.losses import losses
from surveys.questionnaires.xlsform.reading import Read, read
from surveys.questionnaires.xlsform.writing import write

__all__ = ["Read", "losses", "read", "write"]
