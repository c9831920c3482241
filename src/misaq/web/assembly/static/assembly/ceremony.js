// Arrow keys, Page Up and Page Down go from step to step. Every step is a link as well: without this nothing is lost.
(() => {
  "use strict";
  const rtl = document.documentElement.dir === "rtl";
  const ways = {
    ArrowRight: rtl ? "prev" : "next",
    ArrowLeft: rtl ? "next" : "prev",
    PageDown: "next",
    PageUp: "prev",
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = ways[event.key] && document.querySelector(`a[rel="${ways[event.key]}"]`);
    if (link) link.click();
  });
})();
