// "Who wrote this?": a dotted word is a link to the amendment that wrote it. With this script it opens a box at the
// paragraph instead, filled from the note that the page already carries. Nothing is fetched.
(() => {
  "use strict";
  let open = null;

  const shut = () => {
    if (!open) return;
    open.box.remove();
    open.word.setAttribute("aria-expanded", "false");
    open = null;
  };

  const show = (word) => {
    const again = open && open.word === word;
    shut();
    const note = document.getElementById(word.dataset.note);
    if (again || !note) return;
    const box = document.createElement("div");
    box.className = "pop stack stack-2";
    box.id = "who-wrote-this";
    box.setAttribute("role", "note");
    box.lang = document.documentElement.lang;
    box.dir = document.documentElement.dir;
    const text = document.createElement("p");
    for (const child of note.childNodes) text.append(child.cloneNode(true));
    box.append(text);
    (word.closest("p") || word.parentElement).after(box);
    word.setAttribute("aria-expanded", "true");
    word.setAttribute("aria-controls", box.id);
    open = { word, box };
  };

  for (const word of document.querySelectorAll("a.word[data-note]")) {
    word.setAttribute("role", "button");
    word.setAttribute("aria-expanded", "false");
  }
  document.addEventListener("click", (event) => {
    const word = event.target.closest("a.word[data-note]");
    if (!word || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(word);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      const { word } = open;
      shut();
      word.focus();
    }
    if (event.key === " " && event.target.matches("a.word[data-note]")) {
      event.preventDefault();
      show(event.target);
    }
  });
})();
