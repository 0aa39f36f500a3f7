# The workbench, the API and the worker as one image. docs/deployment.md tells how it is run.
# A mirror or a digest of the base image is given with --build-arg PYTHON_IMAGE=…
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Wheels of torch without CUDA; another index that has them can be given.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/anping
ENV PATH=/opt/anping/bin:$PATH
WORKDIR /source
# First what seldom changes, so that a change of the program does not install it again.
RUN pip install --index-url "${TORCH_INDEX}" --no-deps torch==2.13.0
COPY pyproject.toml setup.py constraints.txt README.md LICENSE ./
RUN python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; more = p['optional-dependencies']; print(*p['dependencies'], *more['postgresql'], *more['redis'], *more['s3'], sep='\n')" > needed.txt \
    && pip install --constraint constraints.txt --requirement needed.txt \
    && ! pip list | grep -i '^nvidia'
COPY assistant assistant
COPY corpus corpus
COPY scoring scoring
COPY ui ui
RUN pip install --no-deps --no-build-isolation . && pip check
# The text encoder and the index: with them the server starts at once and without a network.
RUN ANPING_CACHE=/var/cache/anping anping prepare

FROM ${PYTHON_IMAGE}
# LibreOffice writes PDF files, the fonts are for their Chinese; tini ends what is left of readers.
# Debian's security updates come with a new build, so their versions are not pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libreoffice-writer-nogui fonts-noto-cjk tini \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 anping \
    && useradd --system --uid 10001 --gid anping --home-dir /var/lib/anping --create-home anping
COPY --from=build /opt/anping /opt/anping
COPY --from=build --chown=anping:anping /var/cache/anping /var/cache/anping
ENV PATH=/opt/anping/bin:$PATH HOME=/tmp LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ANPING_HOME=/var/lib/anping ANPING_CACHE=/var/cache/anping \
    ANPING_HOST=0.0.0.0 ANPING_PORT=7860
USER 10001:10001
WORKDIR /var/lib/anping
# What is written lies here and in /tmp: the rest of the image can be mounted read only.
VOLUME ["/var/lib/anping", "/var/cache/anping"]
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health', timeout=4)"]
ENTRYPOINT ["tini", "--", "anping"]
CMD ["serve"]
