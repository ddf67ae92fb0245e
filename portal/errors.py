"""What domain code raises when it says no; the web and API layers turn each into one page or problem."""


class PortalError(Exception):
    """A refusal in plain English. `message` says what happened and what to do next."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Refused(PortalError):
    """A rule of the business says no in the present state (409)."""


class Denied(PortalError):
    """This person may not do this (403)."""


class Missing(PortalError):
    """There is no such thing, or not for this person (404)."""


class Conflict(PortalError):
    """Somebody else changed the same thing first (409); what was typed is kept by the caller."""
