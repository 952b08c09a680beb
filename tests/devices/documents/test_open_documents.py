"""Addresses of A4 printers."""

import pytest

from devices.open import BadAddress, open_documents


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ipp+serial:/dev/ttyS0", "carries no IPP"),
        ("ipp+tcp:printer/ipp/print", "is not HOST:PORT"),
        ("ipp+tcp:printer:631/ipp/print?colour=red", "'colour' is no option"),
        ("ipp+tcp:printer:631?wait=soon", "wait=soon must be a number"),
        ("ipp+tcp:printer:631?user=张三", "is no station's name"),
        ("escpos+tcp:printer:631/ipp/print", "'escpos' is no dialect of a document printer"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(address, said):
    with pytest.raises(BadAddress, match=said):
        open_documents(address)


def test_an_address_of_a_printer_prints(printer):
    driver = open_documents(f"ipp+tcp:localhost:{printer.port}/ipp/print?user=kiosk-1&wait=30")
    assert driver.health().able is True
    assert open_documents(f"ipp+tcp:localhost:{printer.port}").health().able is True
