"""django-allauth's forms with the portal's words; settings.ACCOUNT_FORMS names them."""

from typing import Any

from allauth.account import forms as allauth

from portal.web.forms import PlainWords


class SignInForm(PlainWords, allauth.LoginForm):
    """E-mail address and password; the page itself links to the reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, login=("Email address", "your email address"))
        _name(self, password=("Password", "your password"))


class ChangePasswordForm(PlainWords, allauth.ChangePasswordForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, oldpassword=("Your password now", "the password you have now"), **NEW)


class ResetPasswordForm(PlainWords, allauth.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, email=("Email address", "your email address"))


class NewPasswordForm(PlainWords, allauth.ResetPasswordKeyForm):
    """A new password, twice, behind a link from an e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, **NEW)


class ConfirmPasswordForm(PlainWords, allauth.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, password=("Password", "your password"))


NEW = {
    "password1": ("New password", "a new password"),
    "password2": ("New password again", "the new password again"),
}
LONG_ENOUGH = (
    "Use at least 12 characters. Three words that do not belong together are a good start."
)


def _name(form: PlainWords, **fields: tuple[str, str]) -> None:
    """Give fields their labels and the words asked for when they are empty."""
    for name, (label, wanted) in fields.items():
        field = form.fields[name]
        field.label = label
        field.help_text = LONG_ENOUGH if name == "password1" else ""
        field.error_messages["required"] = f"Enter {wanted}"
