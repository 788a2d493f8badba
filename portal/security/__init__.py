"""Signing in, who somebody is, and what they may do."""

from typing import Any

from portal.i18n import _
from portal.mail.services import SERVER
from portal.security.contexts import Site
from portal.security.feeds import add_personal_feed
from portal.security.links import MAIL_JOB, send_link
from portal.security.policy import SillokPolicy
from portal.security.pruning import prune
from portal.security.sessions import session_factory


def includeme(config: Any) -> None:
    """Policy, server-side sessions, CSRF for every unsafe request; a view needs a sign-in unless it says otherwise."""
    config.set_root_factory(Site)
    config.set_session_factory(session_factory)
    config.set_security_policy(SillokPolicy())
    config.set_default_csrf_options(require_csrf=True)
    config.set_default_permission("signed_in")
    config.add_route("sign_in", "/login")
    config.add_route("sign_out", "/logout")
    config.add_route("account", "/account")
    config.add_route("account.password", "/account/password")
    config.add_route("account.sign_out_everywhere", "/account/sign-out-everywhere")
    config.registry["personal_feeds"] = {}
    config.add_directive("add_personal_feed", add_personal_feed)
    config.add_route("account.feed", r"/account/feeds/{name:[a-z_.]{1,30}}")
    config.add_route("account.feed_revoke", r"/account/feeds/{name:[a-z_.]{1,30}}/revoke")
    config.add_route("feed", r"/feeds/{token:[A-Za-z0-9_-]{20,60}}/{name:[a-z_.]{1,30}}")
    config.add_route("reset_password", "/password/{token}")
    config.add_route("confirm_password", "/confirm-password")
    config.scan("portal.security.views")
    config.scan("portal.security.feed_views")
    config.add_navigation("account", _("내 계정"), "account", order=10, permission="signed_in", place="account")
    config.add_job(MAIL_JOB, send_link, _("일회용 주소를 보내는 전자우편"), needs=SERVER)
    config.add_clock_job("prune_sign_ins", 3600, prune)
