"""One device alone, without the bench: ``python -m devices simulate DIALECT``. ``stands`` says for each dialect what is
simulated, what may be typed at it and how it lies; ``command`` puts it on a wire. Nobody of ours comes in but
``devices.__main__``.
"""
