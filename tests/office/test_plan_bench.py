"""The benchmark of plans: every way prints the same facts, so that what is timed is the same work."""

import pytest

from bench import plan_documents
from bench.plan import plan


@pytest.mark.parametrize("way", plan_documents.WAYS, ids=lambda way: f"{way.name} {way.kind.name}")
def test_every_way_prints_every_fact_and_picture(way):
    what = plan(1)
    data = way.prepared(what)(what)
    assert plan_documents.left_out(way.kind, what, data) == []


def test_what_is_missing_is_told():
    what, other = plan(1), plan(2)
    data = plan_documents.WAYS[0].prepared(what)(what)
    missing = plan_documents.left_out(plan_documents.WAYS[0].kind, other, data)
    assert "2권역 돌봄과 고용 지원" in missing
    assert "picture of 2권역 돌봄과 고용 지원" in missing
