"""The resident ID card reader: ``poll() -> IdCard | CardTrouble | CardGone | None``. Text only: no photo, no finger."""
