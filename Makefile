# The two commands of a newcomer are `make run` and `make test`; every path here is relative, so that the
# clone may stand in a folder with spaces in its name.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PORT ?= 8000
PIP_FLAGS := --quiet --quiet --disable-pip-version-check --require-hashes

.PHONY: help setup run test test-real faults load attack bench pictures lint lock sbom clean

help: ## show what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/'

setup: .venv/.ready ## make .venv with the bts command and the web assets

.venv/.app: requirements/app.lock requirements/dev.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed (Debian: apt install python3 python3-venv)"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv || { rm -rf .venv; echo "Python's venv module is needed (Debian: apt install python3-venv)"; exit 1; }
	@echo "Installing the locked packages (once; two to five minutes) ..."
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements/app.lock -r requirements/dev.lock
	@touch .venv/.app

# where one of them is gone, both are made anew: by npm ci, which is asked only where the stamp is gone too
web/static/vendor/.stamp:
node_modules/.package-lock.json:
	@rm -f web/static/vendor/.stamp

.venv/.ready: .venv/.app pyproject.toml package-lock.json web/frame/assets.py web/frame/node.py \
		web/translations/en/LC_MESSAGES/messages.po node_modules/.package-lock.json web/static/vendor/.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m web.frame.assets
	@touch .venv/.ready

run: setup ## create the illustrative registry (once) and serve the map on 127.0.0.1:8000
	@$(BIN)/bts init --demo --if-missing
	@$(BIN)/bts serve --port $(PORT)

# One process more than there are processors, for a test of a browser waits half of its time; each may take 1 GB.
WORKERS ?= $(shell n=$$(nproc); echo $$(( n < 8 ? n + 1 : 8 )))
# they, and each program that a test starts, would else compile the same sources again
test: setup ## run all tests that need nothing outside the clone (WORKERS=3)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-real: setup ## run the tests on the real files of ../shared
	@$(BIN)/python -m pytest -m real

FAULTS ?= --seed 7 --items 10000 --photos 2000
faults: setup ## break everything between phones and server; nothing may be lost (FAULTS="--seed 7 --items 10000 --photos 2000")
	@$(BIN)/python -m tests.faults $(FAULTS)

load: setup ## let people work at once on gunicorn -w 4 (LOAD="--people 200 --minutes 10 --database postgresql --faults")
	@$(BIN)/python -m tests.load $(LOAD)

ATTACK ?= all
attack: setup ## kill, cut, mutate, tamper, write hostile text: every kind in full (ATTACK="files --seed 7 --count 500" is one of them)
	@$(BIN)/python -m tests.attack $(ATTACK)

WRITE ?=
bench: setup ## measure speed beside baselines and limits of the same run (ONLY=checks,intake; WRITE=--write: into docs/speed.md)
	@$(BIN)/python -m tests.benchmarks $(ONLY) $(WRITE)

pictures: setup ## take the pictures of the README and of the guides anew (needs Chromium)
	@$(BIN)/python -m tests.pictures

lint: setup ## ruff, mypy and the import contracts; Biome and tsc for the scripts
	@$(BIN)/ruff check registry web tests
	@$(BIN)/ruff format --check registry web tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m web.frame.node biome ci --error-on-warnings
	@for rules in tsconfig.json tsconfig.strict.json tsconfig.worker.json; do \
		$(BIN)/python -m web.frame.node tsc -p $$rules || exit 1; done

lock: ## renew the locked versions (needs uv on the path)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header requirements/app.in -o requirements/app.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header requirements/dev.in -o requirements/dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header requirements/postgres.in -o requirements/postgres.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header requirements/node.in -o requirements/node.lock

sbom: setup ## write the list of parts of the product (CycloneDX 1.6, JSON) to sbom.json
	@$(BIN)/python -m tests.supply sbom.json

clean: ## remove what setup made (the registry in data/local stays)
	rm -rf .venv node_modules web/static/vendor
