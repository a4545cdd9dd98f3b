# Two commands on a fresh machine: "make run" shows the demonstration street, "make test" checks everything.

PYTHON ?= python3
SETUP = $(PYTHON) -m tools.setup

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench i18n odoo clean clean-cache

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: ## get Odoo 19, Python packages and a PostgreSQL server; a second run takes seconds
	@$(SETUP)

run: ## serve the demonstration street on 127.0.0.1:8069 and print the logins
	@$(SETUP) run

test: ## run every check and test
	@$(SETUP) tool tools.checks.test $(ARGS)

lint: ## run the static checks
	@$(SETUP) tool tools.checks.lint $(ARGS)

bench: ## measure the performance budgets
	@$(SETUP) tool tools.bench $(ARGS)

i18n: ## regenerate the translation templates and merge the Chinese translations
	@$(SETUP) tool tools.checks.i18n --write $(ARGS)

odoo: ## run Odoo's own command line, e.g. make odoo ARGS="shell -d street_safety_demo"
	@$(SETUP) odoo $(ARGS)

clean: ## stop this checkout's servers and remove what setup made for it (downloads stay)
	@$(SETUP) clean

clean-cache: ## remove the downloads that all checkouts share
	@$(SETUP) clean-cache
