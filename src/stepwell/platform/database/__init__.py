"""The one place that knows whether PostgreSQL is embedded or given by `DATABASE_URL`. Plain Python, no Django.

connections(os.environ).app.to_django()      for settings
with Cluster(data_folder(os.environ)) as cluster: provision(cluster.server)
Supervisor([Child("web", argv, env)], folder=cluster.folder, cluster=cluster).run()
"""

from stepwell.platform.database.connection import Connection
from stepwell.platform.database.embedded import Cluster
from stepwell.platform.database.folder import DataFolder, data_folder
from stepwell.platform.database.processes import die_with_parent
from stepwell.platform.database.provision import clone_database, drop_database, prepare_database, provision
from stepwell.platform.database.server import APP, DATABASE, OWNER, SUPERUSER, Server, running_server
from stepwell.platform.database.supervise import Child, Supervisor
from stepwell.platform.database.temporary import temporary_cluster, temporary_folder
from stepwell.platform.database.where import Connections, connections, is_given

__all__ = [
    "APP",
    "DATABASE",
    "OWNER",
    "SUPERUSER",
    "Child",
    "Cluster",
    "Connection",
    "Connections",
    "DataFolder",
    "Server",
    "Supervisor",
    "clone_database",
    "connections",
    "data_folder",
    "die_with_parent",
    "drop_database",
    "is_given",
    "prepare_database",
    "provision",
    "running_server",
    "temporary_cluster",
    "temporary_folder",
]
