/* Passkeys: one is made on one's own page, and shown after the password. What the browser says is sent as it is; what goes
   wrong is said in a sentence. */
import { sayIn, submitting } from "../kit/form.js";
import { find, send } from "../kit/page.js";

const say = sayIn(find("passkey-say"));
const able = window.isSecureContext && "credentials" in navigator && "PublicKeyCredential" in window;
const UNABLE = "这个浏览器或这样打开的网页用不了安全密钥：要用 https 和域名打开（本机可用 localhost）。";
const WITHIN = 8000;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

const told = (credential, fields) => ({
  id: text(credential.rawId), type: credential.type,
  response: Object.fromEntries(fields.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])])),
});

// A person took too long, left, or showed a key that is not (or is already) known; browsers do not say which.
const gone = (error) => (error.name === "InvalidStateError" ? "这把安全密钥已经登记过了。"
  : error.name === "SecurityError" ? "网址不对：请用大厅登记的域名打开本站再用安全密钥。" : "没有读到安全密钥，请再试一次。");

async function make(form) {
  if (!able) { say(UNABLE); return; }
  const asked = await send("/account/passkeys/begin", { password: form.elements.password.value }, { within: WITHIN });
  if (!asked.ok) { say(asked.sentence); return; }
  const options = asked.told;
  let made;
  try {
    made = await navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    } });
  } catch (error) { say(gone(error)); return; }
  const answer = await send("/account/passkeys", { name: form.elements.name.value, answer: told(made, ["clientDataJSON", "attestationObject"]) });
  if (!answer.ok) { say(answer.sentence); return; }
  if (!answer.told.codes.length) { location.reload(); return; }
  find("fresh-codes").append(...answer.told.codes.map((code) => Object.assign(document.createElement("li"), { textContent: code })));
  find("fresh").hidden = false;
  find("now").hidden = true;
}

async function show() {
  if (!able) { say(UNABLE); return; }
  const asked = await send("/code/passkey/begin", {}, { within: WITHIN });
  if (!asked.ok) { say(asked.sentence); return; }
  let shown;
  try {
    shown = await navigator.credentials.get({ publicKey: {
      ...asked.told, challenge: bytes(asked.told.challenge), allowCredentials: known(asked.told.allowCredentials),
    } });
  } catch (error) { say(gone(error)); return; }
  const answer = await send("/code/passkey", told(shown, ["clientDataJSON", "authenticatorData", "signature"]), { within: WITHIN });
  if (answer.ok) location.assign(answer.told.next);
  else say(answer.sentence);
}

async function end(form) {
  const answer = await send("/account/passkeys/end", { id: Number(form.dataset.id), password: form.elements.password.value }, { within: WITHIN });
  if (answer.ok) location.reload();
  else say(answer.sentence);
}

const form = find("passkey-add"), key = find("passkey-show");
if (form) submitting(form, make, say);
if (key) submitting(key, show, say);
for (const one of document.querySelectorAll("form.passkey-end")) submitting(one, end, say);
