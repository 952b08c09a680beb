"""The station API under schemathesis: whatever is sent, the answer is one the description promises, and no 5xx."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hall.accounts import STATION, who_may
from tests.bench.bench_queue import enrolled
from tests.hall.caller import House
from tests.hall.serving import Serving
from tests.support.founded import sample_running

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with tempfile.TemporaryDirectory() as folder, sample_running(Path(folder) / "hall") as serving:
        yield serving


def test_every_answer_is_one_that_was_promised(serving: Serving, refusing: House):
    auth = enrolled(serving, "自助机 ZZ-02")
    schema = schemathesis.openapi.from_url(serving.url + "/api/openapi.json")
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def answers_as_promised(case):
            case.call_and_validate(auth=auth, checks=CHECKS)

        answers_as_promised()
        tried.append(operation.label)
    table = who_may(refusing.app.routes)
    assert sorted(tried) == sorted(entry for entry, permit in table.items() if permit is STATION or "/enrol" in entry)
