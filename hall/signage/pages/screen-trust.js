"use strict";
/* Is this from the hall? Ed25519 by the browser where it may (https and localhost), else by TweetNaCl. */

function bytes(text) { return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)); }

async function trustIn(key, own = false) {
  const raw = bytes(key);
  const native = !own && self.crypto && crypto.subtle
    ? await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]).catch(() => null) : null;
  return async (text, signature) => {
    try {
      const message = new TextEncoder().encode(text), given = bytes(signature);
      return native ? await crypto.subtle.verify("Ed25519", native, given, message)
        : nacl.sign.detached.verify(message, given, raw);
    } catch (_) { return false; }
  };
}
