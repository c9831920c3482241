// The quota editor says whether the quotas can be met while somebody types. Without this script the button does it.
(() => {
  "use strict";
  const form = document.getElementById("quotas");
  const shown = document.getElementById("judgement");
  if (!form || !shown || !form.dataset.check) return;
  let waiting = 0;
  let asked = null;

  const ask = async () => {
    if (asked) asked.abort();
    const mine = new AbortController();
    asked = mine;
    shown.dataset.waiting = "";
    try {
      const answer = await fetch(form.dataset.check, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        signal: mine.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (asked !== mine) return;
      shown.innerHTML = text;
    } catch (error) {
      if (error.name === "AbortError") return;
      shown.textContent = form.dataset.failed;
    }
    if (asked === mine) delete shown.dataset.waiting;
  };

  form.addEventListener("input", (event) => {
    if (event.target.id === "tolerance") return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 350);
  });
})();
