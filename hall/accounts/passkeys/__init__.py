"""Passkeys (WebAuthn Level 2): a second factor that answers to this site alone, so that a page which passes for it gets
nothing. Only its public half is kept."""
