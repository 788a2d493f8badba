"""Addresses of personal feeds on the account page, and what programs fetch from them."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from portal import clock
from portal.i18n import _
from portal.security import feeds
from portal.security.feeds import Feed


def feed_rows(request: Any) -> list[dict[str, Any]]:
    """The feeds of the account page, each with what is known of its address."""
    known = feeds.addresses_of(request.dbsession, request.identity.account_id)
    rows = []
    for feed in request.registry["personal_feeds"].values():
        address = known.get(feed.name)
        rows.append(
            {
                "feed": feed,
                "made": clock.local(address.made_at) if address else None,
                "read": clock.local(address.read_at) if address and address.read_at else None,
            }
        )
    return rows


def _declared(request: Any) -> Feed:
    found: Feed | None = request.registry["personal_feeds"].get(request.matchdict["name"])
    if found is None:
        raise HTTPNotFound()
    return found


@view_config(route_name="account.feed", request_method="POST", renderer="templates:security/feed.pt")
def make(request: Any) -> dict[str, Any]:
    """Make the address anew, and show it this once."""
    feed = _declared(request)
    token = feeds.make_address(request.dbsession, request.identity.account_id, feed.name, request.identity)
    # under the portal's own name: a request's Host header can be forged
    base = request.registry["settings"].base_url.rstrip("/")
    address = base + request.route_path("feed", token=token, name=feed.name)
    crumbs = [(_("내 계정"), request.route_path("account")), (feed.label, "")]
    return {"page_title": feed.label, "breadcrumbs": crumbs, "address": address}


@view_config(route_name="account.feed_revoke", request_method="POST")
def revoke(request: Any) -> Any:
    """Let the address be worth nothing."""
    feed = _declared(request)
    feeds.revoke_address(request.dbsession, request.identity.account_id, feed.name, request.identity)
    request.session.flash(request.localizer.translate(_("주소를 없앴습니다. 이제 아무도 그 주소로 볼 수 없습니다.")))
    return HTTPSeeOther(location=request.route_path("account"))


@view_config(route_name="feed", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def feed(request: Any) -> Any:
    """What a program fetches. An address that is none is answered like any other missing page."""
    declared = _declared(request)
    found = feeds.reader_of(request.dbsession, declared.name, request.matchdict["token"])
    if found is None:
        raise HTTPNotFound()
    address, viewer = found
    response = declared.serve(request, viewer)
    response.headers["X-Robots-Tag"] = "noindex"
    request.add_finished_callback(lambda request: feeds.note_read(request.registry, address))
    return response
