"""Second-generation ID card readers with an SAM module, over UART: 8N1, 115200 by default (SDT protocol).

*codec*: frames. *text*: the 256 bytes a card says of itself. *driver*: the role. *simulator*: a reader to talk to.
The command that also reads the fingerprint is not spoken here, nor is the additional address.
"""
