# Runs the service by default. Name another command of `extractor` to run that instead.
# Pin the base image by digest with `make image BASE=python:3.12-slim@sha256:...`; see deploy/README.md.
ARG BASE=python:3.12-slim
FROM ${BASE} AS build
# The compiler stays in this stage. Its version follows the base image, which can be pinned.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends g++ && rm -rf /var/lib/apt/lists/*
COPY setup.py pyproject.toml constraints.txt README.md LICENSE NOTICE /src/
COPY extractor /src/extractor
RUN python -m venv /opt/extractor \
 && /opt/extractor/bin/python -m pip install --no-cache-dir --quiet --only-binary=:all: --no-binary=mainmatter \
    --constraint /src/constraints.txt "/src[az,gs,parquet,s3]" dumb-init==1.2.5.post1 \
 && /opt/extractor/bin/python -c "from extractor.compiled import implementation as i; assert i() == 'compiled', i()"
COPY deploy/inventory /src/deploy/inventory
RUN python -m venv /opt/tools \
 && /opt/tools/bin/python -m pip install --no-cache-dir --quiet --constraint /src/constraints.txt cyclonedx-bom pip-licenses \
 && PATH=/opt/tools/bin:$PATH /src/deploy/inventory /opt/extractor/bin/python /opt/extractor

FROM ${BASE}
COPY --from=build /opt/extractor /opt/extractor
ENV PATH=/opt/extractor/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    EXTRACTOR_HOST=0.0.0.0
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz', timeout=2)"]
# dumb-init forwards signals and reaps orphaned processes.
ENTRYPOINT ["dumb-init", "--", "extractor"]
CMD ["serve"]
