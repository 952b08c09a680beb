"""The WebSocket of uvicorn, less what a connection need not keep once it stands: a thousand screens stay open."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class LeanWebSocket(WebSocketsSansIOProtocol):
    def start_keepalive(self) -> None:
        """The handshake is over: its headers, 4 KB of a browser's, are not held as long as the connection."""
        self.request.headers.clear()
        self.response.headers.clear()
        super().start_keepalive()
