UV = $(shell command -v uv || echo .tools/bin/uv)

# Two commands to know: make run, make test. The others are for those who work on it.
.PHONY: run stop-hall start-hall test quick demo bench fuzz check lock pictures clean

run:  ## hall, device bench and kiosk together
	@tools/setup run
	@.venv/bin/python -m tools.run

stop-hall:  ## beside make run: the hall alone goes away, kiosk and bench go on
	@touch "$${ONEDOOR_VAR:-var}/hall-stopped"

start-hall:  ## and comes back
	@rm -f "$${ONEDOOR_VAR:-var}/hall-stopped"

test:  ## everything that must hold; ONEDOOR_THOROUGH=1 tries the long properties ten times as long
	@tools/setup test
	@.venv/bin/python -m tools.check
	@.venv/bin/python -m pytest -n 4 --dist loadgroup

quick:  ## the same without what is long (tests/support/speeds.py): under 90 seconds
	@tools/setup test
	@.venv/bin/python -m tools.check
	@.venv/bin/python -m pytest -n 4 --dist loadgroup -m "not long"

demo:  ## a scripted visitor; leaves out/demo/
	@tools/setup run
	@.venv/bin/python -m tests.journeys.demo out/demo

bench:  ## the figures of docs/benchmarks.md
	@tools/setup test
	@.venv/bin/python -m tests.bench --write

fuzz:  ## new bytes for every codec, FUZZ_SECONDS (60) each; keeps what it finds
	@tools/setup test
	@$(UV) pip install --quiet --python .venv/bin/python --group fuzz
	@.venv/bin/python -m tests.fuzz --seconds $${FUZZ_SECONDS:-60}

check:  ## style, types and floors only
	@tools/setup test
	@.venv/bin/python -m tools.check

lock:  ## choose new versions of the Python packages
	@$(UV) pip compile pyproject.toml --group dev --universal --generate-hashes --quiet --upgrade -o requirements.lock

clean:
	rm -rf out .venv .tools .ruff_cache .import_linter_cache

pictures:  ## docs/pictures, taken from the running programs
	@tools/setup test
	@.venv/bin/python -m tests.journeys.pictures
