# Needs make and Python 3.11 to 3.14 with its venv module; everything else is put into .venv.
# `make help` lists the commands. `make demo PYTHON=python3.13` chooses among several Pythons.

PORT ?= 8000
# `make test DATABASES=sqlite` runs on one of the two only. The journeys in a browser run on the last
# of them, as each takes seconds: on that of production, where there are both.
DATABASES ?= sqlite postgresql
# Two processes per suite, each of which takes over what the other has not come to: the journeys
# stand last. `make test WORKERS=0` runs in one, which a debugger needs.
WORKERS ?= 2
# For example PYTEST_ARGS="tests/indicators -k share".
PYTEST_ARGS ?=
BENCHMARK_ARGS ?=
# Where `make drill` looks for the newest archive.
BACKUPS ?= var/backups

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
UV := $(PY) -m uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
SYNC := $(UV) pip sync --quiet --python $(PY) --require-hashes
TOTALS := var/test-totals.txt

# The environment uses the Python that is there, and never fetches one.
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# Where Python may not keep what it has compiled, every start of it takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test lint format lock messages benchmark drill clean FORCE

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/app.stamp ## Show the product on this machine (make demo PORT=8123 chooses the port)
	@$(PY) manage.py demo --port $(PORT)

test: $(VENV)/test.stamp ## Run every test on SQLite and on PostgreSQL
	@mkdir -p var && rm -f $(TOTALS); status=0; \
	for database in $(DATABASES); do \
		printf '\n== Tests on %s\n' $$database; \
		only='not journey'; [ $$database = $(lastword $(DATABASES)) ] && only=''; \
		TFI_TEST_DATABASE=$$database TFI_TEST_TOTALS=$(TOTALS) \
			$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "$$only" $(PYTEST_ARGS) || status=1; \
	done; \
	printf '\n== Totals\n'; cat $(TOTALS); exit $$status

lint: $(VENV)/test.stamp ## Check style, types, templates, the direction of imports, migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(PY) -m mypy
	$(BIN)/lint-imports
	$(PY) manage.py makemigrations --check --dry-run --settings tfi.settings.test

format: $(VENV)/test.stamp ## Put code and templates into the format that lint asks for
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true

# `make lock UPGRADE=--upgrade` takes the newest versions that pyproject.toml allows.
lock: $(VENV)/uv.stamp ## Renew the pinned versions in requirements/ after a change in pyproject.toml
	$(COMPILE) $(UPGRADE) requirements/uv.in --output-file requirements/uv.txt > /dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements/app.txt > /dev/null
	$(COMPILE) $(UPGRADE) --constraints requirements/app.txt pyproject.toml --group test \
		--output-file requirements/test.txt > /dev/null

messages: $(VENV)/test.stamp ## Collect the texts to translate and compile the catalogue (needs gettext)
	$(PY) manage.py makemessages --locale da --no-obsolete --add-location file --ignore '$(VENV)' \
		--ignore var --ignore staticfiles --ignore static --ignore node_modules --ignore tests
	$(PY) manage.py compilemessages --locale da --ignore '$(VENV)'

benchmark: $(VENV)/app.stamp ## Print each page's time beside that of an empty page
	$(PY) manage.py benchmark $(BENCHMARK_ARGS)

# With the environment that is there: an operator has none to write to.
drill: ## Restore the newest archive of BACKUPS into an empty place, compare, leave a receipt
	$(PY) manage.py drill $(BACKUPS)

clean: ## Remove the environment and caches; the data in var/ stays
	rm -rf $(VENV) staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: venv makes it, pip puts the pinned uv in place, and uv installs what a lock says.
# A stamp is newer than the files it came from as long as nothing has changed.

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
VERSION := import sys; print(*sys.version_info[:2])
CANDIDATES := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)

# Looked at every time. An environment that works is kept, unless PYTHON asks for another version;
# one whose interpreter is gone or not supported (the system was upgraded) is made anew.
$(VENV)/pyvenv.cfg: FORCE
	@works=$$($(PY) -c 'import pip; $(SUPPORTED)' 2> /dev/null && $(PY) -c '$(VERSION)'); \
	if [ -n "$$works" ] && [ -z "$(PYTHON)" ]; then exit; fi; \
	python=; for candidate in $(CANDIDATES); do \
		if $$candidate -c '$(SUPPORTED)' 2> /dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 to 3.14 is needed, and none of these is one: $(CANDIDATES)" >&2; \
		echo "On Debian 12 or 13: apt-get install python3 python3-venv" >&2; \
		echo "Or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13" >&2; \
		exit 1; \
	fi; \
	if [ "$$works" = "$$($$python -c '$(VERSION)')" ]; then exit; fi; \
	if ! $$python -c 'import ensurepip, venv' 2> /dev/null; then \
		echo "The venv module of $$python is missing; on Debian: apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
	rm -rf $(VENV) && $$python -m venv $(VENV)

$(VENV)/uv.stamp: $(VENV)/pyvenv.cfg requirements/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Running the demo must not throw out the test tools of a developer who has them.
$(VENV)/app.stamp: $(VENV)/uv.stamp requirements/app.txt
	@if [ -e $(VENV)/test.stamp ]; then \
		$(SYNC) requirements/uv.txt requirements/test.txt && touch $(VENV)/test.stamp; \
	else \
		$(SYNC) requirements/uv.txt requirements/app.txt; \
	fi
	@touch $@

$(VENV)/test.stamp: $(VENV)/uv.stamp requirements/app.txt requirements/test.txt
	@$(SYNC) requirements/uv.txt requirements/test.txt
	@touch $(VENV)/app.stamp $@
