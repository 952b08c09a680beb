"""Second-generation ID card readers with an SAM module (SDT protocol), over UART (8N1, 115200 by default) or USB.

*codec*: frames. *text*: the 256 bytes a card says of itself. *conversation*: question and answer. *driver*: the role.
*speed*: the speed of a serial port, found by asking. *pipes*: frames over USB. *simulator*: a reader to talk to.
The command that also reads the fingerprint is not spoken here, nor is the additional address.
"""
