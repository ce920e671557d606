# The service as an image: the first stage builds the package, the second holds only what runs.
FROM python:3.13-slim-trixie AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ONLY_BINARY=:all: \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src

# What the service runs on, hashes checked, in a folder that the second stage takes over whole; pip stays out of it.
COPY requirements.txt ./
RUN python -m venv --without-pip /opt/asknown \
 && pip --python /opt/asknown install --require-hashes -r requirements.txt

# Of the lock for development only what builds the package. Where a name is missing here, pip refuses to go on.
COPY requirements-dev.txt ./
RUN sed -n '/^\(hatchling\|packaging\|pathspec\|pluggy\|tomlkit\|trove-classifiers\)==/,/[^\\]$/p' \
      requirements-dev.txt > requirements-build.txt \
 && pip install --require-hashes -r requirements-build.txt

# The page, for which web/build.py fetches a Node; of both only the files that it makes go on.
COPY web web
RUN python web/build.py

COPY . .
RUN pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && pip --python /opt/asknown install --no-deps --no-index dist/*.whl


FROM python:3.13-slim-trixie

ENV PATH=/opt/asknown/bin:$PATH \
    PYTHONUNBUFFERED=1

RUN useradd --uid 10001 --user-group --no-create-home --no-log-init --shell /usr/sbin/nologin asknown \
 && install --directory --owner asknown --group asknown /data /key
COPY --from=build /opt/asknown /opt/asknown

USER 10001:10001
# Only for a ledger in a file; on PostgreSQL nothing is written here, and the key that signs the log lies in /key.
WORKDIR /data
ENTRYPOINT ["timeline"]
