# The developer's front door. `make help` lists what there is; each target sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# uv makes every environment. It comes from PATH where it is there, else into .tools by pip.
UV_VERSION := 0.13.9
UV := $(shell command -v uv || echo $(CURDIR)/.tools/bin/uv)
export UV_PYTHON := $(shell infra/find-python.sh)
export PATH := $(CURDIR)/.tools/bin:$(if $(findstring /,$(UV_PYTHON)),$(dir $(UV_PYTHON)):)$(PATH)
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/common:$(CURDIR)/functions
# Bytecode is kept apart from the sources: each of many processes would compile everything anew otherwise.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.pycache
export SAM_CLI_TELEMETRY := 0

DEV := .venvs/dev/bin
CLOUD := .venvs/local/.synced .venvs/sam/.synced .venvs/runtime/.synced
PORT ?= 8080
export PORT

.PHONY: help run test unit functional e2e check fmt lint types imports templates security stale bench trace docs \
        site staff sizes clean

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venvs/dev/.synced $(CLOUD) ## Start the whole service on this machine, demo data in (PORT=8080)
	@exec .venvs/local/bin/python -m infra.local run

test: .venvs/dev/.synced $(CLOUD) ## Run every test: unit, functional, and end to end on the local cloud
	@$(DEV)/pytest -n 2 --dist loadgroup $(ARGS)

unit: .venvs/dev/.synced ## Run the tests that need nothing but Python (seconds)
	@$(DEV)/pytest tests/unit tests/architecture tests/template $(ARGS)

functional: .venvs/dev/.synced ## Run the tests of the handlers on moto
	@$(DEV)/pytest -n 2 tests/functional $(ARGS)

e2e: .venvs/dev/.synced $(CLOUD) ## Run the journeys by HTTP on the local cloud, or on BASE_URL
	@$(DEV)/pytest tests/e2e $(ARGS)

check: lint types imports templates security stale trace ## Run every check that CI runs besides the tests

fmt: .venvs/dev/.synced ## Format the code and mend what can be mended
	@$(DEV)/ruff check --quiet --fix . ; $(DEV)/ruff format --quiet .

lint: .venvs/dev/.synced
	@$(DEV)/ruff check . && $(DEV)/ruff format --check --quiet .

types: .venvs/dev/.synced
	@$(DEV)/mypy

imports: .venvs/dev/.synced
	@$(DEV)/lint-imports --no-logo

templates: .venvs/dev/.synced .venvs/sam/.synced
	@$(DEV)/cfn-lint template.yaml infra/data.yaml
	@.venvs/sam/bin/sam validate --lint --region eu-west-2 --template template.yaml
	@.venvs/sam/bin/sam validate --lint --region eu-west-2 --template infra/data.yaml

security: .venvs/dev/.synced
	@$(DEV)/bandit --quiet --recursive layers/common/cms_common functions infra --severity-level medium
	@git ls-files -z -- . ':!uv.lock' | xargs -0 $(DEV)/detect-secrets-hook --baseline .secrets.baseline

stale: .venvs/dev/.synced
	@$(DEV)/python -m infra.openapi --check && $(DEV)/python -m infra.reference --check && \
	  $(DEV)/python -m infra.pictures --check

trace: .venvs/dev/.synced ## Print the requirements that no test proves yet
	@$(DEV)/python -m infra.trace

docs: .venvs/dev/.synced ## Write the generated pages anew: the API's description and docs/reference
	@$(DEV)/python -m infra.openapi && $(DEV)/python -m infra.reference && $(DEV)/python -m infra.pictures

bench: .venvs/dev/.synced $(CLOUD) ## Measure cold start, memory, AWS calls and growth as ratios
	@$(DEV)/python -m infra.bench

site: .venvs/dev/.synced ## Work the site's switches: make site ARGS="shut-down --operator jo"
	@$(DEV)/python -m infra.site $(ARGS)

staff: .venvs/dev/.synced ## Create the first IT support user, or unlock one: make staff ARGS="create-first --operator jo ..."
	@$(DEV)/python -m infra.staff $(ARGS)

sizes: $(CLOUD) ## Print the size of each package
	@.venvs/local/bin/python -m infra.build.sizes

clean: ## Remove what was built and installed
	@rm -rf .pycache .venvs .tools .build .aws-sam .local .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.tools/bin/uv:
	@python3 -m venv .tools && .tools/bin/pip install --quiet uv==$(UV_VERSION)

.venvs/%/.synced: pyproject.toml uv.lock | $(filter-out $(shell command -v uv),$(UV))
	@echo "Setting up .venvs/$*" >&2
	@UV_PROJECT_ENVIRONMENT=.venvs/$* $(UV) sync --quiet --frozen --only-group $* && touch $@
