"""Mail comes in the language of the one who gets it, not of the one who sends it."""

import pytest
from sqlalchemy import select

from portal.jobs.models import Job
from portal.people.models import Account, Person

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("senders", "readers", "subject"),
    [("en", "ko", "비밀번호를 정해 주십시오"), ("ko", "en", "Please set your password")],
)
def test_password_mail_is_in_the_language_of_its_reader(admin, database, senders, readers, subject):
    with database.writing() as session:
        account = session.scalars(select(Account).where(Account.login == "member")).one()
        account.language = readers
        person = session.get_one(Person, account.person_id)
        person.email = "member@example.kr"
        uid = person.uid
    admin.set_cookie("_LOCALE_", senders)
    page = admin.get(f"/people/persons/{uid}")
    [form] = [form for form in page.forms.values() if form.action.endswith("/mail")]
    form.submit(status=303)
    with database.reading() as session:
        mail = session.scalars(select(Job).where(Job.kind == "mail_link")).one()
        assert mail.payload["letter"]["subject"] == subject
