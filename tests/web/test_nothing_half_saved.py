"""A refused act leaves nothing in the database, whatever it had already written."""

import colander
import pytest
from pyramid.security import NO_PERMISSION_REQUIRED
from sqlalchemy import func, select
from webtest import TestApp

from portal.forms import Form, FormError, handle
from portal.forms.fields import Text
from portal.people.models import Person


class Names(colander.MappingSchema):
    name = colander.SchemaNode(Text(20), title="이름")


def add_person(request):
    def save(values):
        request.dbsession.add(Person(name=values["name"], affiliation="", position="", email=""))
        request.dbsession.flush()
        if values["name"] == "거절":
            request.dbsession.add(Person(name="반쪽", affiliation="", position="", email=""))
            raise FormError("name", "쓸 수 없는 이름입니다.")
        return "/added"

    form = Form(request, Names().bind(), formid="person")
    # what a page asks while it is made must not send the refused rows
    return handle(request, form, save, page=lambda: {"people": request.dbsession.scalar(select(func.count(Person.id)))})


def includeme(config):
    """Add the page to an application."""
    config.add_route("add_person", "/test-add-person")
    config.add_view(
        add_person, route_name="add_person", renderer="tests.web:only_form.pt", permission=NO_PERMISSION_REQUIRED
    )


@pytest.fixture
def parts():
    return (__name__,)


@pytest.fixture
def browser(config):
    return TestApp(config.make_wsgi_app())


def people(config):
    with config.registry["database"].reading() as session:
        return session.scalar(select(func.count(Person.id)))


def submit(browser, name, status):
    form = browser.get("/test-add-person").forms["person"]
    form["name"] = name
    return form.submit(status=status)


def test_refused_act_is_rolled_back_and_the_page_is_shown(browser, config):
    before = people(config)
    response = submit(browser, "거절", 400)
    assert "쓸 수 없는 이름입니다." in response.text
    assert response.forms["person"]["name"].value == "거절"
    assert people(config) == before


def test_accepted_act_is_saved(browser, config):
    before = people(config)
    submit(browser, "새 사람", 303)
    assert people(config) == before + 1
