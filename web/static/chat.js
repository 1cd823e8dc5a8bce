// Answers appear without a reload. Everything here also works without this script.
"use strict";

const form = document.getElementById("ask");
const box = document.getElementById("question");
const turns = document.getElementById("turns");
const announcement = document.getElementById("announcement");
const pending = form.querySelector("[data-pending]");
let busy = false;

for (const hint of document.querySelectorAll("[data-script]")) hint.hidden = false;
offerCopies(document);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(box.value, true);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.querySelector(".examples")?.addEventListener("submit", (event) => {
  if (!event.submitter) return;
  event.preventDefault();
  ask(event.submitter.value, false);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = "Copied";
  say("Queue copied");
});

async function ask(question, typed) {
  if (busy) return;
  if (!question.trim()) return fail("Enter a question");
  wait(true);
  try {
    const body = new URLSearchParams({ question, conversation: form.elements.conversation.value });
    const reply = await fetch("/turns", { method: "POST", body });
    if (reply.ok) {
      show(await reply.text());
      if (typed) box.value = "";
    } else {
      fail((await reply.json()).detail);
    }
  } catch {
    fail("The server could not be reached. Your question is still in the box: try again");
    if (!typed) box.value = question;
  } finally {
    wait(false);
  }
}

function show(html) {
  clearMistake();
  const piece = document.createElement("template");
  piece.innerHTML = html;
  const turn = piece.content.querySelector(".turn");
  begin(turn.dataset.conversation);
  turns.append(turn);
  offerCopies(turn);
  box.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "start" });
  say(turn.dataset.announcement);
}

// The first answer turns the first page into a conversation.
function begin(conversation) {
  for (const field of document.querySelectorAll("[name=conversation]")) field.value = conversation;
  for (const part of document.querySelectorAll("[data-first]")) part.remove();
  for (const part of document.querySelectorAll("[data-begun]")) part.hidden = false;
  document.querySelector("h1").textContent = "Conversation";
  document.title = document.title.replace(/^.*–/, "Conversation –");
  form.querySelector("label").textContent = "Ask a follow-up, or say what you have tried";
  history.replaceState(null, "", "/?conversation=" + encodeURIComponent(conversation));
}

function wait(now) {
  busy = now;
  pending.hidden = !now;
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

function offerCopies(within) {
  if (!navigator.clipboard) return;
  for (const button of within.querySelectorAll("[data-copy]")) button.hidden = false;
}
