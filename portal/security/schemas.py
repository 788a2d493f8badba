"""The forms of signing in and of passwords."""

import colander

from portal.forms import widgets
from portal.forms.fields import Text
from portal.i18n import _
from portal.security.passwords import MINIMUM


def long_enough(node: colander.SchemaNode, password: str) -> None:
    """Length is what protects (NIST SP 800-63B): no rules of characters that make people write passwords down."""
    if len(password) < MINIMUM:
        raise colander.Invalid(node, _("비밀번호는 ${least}자 이상이어야 합니다.", mapping={"least": MINIMUM}))
    if len(set(password)) < 4:
        raise colander.Invalid(node, _("같은 글자가 너무 많습니다. 다른 비밀번호를 정해 주십시오."))


class SignInSchema(colander.Schema):
    """Login and password."""

    login = colander.SchemaNode(Text(60), title=_("아이디"), widget=widgets.TextInput(autocomplete="username"))
    password = colander.SchemaNode(
        colander.String(), title=_("비밀번호"), widget=widgets.Password(autocomplete="current-password")
    )
    next = colander.SchemaNode(Text(500), missing="", widget=widgets.Hidden())


class PasswordAgainSchema(colander.Schema):
    """The password once more, before a signature."""

    password = colander.SchemaNode(
        colander.String(), title=_("비밀번호"), widget=widgets.Password(autocomplete="current-password")
    )
    next = colander.SchemaNode(Text(500), missing="", widget=widgets.Hidden())


class NewPasswordSchema(colander.Schema):
    """A new password, typed twice."""

    password = colander.SchemaNode(
        colander.String(),
        title=_("새 비밀번호"),
        validator=colander.All(colander.Length(max=200), long_enough),
        widget=widgets.Password(autocomplete="new-password"),
    )
    again = colander.SchemaNode(
        colander.String(), title=_("새 비밀번호 확인"), widget=widgets.Password(autocomplete="new-password")
    )

    def validator(self, node: colander.SchemaNode, values: dict[str, str]) -> None:
        """Both must be the same."""
        if values["password"] != values["again"]:
            error = colander.Invalid(node)
            error["again"] = _("두 번 적은 비밀번호가 서로 다릅니다.")
            raise error


class ChangePasswordSchema(NewPasswordSchema):
    """The old password and the new one."""

    current = colander.SchemaNode(
        colander.String(),
        title=_("지금 비밀번호"),
        widget=widgets.Password(autocomplete="current-password"),
        insert_before="password",
    )
