# Two commands to know: make run, make test. The others are for those who work on it.
.PHONY: run test demo bench check lock pictures clean

run:  ## hall, device bench and kiosk together
	@tools/setup run
	@.venv/bin/python -m tools.run

test:  ## everything that must hold
	@tools/setup test
	@.venv/bin/python -m tools.check
	@.venv/bin/python -m pytest -n 2 --dist loadgroup

demo:  ## a scripted visitor; leaves out/demo/
	@tools/setup run
	@.venv/bin/python -m tests.journeys.demo out/demo

bench:  ## the figures of docs/benchmarks.md
	@tools/setup test
	@.venv/bin/python -m tests.bench --write

check:  ## style, types and floors only
	@tools/setup test
	@.venv/bin/python -m tools.check

lock:  ## choose new versions of the Python packages
	@uv pip compile pyproject.toml --group dev --universal --generate-hashes --quiet --upgrade -o requirements.lock

clean:
	rm -rf out .venv .tools .ruff_cache .import_linter_cache

pictures:  ## docs/pictures, taken from the running programs
	@tools/setup test
	@.venv/bin/python -m tests.journeys.pictures
