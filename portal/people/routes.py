"""The addresses of the pages of people. Everything lies under /people, so that the menu knows where the reader is."""

from typing import Any

from portal.people.contexts import BodyContext, row_factory
from portal.people.models import Absence, Body, Department, Duty, Membership, Person, Post
from portal.records.models import IssuingUnit

# name, address; what has no row of its own stands under the site
SITE = (
    ("people", "/people"),
    ("people.body_new", "/people/bodies/new"),
    ("people.ending_terms", "/people/ending-terms"),
    ("people.persons", "/people/persons"),
    ("people.persons_export", "/people/persons/export"),
    ("people.person_new", "/people/persons/new"),
    ("people.departments", "/people/departments"),
    ("people.department_new", "/people/departments/new"),
    ("people.units", "/people/issuing-units"),
    ("people.unit_new", "/people/issuing-units/new"),
    ("people.duties", "/people/duties"),
    ("people.absences", "/people/absences"),
    ("people.access_log", "/people/access-log"),
    ("people.audit", "/people/audit"),
    ("people.jobs", "/people/jobs"),
    ("people.jobs_retry", "/people/jobs/{kind}/retry"),
    ("people.jobs_discard", "/people/jobs/{kind}/discard"),
)
# name, address, the row it is about
ROWS = (
    ("people.person", "/people/persons/{uid}", Person),
    ("people.person_edit", "/people/persons/{uid}/edit", Person),
    ("people.post_new", "/people/persons/{uid}/posts/new", Person),
    ("people.duty_new", "/people/persons/{uid}/duties/new", Person),
    ("people.absence_new", "/people/persons/{uid}/absences/new", Person),
    ("people.hand_over", "/people/persons/{uid}/hand-over", Person),
    ("people.account", "/people/persons/{uid}/account", Person),
    ("people.account_act", "/people/persons/{uid}/account/{act}", Person),
    ("people.post_end", "/people/posts/{id}/end", Post),
    ("people.duty_end", "/people/duties/{id}/end", Duty),
    ("people.absence_end", "/people/absences/{id}/end", Absence),
    ("people.department", "/people/departments/{uid}", Department),
    ("people.department_edit", "/people/departments/{uid}/edit", Department),
    ("people.department_succeed", "/people/departments/{uid}/succeed", Department),
    ("people.unit_edit", "/people/issuing-units/{id}/edit", IssuingUnit),
    ("people.body_edit", "/people/bodies/{uid}/edit", Body),
    ("people.body_rules", "/people/bodies/{uid}/rules", Body),
    ("people.body_succeed", "/people/bodies/{uid}/succeed", Body),
    ("people.body_export", "/people/bodies/{uid}/export", Body),
    ("people.seat_new", "/people/bodies/{uid}/members/new", Body),
    ("people.seat_edit", "/people/seats/{id}/edit", Membership),
    ("people.seat_end", "/people/seats/{id}/end", Membership),
    ("people.seat_replace", "/people/seats/{id}/replace", Membership),
)


def add_routes(config: Any) -> None:
    """Declare them all; an address without a row comes before those that would take its last word for a uid."""
    for name, address in SITE:
        config.add_route(name, address)
    for name, address, model in ROWS:
        config.add_route(name, address, factory=row_factory(model))
    config.add_route("people.body", "/people/bodies/{uid}", factory=row_factory(Body, BodyContext))
