"""What holds for every record type that is registered, without anybody writing it again for a new one."""

import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import MetaData, inspect, select
from translationstring import TranslationString

from portal import audit, clock, configure, migrations, settings
from portal.audit.models import AccessLine, AuditEntry
from portal.commands import archive, check
from portal.content.validate import normalised
from portal.jobs.models import Job
from portal.records import services
from portal.records.models import DISCLOSURES, Edition, ReaderToken, Record
from portal.records.readers import principals_of, set_readers
from portal.records.workflow import NotAllowed
from portal.security.policy import load_viewer
from portal.security.viewer import principals
from tests import institution
from tests.contract.conftest import LOGINS
from tests.contract.makers import MAKERS, OF_TESTS

pytestmark = pytest.mark.both_databases
TONES = {"primary", "information", "success", "warning", "danger", "point", "gray"}
SAMPLES = {"[0-9a-f]{32}": "0" * 32, "[0-9]{1,12}": "1", "[0-9]+": "1"}

each_type = pytest.mark.parametrize("type_name", sorted(MAKERS))


@pytest.fixture
def record_type(registry, type_name):
    """The declaration of the type."""
    return registry["record_types"][type_name]


def test_every_registered_type_has_a_maker(registry):
    missing = set(registry["record_types"]) - set(MAKERS)
    assert not missing, f"write a maker in tests/contract/makers.py for {sorted(missing)}: it is all these tests need"
    assert set(MAKERS) <= set(registry["record_types"])


# --- readers ---------------------------------------------------------------------------------------------------------


def states_and_disclosures(record_type):
    """Every combination that differs in state or in readers."""
    for state in record_type.workflow.states:
        making = state in record_type.readers.making_states
        yield from ((state, one) for one in (DISCLOSURES[:1] if making else DISCLOSURES))


def each_state_and_rule(record_type):
    """Every state once, and every set of words of the reader rule: enough where no two states read alike by chance."""
    seen = set()
    left = list(states_and_disclosures(record_type))
    for state, disclosure in left:
        rule = record_type.readers.words(state, disclosure)
        if state not in {one for one, _rule in seen} or rule not in {one for _state, one in seen}:
            seen.add((state, rule))
            yield state, disclosure


def put(session, record, state, disclosure):
    """Bring a record into a state and a disclosure, whatever its workflow says."""
    record.state, record.disclosure = state, disclosure
    record.grounds = [] if disclosure == "OPEN" else [6]
    set_readers(session, record)
    services.changed(session, record)


def by_the_rule(database, people, record_id):
    """Who may read a record by the rule of its type, asked anew."""
    with database.reading() as session:
        allowed = principals_of(session, session.get_one(Record, record_id))
    return {login for login in LOGINS if not allowed.isdisjoint(principals(people[login]))}


def who_opens(browsers, address):
    """Who gets the page; the others are told that there is none, or to sign in, administrators to say why."""
    answers = {login: browser.get(address, expect_errors=True) for login, browser in browsers.items()}
    refused = {login: answer for login, answer in answers.items() if answer.status_int != 200}
    for login, answer in refused.items():
        if answer.status_int == 303:
            assert urlsplit(answer.location).path.startswith({"anonymous": "/login", "admin": "/closed/"}[login])
        else:
            assert (login != "anonymous", answer.status_int) == (True, 404), login
    return set(answers) - set(refused)


def page_of(registry, record_type, record_id):
    """The address of a record's page."""
    with registry["database"].reading() as session:
        uid = session.get_one(Record, record_id).uid
    [route] = [one for one in registry.introspector.get_category("routes") if _name(one) == record_type.route]
    return re.sub(r"\{uid[^/]*", uid, route["introspectable"]["pattern"])


def _name(entry):
    return entry["introspectable"]["name"]


@pytest.mark.parametrize("chosen", [each_state_and_rule, pytest.param(states_and_disclosures, marks=pytest.mark.full)])
@each_type
def test_page_lists_and_search_show_a_record_to_its_readers_and_to_nobody_else(
    registry, database, record_type, made, sight, change, browsers, people, indexing, chosen
):
    address = page_of(registry, record_type, made)
    for state, disclosure in chosen(record_type):
        with change() as record:
            put(inspect(record).session, record, state, disclosure)
        readers = by_the_rule(database, people, made)
        assert sight.listed() == readers, (state, disclosure)
        assert sight.found() <= readers, (state, disclosure)  # at once, before the index follows
        indexing.drain()
        assert sight.found() == readers, (state, disclosure)
        assert who_opens(browsers, address) == readers, (state, disclosure)


@each_type
def test_an_administrator_opens_what_is_closed_for_a_reason_and_only_reads(
    registry, database, record_type, made, change, browsers, people
):
    address = page_of(registry, record_type, made)
    with change() as record:
        put(inspect(record).session, record, record_type.workflow.initial, "CLOSED")
        uid = record.uid
    if "admin" in by_the_rule(database, people, made):  # administrators are readers of this type
        assert browsers["admin"].get(address).status_int == 200
        return
    for login in ("staff", "outsider"):
        assert browsers[login].get(f"/closed/{uid}", status="*").status_int == 404
    admin = browsers["admin"]
    asked = admin.get(address).follow()
    form = asked.forms["opening"]
    form["reason"] = " "
    assert "form-hint-invalid" in form.submit(status=400).text
    form["reason"] = "정보공개 청구 검토"
    opened = form.submit().follow()
    assert opened.request.path == address
    assert admin.post(address, {"csrf_token": admin.csrf()}, status="*").status_int in (403, 404, 405)
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "open_closed")).one()
        lines = session.scalars(select(AccessLine).where(AccessLine.reason == "정보공개 청구 검토")).all()
    assert (entry.record_uid, entry.actor_id) == (uid, people["admin"].person_id)
    about = f"{record_type.name} {uid}"
    assert [line.subject for line in lines] == [about, f"{about} {record_type.route}"]  # opened, and looked at
    later = clock.now() + timedelta(minutes=31)
    clock.set_source(lambda: later)
    assert admin.get(address).location.startswith(f"http://localhost/closed/{uid}")


@each_type
def test_what_is_in_the_bin_is_seen_and_found_by_nobody(
    registry, database, record_type, made, sight, change, browsers, people, indexing
):
    indexing.drain()
    with change() as record:
        services.put_in_bin(inspect(record).session, record, people["secretary"])
    assert sight.found() == sight.listed() == set()  # at once, before the index follows
    indexing.drain()
    assert sight.found() == set()
    assert who_opens(browsers, page_of(registry, record_type, made)) == set()
    with change() as record:
        services.take_out_of_bin(inspect(record).session, record, people["secretary"])
    indexing.drain()
    assert sight.found() == sight.listed() == by_the_rule(database, people, made)


def tokens(session, record):
    """The principals that are stored as a record's readers."""
    query = select(ReaderToken.principal).where(ReaderToken.set_id == record.reader_set_id)
    return set(session.scalars(query))


@each_type
def test_readers_of_what_it_is_in_reach_it(database, registry, made):
    with database.writing() as session:
        record = session.get_one(Record, made)
        above = record.parent
        while above is not None:
            parent_type = registry["record_types"][above.type]
            for state, disclosure in states_and_disclosures(parent_type):
                put(session, above, state, disclosure)
                session.expire_all()
                assert tokens(session, record) == principals_of(session, record), (above.type, state, disclosure)
            above = above.parent
        session.rollback()


# --- acts ------------------------------------------------------------------------------------------------------------


@each_type
def test_a_transition_is_refused_to_who_is_nothing_to_the_record(database, record_type, made, people, change):
    for name, step in record_type.workflow.transitions.items():
        for state in step.source:
            with change() as record:
                put(inspect(record).session, record, state, "OPEN")
            for login in LOGINS:
                with database.writing() as session:
                    record = session.get_one(Record, made)
                    related = record_type.relations(session, record, people[login])
                    if not related.isdisjoint(step.by):
                        continue
                    with pytest.raises(NotAllowed):
                        services.move(session, record, name, people[login])
                    assert record.state == state


@each_type
def test_every_transition_moves_the_record_with_readers_audit_and_index(
    registry, database, record_type, made, people, change
):
    steps = {name: replace(step, guards=()) for name, step in record_type.workflow.transitions.items()}
    everything = frozenset(relation for step in steps.values() for relation in step.by)
    registry["record_types"][record_type.name] = replace(
        record_type,
        workflow=replace(record_type.workflow, transitions=steps),
        relations=lambda session, record, viewer: everything if viewer else frozenset(),
    )
    for name, step in steps.items():
        with change() as record:
            put(inspect(record).session, record, step.source[0], "OPEN")
        with database.writing() as session:
            session.query(Job).delete()
            record = session.get_one(Record, made)
            services.move(session, record, name, people["secretary"])
        with database.reading() as session:
            record = session.get_one(Record, made)
            assert record.state == step.target
            assert tokens(session, record) == principals_of(session, record)
            assert session.scalar(select(Job.id).where(Job.key == f"index:{record.uid}"))
            acts = list(session.scalars(select(AuditEntry.act).where(AuditEntry.record_uid == record.uid)))
            assert "create" in acts
            assert name in acts
            assert audit.broken_at(session) is None
    registry["record_types"][record_type.name] = record_type


def acting_views(registry, record_type):
    """(pattern, method, act) of each view that asks for an act or transition of the type."""
    acts = set(record_type.workflow.transitions) | set(record_type.workflow.acts)
    for entry in registry.introspector.get_category("views"):
        view = entry["introspectable"]
        route = registry.introspector.get("routes", view["route_name"]) if view["route_name"] else None
        permissions = [one["value"] for one in entry["related"] if one.category_name == "permissions"]
        if route and record_type.name in getattr(route["factory"], "types", ()) and acts.intersection(permissions):
            methods = view["request_methods"] or ("GET", "POST")
            for method in (methods,) if isinstance(methods, str) else methods:
                yield route["pattern"], method, permissions[0]


def filled(pattern, uid):
    """An address of a pattern; whatever is not the record is something that does not exist."""

    def value(found):
        name, _, expression = found[1].partition(":")
        return uid if name == "uid" else SAMPLES.get(expression, expression.split("|")[0] or "x")

    return re.sub(r"\{((?:[^{}]|\{[^{}]*\})*)\}", value, pattern)


@each_type
def test_pages_that_act_are_refused_to_who_may_not_act(registry, database, record_type, made, browsers, viewer):
    # as they are now: who made the record may have got a post for it
    people = {login: None if login == "anonymous" else viewer(login) for login in LOGINS}
    for pattern, method, act in acting_views(registry, record_type):
        for login in LOGINS:
            with database.reading() as session:
                record = session.get_one(Record, made)
                may = people[login] is not None and act in services.acts(session, record, people[login])
                address = filled(pattern, record.uid)
            if may and method == "POST":
                continue
            browser = browsers[login]
            call = browser.get if method == "GET" else browser.post
            values = {"csrf_token": browser.csrf()} if method == "POST" else {}
            answer = call(address, values, expect_errors=True)
            status = answer.status_int
            if login == "admin" and status == 303:  # asked why they open what is closed: nothing but reading follows
                assert urlsplit(answer.location).path.startswith("/closed/"), address
            elif may:
                assert status not in {403, 500}, (address, login)
            elif login == "anonymous":
                assert status in {303, 403, 404}, (address, login, status)
            else:
                assert status in {403, 404}, (address, login, status)


# --- export ----------------------------------------------------------------------------------------------------------


def test_a_backup_holds_every_record_of_every_type(dialect, tmp_path, request):
    def fresh(name):
        folder = tmp_path / name
        folder.mkdir()
        url = request.getfixturevalue("postgresql").empty() if dialect == "postgresql" else ""
        values = settings.load(environ={}, data_dir=str(folder), database_url=url, argon2="cheapest")
        config = configure(values)
        config.commit()
        return config.registry

    source, target = fresh("source"), fresh("target")
    migrations.upgrade(source["database"])
    with source["database"].writing() as session:
        institution.build(session)
    types = set(source["record_types"])
    with source["database"].writing() as session:
        secretary = load_viewer(session, institution.account_id(session, "secretary"))
        for name in sorted(types):
            MAKERS[name](session, secretary, "너울가지")
            session.flush()
    archive.backup(source, SimpleNamespace(file=tmp_path / "all.tar.gz"))
    archive.restore(target, SimpleNamespace(file=tmp_path / "all.tar.gz"))
    before, after = rows(source), rows(target)
    assert {row["type"] for row in before["records"]} == types
    assert after == before
    assert [one for one in check.find(target) if not one.startswith("search")] == []
    for registry in (source, target):
        registry["database"].close()


def rows(registry):
    """Every row of every table that a backup holds."""
    with registry["database"].reading() as session:
        metadata = MetaData()
        metadata.reflect(session.connection())
        return {
            table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in archive._in_order(metadata)
        }


# --- declaration -----------------------------------------------------------------------------------------------------


@each_type
def test_what_a_body_can_decide_on_says_what_it_shows_and_asks(database, record_type, made):
    declared = record_type.deliberable
    if declared is None:
        return
    with database.reading() as session:
        record = session.get_one(Record, made)
        document = declared.table(session, record, None)
        assert normalised(document)["type"] == "doc"
        nodes = list(declared.fields(session, record))
    names = [node.name for node in nodes]
    assert len(set(names)) == len(names)
    assert all(str(node.title).strip() and name.isidentifier() for node, name in zip(nodes, names, strict=True))


@each_type
def test_a_declaration_says_everything_in_words(registry, record_type, made, browsers, people, indexing):
    workflow = record_type.workflow
    assert all(state.tone in TONES for state in workflow.states.values())
    labels = [record_type.label, *(one.label for one in (*workflow.states.values(), *workflow.transitions.values()))]
    assert all(str(label).strip() for label in labels)
    if record_type.name not in OF_TESTS:
        assert all(isinstance(label, TranslationString) and label.domain == "sillok" for label in labels)
    page = browsers["secretary"].get(page_of(registry, record_type, made))
    indexing.drain()
    with registry["database"].reading() as session:
        record = session.get_one(Record, made)
        facts = record_type.index(session, record)
        editions = session.scalars(select(Edition).where(Edition.record_id == made)).all()
    assert editions == []  # what is just made has no legal text yet
    places = {part.place.removeprefix("#") for part in facts.parts if part.text.strip()} - {""}
    assert [place for place in places if page.html.find(id=place) is None] == []
