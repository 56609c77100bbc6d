"""Where the page of the runs is served, and what is told where that cannot be."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from flows.server import CHORES, NotServed, _address, _calm, _port
from reconcile.config import Service
from reconcile.words import words


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),
        ("::1", "http://[::1]:4200"),
        ("::", "http://[::1]:4200"),
        ("nas.local", "http://nas.local:4200"),
    ],
)
def test_the_address_of_a_host(host: str, address: str) -> None:
    assert _address(host, 4200) == address
    assert urlsplit(address).port == 4200


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("host", ["192.0.2.7", "no-such-host.invalid", "a..b", "2001:db8::7"])
def test_a_host_that_is_none_of_this_machine_is_told_by_its_setting(
    host: str, language: str
) -> None:
    with pytest.raises(NotServed) as told:
        _port(Service(host=host), words(language))
    for part in (host, "host", "[service]", "reconcile.toml"):
        assert part in str(told.value)


def test_a_port_that_is_taken_gives_another() -> None:
    say = words("en")
    with _port(Service(port=0), say) as one:
        one.listen()
        number = one.getsockname()[1]
        with _port(Service(port=number), say) as other:
            assert other.getsockname()[1] not in (0, number)


def test_a_service_at_rest_looks_for_chores_of_prefect_once_in_two_seconds() -> None:
    from docket import Docket
    from prefect.server.api import background_workers

    _calm()
    _calm()  # as where one process serves twice
    worker = background_workers.Worker(Docket("at-rest", url="memory://at-rest"))
    assert worker.minimum_check_interval == worker.scheduling_resolution == CHORES
