# Everything here needs Node 20 or later, npm and make. Commands run under the Node 24 that npm installs, and under the
# embedded PostgreSQL unless DATABASE_URL names another.

export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

installed := node_modules/.installed
# As in package.json; docs/operations.md says why.
crier := node --max-semi-space-size=16 --max-old-space-size=2000 --heap-growing-percent=150 src/cli.ts

.DEFAULT_GOAL := help
.PHONY: help run dev test generate check db psql bench chaos ha package

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(installed) ## Start everything: database, HTTP on PORT (6011), workers, schedules
	@exec $(crier) run

dev: $(installed) ## The same, started anew after each change of a source file; changed rules are applied as they are saved
	@exec node --watch src/cli.ts run --watch

test: $(installed) ## Run all tests, or those of files="test/postgres/*.test.ts"
	@exec node test/run.ts $(files)

generate: $(installed) ## Write the typed queries and db/schema.json anew from the SQL
	@exec node test/generate.ts

check: $(installed) ## Types, lint, layout, migrations, and whether generated files are fresh
	tsc -p .
	biome check --error-on-warnings
	node test/sql-layout.ts
	squawk db/migrations/*.sql db/rules/*/*.sql
	node test/generate.ts --check

db: $(installed) ## Drop the development database and make it anew
	@exec node src/postgres/development.ts reset

psql: $(installed) ## psql on the development database
	@exec node src/postgres/development.ts psql

bench: $(installed) ## Measure, and print the table of results
	@exec node test/bench/run.ts

chaos: $(installed) ## Kill all parts under load for seconds=180 and count what is lost or doubled; seed=N repeats
	@CRIER_CHAOS_SECONDS=$(seconds) CRIER_CHAOS_SEED=$(seed) exec node test/chaos/run.ts

ha: $(installed) ## Restore to a moment; then fail over under load: three PostgreSQL under Patroni, two serve, two work; needs etcd and HAProxy
	@node test/ha/restore.ts && exec node test/ha/run.ts

package: $(installed) ## Make the installable package, and try it in an empty folder
	@exec node test/package/run.ts

# The lock file names every platform's optional packages, so that "npm ci" installs the same everywhere. npm says nothing when it
# may not run install scripts; without theirs, "node" has no program.
$(installed): package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@node_modules/.bin/node --version | grep -q '^v24' || { \
	  echo 'npm ran no install scripts: allow them (npm config set ignore-scripts false), then run make again' >&2; exit 1; }
	@touch $@
