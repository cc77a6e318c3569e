import contextlib
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from stepwell.kernel.errors import Refused
from stepwell.platform.database import Cluster, connections, provision, running_server
from stepwell.platform.database.account import Account, obstacle
from stepwell.platform.database.embedded import processes_of_postgres
from stepwell.platform.database.folder import DataFolder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_socket_are_closed_to_others_and_nothing_listens_on_the_network(shared: Cluster) -> None:
    assert mode(shared.folder.path) == 0o700
    assert mode(shared.server.socket_folder) == 0o700
    assert mode(shared.folder.cluster) == 0o700
    assert mode(shared.folder.passwords_file) == 0o600
    assert mode(shared.folder.logs / "postgres.log") == 0o600
    with psycopg.connect(shared.server.superuser().to_dsn()) as db:
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)
        assert db.execute("SHOW data_checksums").fetchone() == ("on",)
        assert db.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_server_never_runs_as_root_and_shows_no_password(shared: Cluster) -> None:
    process = Path(f"/proc/{shared.pid}")
    assert process.stat().st_uid != 0
    seen = (process / "cmdline").read_bytes() + repr(shared.server).encode() + repr(shared.server.app()).encode()
    assert not any(password.encode() in seen for password in shared.server.passwords.values())


def test_wrong_password_is_turned_away(shared: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(shared.server.app().to_dsn(), password="guess")


def test_second_start_on_the_same_folder_is_refused_while_the_first_lives(folder: Path) -> None:
    with Cluster(folder, durable=False), pytest.raises(Refused, match=f"already runs.*{os.getpid()}"):
        Cluster(folder, durable=False).start()
    with Cluster(folder, durable=False) as again:
        assert not again.has_ended()


def test_data_outlives_a_stop(folder: Path) -> None:
    with Cluster(folder, durable=False) as cluster:
        provision(cluster.server)
        with psycopg.connect(cluster.server.owner().to_dsn()) as db:
            db.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert processes_of_postgres([folder / "cluster"]) == []
    with Cluster(folder, durable=False) as cluster:
        provision(cluster.server)
        with psycopg.connect(cluster.server.app().to_dsn()) as db:
            assert db.execute("SELECT one FROM kept").fetchone() == (1,)


def test_killed_server_recovers_what_was_committed_even_while_a_session_is_busy(
    folder: Path, wait_until: Callable[..., None]
) -> None:
    # Durable: a crash of the server is what this is about.
    cluster = Cluster(folder, settings={"fsync": "off"})
    with cluster:
        provision(cluster.server)
        with psycopg.connect(cluster.server.owner().to_dsn(), autocommit=True) as db:
            db.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
            busy = psycopg.connect(cluster.server.app().to_dsn(), autocommit=True)
            busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000)")
            os.kill(cluster.pid, signal.SIGKILL)
            wait_until(cluster.has_ended)
            os.kill(busy.info.backend_pid, signal.SIGTERM)
        with contextlib.suppress(psycopg.Error):
            busy.close()
        cluster.launch()
        assert cluster.wait_until_ready()
        with psycopg.connect(cluster.server.app().to_dsn()) as db:
            assert db.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_pid_file_whose_number_another_program_has_now_does_not_stand_in_the_way(folder: Path) -> None:
    cluster = Cluster(folder, durable=False)
    with cluster:
        pid_file = cluster.folder.cluster / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    lines[0] = str(os.getppid())
    pid_file.write_text("\n".join(lines) + "\n")
    cluster.folder.account.own(pid_file)
    with Cluster(folder, durable=False) as again:
        assert again.pid != os.getppid()


def test_start_that_was_broken_off_in_the_middle_begins_anew(folder: Path) -> None:
    half = folder / "cluster.new"
    DataFolder(folder).prepare()
    (folder / "lock").touch()
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with Cluster(folder, durable=False) as cluster:
        assert not half.exists()
        assert running_server(folder) == cluster.server


def test_folder_with_a_long_path_gets_a_short_socket_that_is_gone_afterwards(folder: Path) -> None:
    DataFolder(folder).prepare()
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir()
    deep.parent.chmod(0o755)
    DataFolder(folder).account.own(deep.parent)
    with Cluster(deep, durable=False) as cluster:
        socket_folder = cluster.server.socket_folder
        assert not socket_folder.is_relative_to(deep)
        assert mode(socket_folder) == 0o700
        with psycopg.connect(cluster.server.superuser().to_dsn()) as db:
            assert db.execute("SELECT 1").fetchone() == (1,)
    assert not socket_folder.exists()


def test_folder_with_other_things_in_it_is_left_alone(folder: Path) -> None:
    (folder / "thesis.txt").write_text("years of work")
    before = folder.stat()
    with pytest.raises(Refused, match="other things"):
        Cluster(folder).start()
    after = folder.stat()
    assert (after.st_uid, after.st_mode) == (before.st_uid, before.st_mode)


def test_data_of_another_version_is_refused_with_a_way_on(folder: Path) -> None:
    with Cluster(folder, durable=False):
        pass
    (folder / "cluster" / "PG_VERSION").write_text("15\n")
    with pytest.raises(Refused, match=r"PostgreSQL 15.*Back it up"):
        Cluster(folder, durable=False).start()


def test_folder_behind_a_closed_one_is_named(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    stranger = Account(uid=os.geteuid() + 4711, gid=os.getegid() + 4711)
    folder.chmod(0o755)
    assert obstacle(closed / "data", stranger) == closed
    closed.chmod(0o711)
    assert obstacle(closed / "data", stranger) is None


def test_connections_ask_the_environment_first_then_the_running_cluster(folder: Path) -> None:
    given = connections({"DATABASE_URL": "postgresql://a:s%2Fecret@db.example:6543/well?sslmode=require"})
    assert (given.app.host, given.app.port, given.app.dbname) == ("db.example", 6543, "well")
    assert given.app.password == "s/ecret"
    assert given.app.to_django()["OPTIONS"] == {"sslmode": "require"}
    assert given.owner is None
    with pytest.raises(Refused, match="isn't running"):
        connections({"STEPWELL_DATA": str(folder)})
    with Cluster(folder, durable=False) as cluster:
        found = connections({"STEPWELL_DATA": str(folder)})
        assert found.app == cluster.server.app()
        through_environment = connections(cluster.server.environ(with_owner=True))
        assert through_environment == found


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a:secret@b:port/c", "postgresql://b/"])
def test_address_that_can_not_be_read_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Refused) as refused:
        connections({"DATABASE_URL": url})
    assert "secret" not in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)
