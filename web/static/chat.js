// Answers appear without a reload, sources beside them. Everything here also works without this script.
"use strict";

const form = document.getElementById("ask");
const box = document.getElementById("question");
const turns = document.getElementById("turns");
const announcement = document.getElementById("announcement");
const panel = document.getElementById("source");
const roomy = matchMedia("(min-width: 64em)");
const touched = matchMedia("(pointer: coarse)");
let busy = false;
let opener = null;

adopt(document);
rememberThis();
listEarlier();

// Asking

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.target === form) {
    event.preventDefault();
    ask(box.value, true);
  } else if (button?.name === "question") {
    event.preventDefault();
    ask(button.value, false);
  } else if (event.target.matches(".helpful")) {
    event.preventDefault();
    judge(event.target, button.value === "true");
  } else if (event.target.id === "erase") {
    forget(event.target.elements.conversation.value);
  }
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

async function ask(question, typed) {
  if (busy) return;
  if (!question.trim()) return fail("Enter a question");
  const body = new URLSearchParams({ question, conversation: form.elements.conversation.value });
  const waiting = wait(question);
  if (typed) box.value = "";
  try {
    const reply = await fetch("/turns", { method: "POST", body });
    if (reply.ok) show(await reply.text(), waiting);
    else giveBack(question, waiting, (await reply.json()).detail);
  } catch {
    giveBack(question, waiting, "The server could not be reached. Your question is back in the box: try again");
  } finally {
    setBusy(false);
  }
}

// The question stands at once where its answer will be, so that nothing moves when that arrives.
function wait(question) {
  setBusy(true);
  clearMistake();
  const piece = document.getElementById("waiting").content.cloneNode(true);
  const waiting = piece.querySelector("li");
  waiting.querySelector(".question").textContent = question.trim();
  setHidden(document, "[data-first]", true);
  turns.append(piece);
  if (turns.children.length > 1) waiting.scrollIntoView({ block: "start" });
  else scrollTo({ top: 0 });
  if (touched.matches) document.activeElement.blur(); // the keyboard on the screen makes room for the answer
  else box.focus({ preventScroll: true });
  return waiting;
}

function show(html, waiting) {
  const piece = document.createElement("template");
  piece.innerHTML = html;
  const turn = piece.content.querySelector(".turn");
  begin(turn.dataset.conversation);
  waiting.replaceWith(turn);
  adopt(turn);
  rememberThis();
  say(turn.dataset.announcement);
}

function giveBack(question, waiting, message) {
  waiting.remove();
  setHidden(document, "[data-first]", false);
  box.value = [question, box.value].filter(Boolean).join("\n");
  fail(message);
}

// The first answer turns the first page into a conversation.
function begin(conversation) {
  for (const field of document.querySelectorAll("[name=conversation]")) field.value = conversation;
  for (const part of document.querySelectorAll("[data-first]")) part.remove();
  setHidden(document, "[data-begun]", false);
  document.querySelector("h1").textContent = "Conversation";
  document.title = document.title.replace(/^.*–/, "Conversation –");
  form.querySelector("label").textContent = "Ask a follow-up, or say what you have tried";
  history.replaceState(null, "", "/?conversation=" + encodeURIComponent(conversation));
}

function setBusy(now) {
  busy = now;
  form.setAttribute("aria-busy", String(now));
}

function fail(message) {
  clearMistake();
  const note = document.createElement("p");
  note.className = "mistake";
  note.id = "question-mistake";
  note.textContent = message;
  form.querySelector("label").after(note);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", "question-mistake question-hint");
  box.focus();
  say("Error: " + message);
}

function clearMistake() {
  document.getElementById("question-mistake")?.remove();
  document.querySelector(".mistakes")?.remove();
  box.removeAttribute("aria-invalid");
  box.setAttribute("aria-describedby", "question-hint");
}

function say(words) {
  announcement.textContent = "";
  requestAnimationFrame(() => { announcement.textContent = words; });
}

// Sources beside the conversation, where there is room; elsewhere the link leads to the page of the document.

document.addEventListener("click", (event) => {
  const link = event.target.closest('.turn a[href^="/documents/"], .source-body a[href^="/documents/"]');
  if (!link || !roomy.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openSource(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden) closeSource();
});

panel.querySelector("[data-close]").addEventListener("click", closeSource);

async function openSource(link) {
  const address = link.getAttribute("href");
  let shown;
  try {
    const reply = await fetch(address);
    shown = new DOMParser().parseFromString(await reply.text(), "text/html");
  } catch {
    return fail("The server could not be reached. Open the source again");
  }
  const [about, passage] = ["passage-about", "passage"].map((id) => shown.getElementById(id));
  if (!passage) return location.assign(address);
  const title = panel.querySelector("h2");
  const body = panel.querySelector(".source-body");
  title.textContent = shown.querySelector("h1").textContent;
  panel.querySelector("[data-page]").href = address;
  panel.querySelector(".source-about").replaceChildren(...about.childNodes);
  body.replaceChildren(...passage.childNodes);
  if (!panel.contains(link)) setOpener(link);
  keepInPlace(opener, () => { panel.hidden = false; });
  const place = body.querySelector("mark") || anchor(body, address);
  panel.scrollTop = 0;
  if (place) panel.scrollTop = place.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  (place?.matches("mark") ? place : title).focus({ preventScroll: true });
}

function anchor(body, address) {
  const id = decodeURIComponent(address.split("#")[1] || "");
  return id && body.querySelector("#" + CSS.escape(id));
}

function closeSource() {
  const link = opener;
  setOpener(null);
  keepInPlace(link, () => { panel.hidden = true; });
  (link?.isConnected ? link : box).focus({ preventScroll: true });
}

function setOpener(link) {
  opener?.removeAttribute("aria-current");
  opener = link;
  opener?.setAttribute("aria-current", "true");
}

// Making room or taking it back moves no text from under the person's eyes.
function keepInPlace(element, change) {
  const before = element?.getBoundingClientRect().top;
  change();
  if (element) scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
}

// Whether an answer was helpful: "no" may be followed by why

async function judge(asked, helpful) {
  const why = asked.querySelector("[data-why]");
  if (!helpful && why.hidden) {
    why.hidden = false;
    why.open = true;
    return asked.elements.why.focus();
  }
  const turn = asked.closest(".turn");
  const said = {
    conversation_id: turn.dataset.conversation,
    turn: Number(turn.id.replace("turn-", "")),
    helpful,
    why: asked.elements.why.value.trim() || null,
  };
  try {
    const reply = await fetch("/api/v1/feedback", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said),
    });
    if (!reply.ok) return fail((await reply.json()).detail);
  } catch {
    return fail("The server could not be reached. Say it again");
  }
  const thanks = document.createElement("p");
  thanks.className = "hint";
  thanks.tabIndex = -1;
  thanks.textContent = "Thank you: this helps whoever writes the documents.";
  asked.replaceWith(thanks);
  thanks.focus({ preventScroll: true });
}

// Copying, and the draft of a ticket

// Shows what works with this script only, hides what is needed without it.
function adopt(within) {
  setHidden(within, "[data-script]", false);
  setHidden(within, "[data-scriptless]", true);
}

function setHidden(within, parts, hidden) {
  for (const part of within.querySelectorAll(parts)) part.hidden = hidden;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || button.textContent === "Copied") return;
  if (!await copied(document.getElementById(button.dataset.copy))) return say("Not copied: the words are selected");
  const words = button.textContent;
  button.textContent = "Copied";
  say(words.replace("Copy", "Copied:"));
  setTimeout(() => { button.textContent = words; }, 3000);
});

// The clipboard is there over HTTPS and on this machine only; elsewhere what is selected is copied.
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value ?? field.textContent);
    return true;
  } catch {
    const focused = document.activeElement;
    if (field.select) field.select();
    else getSelection().selectAllChildren(field);
    const done = document.execCommand("copy");
    if (done) focused.focus({ preventScroll: true });
    return done;
  }
}

document.addEventListener("input", (event) => {
  const draft = event.target.closest(".draft");
  const link = draft?.querySelector("[data-prefilled]");
  if (!link) return;
  const [subject, description] = draft.querySelectorAll("[data-fills]");
  const note = draft.querySelector("[data-shortened]");
  let kept = description.value;
  fill(link, subject.value, kept);
  note.hidden = link.href.length <= note.dataset.longest;
  while (link.href.length > note.dataset.longest && kept) {
    const over = link.href.length - note.dataset.longest;
    kept = kept.slice(0, -Math.ceil(over / 12)).replace(/[\uD800-\uDBFF]$/, ""); // 12: a sign's longest code
    fill(link, subject.value, `${kept.trimEnd()}\n\n${note.dataset.shortened}`);
  }
});

function fill(link, subject, description) {
  const joint = link.dataset.prefilled.includes("?") ? "&" : "?";
  link.href = `${link.dataset.prefilled}${joint}tf_subject=${encoded(subject)}&tf_description=${encoded(description)}`;
}

function encoded(text) {
  return encodeURIComponent(text.toWellFormed?.() ?? text);
}

// Earlier conversations, listed in this browser alone

function earlier() {
  try {
    const kept = JSON.parse(localStorage.getItem("conversations"));
    return Array.isArray(kept) ? kept.filter((each) => each && each.id && each.question) : [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    localStorage.setItem("conversations", JSON.stringify(list.slice(0, 20)));
  } catch { /* the browser keeps nothing: the address of the page still leads back */ }
}

function forget(id) {
  keep(id ? earlier().filter((each) => each.id !== id) : []);
}

function rememberThis() {
  const gone = document.querySelector("[data-gone]");
  if (gone) forget(gone.dataset.gone);
  const first = turns.querySelector(".turn");
  if (!first) return;
  const id = first.dataset.conversation;
  const question = first.querySelector(".question").textContent.slice(0, 100);
  keep([{ id, question, at: Date.now() }, ...earlier().filter((each) => each.id !== id)]);
}

function listEarlier() {
  const section = document.querySelector("[data-earlier]");
  if (!section) return;
  const list = section.querySelector("ul");
  list.replaceChildren(...earlier().map(entry));
  section.hidden = !list.childElementCount;
  if (location.hash === "#earlier") section.scrollIntoView();
}

function entry({ id, question, at }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = "/?conversation=" + encodeURIComponent(id);
  link.textContent = question;
  const when = document.createElement("span");
  when.className = "hint";
  when.textContent = new Date(at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.dataset.forget = id;
  button.textContent = "Forget";
  button.setAttribute("aria-label", "Forget: " + question);
  item.append(link, when, button);
  return item;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-forget]");
  if (!button) return;
  forget(button.dataset.forget);
  listEarlier();
  say("Forgotten");
  (document.querySelector("[data-earlier]:not([hidden]) h2") || box).focus();
});
