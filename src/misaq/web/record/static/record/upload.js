// Sends the files of a form in parts, so that a lost connection or a closed page costs half a MiB at most.
// Without this script the form sends the same files in one request. Nothing is kept in the browser.

const form = document.querySelector("form[data-upload]");
const bar = form.querySelector("progress");
const status = form.querySelector("[data-part='status']");
const problem = form.querySelector("[data-part='problem']");
const button = form.querySelector("button[type='submit']");
const input = form.querySelector("input[type='file']");
const token = form.querySelector("[name='csrfmiddlewaretoken']").value;
const LONGEST_WAIT = 30_000;

class Refused extends Error {}

const words = (name) => form.querySelector(`template[data-say='${name}']`).content.textContent;
const wait = (time) => new Promise((done) => setTimeout(done, time));

// An answer of the server; asks again, ever more slowly, while there is no connection.
async function ask(address, options, said) {
  for (let pause = 1000; ; pause = Math.min(2 * pause, LONGEST_WAIT)) {
    let answer = null;
    try {
      answer = await fetch(address, {
        redirect: "manual",
        ...options,
        headers: { "X-CSRFToken": token, Accept: "application/json", ...options.headers },
      });
    } catch {
      answer = null;
    }
    if (answer && answer.type === "opaqueredirect") throw new Refused(words("locked"));
    if (answer && answer.status < 500) {
      if (answer.ok) return answer;
      throw new Refused(await reason(answer));
    }
    status.textContent = words("lost");
    await wait(pause);
    status.textContent = said;
  }
}

async function reason(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    return words(answer.status === 403 || answer.status === 404 ? "locked" : "failed");
  }
}

// The unfinished upload that this file may belong to: the server compares the bytes, too.
function unfinished(file) {
  const rows = document.querySelectorAll("[data-unfinished]");
  return [...rows].find(
    (row) => row.dataset.name === file.name && Number(row.dataset.size) === file.size,
  );
}

async function stateOf(file, said) {
  const known = unfinished(file);
  if (known) {
    const state = await (await ask(known.dataset.unfinished, {}, said)).json();
    return { state, address: known.dataset.unfinished, again: true };
  }
  const told = JSON.stringify({ name: file.name, type: file.type, size: file.size });
  const answer = await ask(form.dataset.upload, { method: "POST", body: told }, said);
  const state = await answer.json();
  return { state, address: form.dataset.part.replace(form.dataset.blank, state.id), again: false };
}

// Where parts begin that have to be sent; of a file that goes on also two that are there, to be compared.
function places(state, again) {
  const missing = new Set(state.missing);
  if (!again) return [...missing];
  const there = [];
  for (let at = 0; at < state.size; at += state.part) if (!missing.has(at)) there.push(at);
  return [...new Set([...there.slice(0, 1), ...there.slice(-1), ...missing])];
}

async function send(file, said) {
  const { state, address, again } = await stateOf(file, said);
  let left = state.missing.length;
  const all = Math.max(1, Math.ceil(state.size / state.part));
  for (const at of places(state, again)) {
    const body = file.slice(at, at + state.part);
    await ask(address, { method: "PATCH", body, headers: { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" } }, said);
    if (state.missing.includes(at)) left -= 1;
    bar.value = (all - left) / all;
  }
  status.textContent = words("copying");
  const answer = await ask(`${address}finish/`, { method: "POST" }, words("copying"));
  return (await answer.json()).href;
}

async function sendAll() {
  const files = [...input.files];
  let href = form.dataset.after;
  for (const [place, file] of files.entries()) {
    const said = words("sending").replace("{n}", place + 1).replace("{all}", files.length);
    status.textContent = said;
    bar.value = 0;
    const own = await send(file, said);
    if (files.length === 1) href = own;
  }
  location.assign(href);
}

form.addEventListener("submit", async (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  button.disabled = true;
  problem.hidden = true;
  bar.hidden = false;
  try {
    await sendAll();
  } catch (error) {
    problem.textContent = error instanceof Refused ? error.message : words("failed");
    problem.hidden = false;
    status.textContent = "";
    button.disabled = false;
    problem.focus();
  }
});
