"""The ticket printer: ``print(slip, job) -> Printed | NotPrinted | Doubtful`` and ``health``."""
