"""How fast it is, as ratios that hold on any machine: `python -m bench`."""

from contextlib import suppress
from importlib import import_module

with suppress(ImportError):  # MariaDB's quick driver brings an OpenSSL that cannot follow behind the one of Python
    import_module("_mysql_connector")
