"""Addresses: what is wrong with one is said in a sentence, before anything is opened."""

import pytest

from devices.open import BadAddress, open_idcard, open_printer, open_scanner, parse


@pytest.mark.parametrize(
    ("opener", "address", "said"),
    [
        (open_printer, "", "no device address"),
        (open_printer, "escpos:/dev/ttyUSB0", "no device address"),
        (open_printer, "escpos+serial:", "no device address"),
        (open_printer, "escpos+bluetooth:1", "'bluetooth' is no link we have for escpos; use serial or tcp or usb"),
        (open_printer, "escpos+usb:1", "'1' is not VID:PID or VID:PID/SERIAL"),
        (open_printer, "escpos+usb://04B8", "'//04B8' is not VID:PID"),
        (open_printer, "escpos+usb:04B8:0E15/", "is not VID:PID or VID:PID/SERIAL"),
        (open_printer, "escpos+usb:04B8:0E1５", "is not VID:PID"),
        (open_printer, "escpos+usb:04B8:0E15?port=USB3", "port=USB3 is no USB port"),
        (open_printer, "escpos+usb:04B8:0E15?baud=9600", "'baud' is no option of escpos+usb; known: port, profile"),
        (open_scanner, "lines+usb:04B8:0E15", "'usb' is no link we have for lines"),
        (open_printer, "sdt+serial:/dev/x", "'sdt' is no dialect of a ticket printer"),
        (open_printer, "escpos+serial:/dev/x?profile=wonder", "profile=wonder is not known"),
        (open_printer, "escpos+serial:/dev/x?colour=red", "'colour' is no option of escpos+serial"),
        (open_printer, "escpos+tcp:host:9100?baud=9600", "'baud' is no option of escpos+tcp"),
        (open_printer, "escpos+serial:/dev/x?baud=9600&baud=9600", "says something twice"),
        (open_printer, "escpos+serial:/dev/x?baud", "is not key=value"),
        (open_idcard, "sdt+serial:/dev/x?baud=fast", "baud=fast is not a speed"),
        (open_idcard, "sdt+serial:/dev/x?baud=0", "baud=0 is not a speed"),
        (open_idcard, "sdt+serial:/dev/x?profile=generic-80", "'profile' is no option"),
        (open_scanner, "lines+tcp:host", "'host' is not HOST:PORT"),
        (open_scanner, "lines+tcp:host:99999", "'host:99999' is not HOST:PORT"),
        (open_scanner, "lines+tcp:host:١", "is not HOST:PORT"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(opener, address, said):
    with pytest.raises(BadAddress, match=said.replace("+", r"\+")):
        opener(address)


def test_a_good_address_opens_though_nothing_is_there():
    for role in (
        open_printer("escpos+serial:/nowhere/printer?baud=9600&profile=tm-t88vi"),
        open_idcard("sdt+serial:/nowhere/idcard"),
        open_printer("escpos+usb:04B8:0E15/A%2F1?port=1-2.3&profile=tm-t88vi"),
        open_printer("escpos+usb://04b8:0e15"),
        open_idcard("sdt+usb:0400:C35A"),
        open_scanner("lines+tcp:[::1]:1"),
    ):
        role.close()


def test_an_address_comes_apart():
    address = parse("lines+tcp:[::1]:7001")
    assert (address.dialect, address.link, address.where, address.options) == ("lines", "tcp", "[::1]:7001", {})
