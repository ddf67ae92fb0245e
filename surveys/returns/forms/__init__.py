"""Forms of returns and of the response, one subject a file."""

from surveys.returns.forms.response import ResponseSearch
from surveys.returns.forms.sending import Declaration, SendBack, SignOff

__all__ = ["Declaration", "ResponseSearch", "SendBack", "SignOff"]
