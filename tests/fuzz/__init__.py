"""Every codec against bytes chosen by a coverage-guided fuzzer (atheris, on libFuzzer).

``targets`` holds what must be true of any bytes, without the fuzzer; ``test_corpus`` replays ``corpus/`` in every test
run; ``make fuzz`` looks for new bytes: ``FUZZ_SECONDS`` for each target (60 unless said), found inputs in ``out/fuzz``.
"""
