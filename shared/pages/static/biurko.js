// What makes the pages quicker for hands on a keyboard; every page works without it.
(() => {
  "use strict";

  document.documentElement.classList.add("scripted");

  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("tbody th a, tbody [data-row]")];
  let going = false;

  function move(by) {
    const all = rows();
    const now = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
    if (next) next.focus();
  }

  function go(digit) {
    const places = [...document.querySelectorAll("#keys [data-go]")];
    const place = digit === "0" ? places.at(-1) : places[Number(digit) - 1];
    if (place) location.assign(place.dataset.go);
  }

  const keys = {
    "/": () => document.querySelector("input[type=search]")?.focus(),
    "?": () => document.getElementById("keys").showModal(),
    "j": () => move(1),
    "k": () => move(-1),
    "g": () => { going = true; setTimeout(() => { going = false; }, 1500); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (going && /^\d$/.test(event.key)) { going = false; go(event.key); return; }
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  document.querySelector("[data-keys]")?.removeAttribute("hidden");

  // One box ticks all of its kind that its form has on this page.
  const show = (root) => root.querySelectorAll("[data-page-all]").forEach((label) => label.removeAttribute("hidden"));
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form || !target.dataset.all) return;
    for (const box of form.elements) if (box.name === target.dataset.all) box.checked = target.checked;
  });
  document.addEventListener("htmx:after:swap", () => show(document));
  show(document);

  // An open menu closes when one looks elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Of tabs and of a navigation that are wider than the page, the one that is open is seen.
  for (const tab of document.querySelectorAll(".tabs [aria-current], .top nav [aria-current]")) {
    const row = tab.closest(".tabs ul, .top nav");
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }

  // A part of another service that does not come says so in its place, and why.
  const explain = (part, why) => part?.querySelector(`[data-${why}]`)?.removeAttribute("hidden");
  document.addEventListener("htmx:error", (event) => explain(event.target.closest?.("[data-fragment]"), "away"));
  document.addEventListener("htmx:before:swap", (event) => {
    const context = event.detail?.ctx;
    const part = context?.sourceElement?.closest?.("[data-fragment]");
    const status = context?.response?.raw?.status;
    if (!part || !(status >= 400)) return;
    event.preventDefault();
    explain(part, [403, 404].includes(status) ? "refused" : "away");
  });

  // Files may be dropped anywhere on a form that takes them, which then goes off at once.
  for (const form of document.querySelectorAll("form[data-drop]")) {
    const files = form.querySelector("input[type=file]");
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) form.classList.remove("over"); });
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      files.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }

  // A form that works for long says so, and is not sent twice.
  const busy = (form, is) => {
    for (const button of form.querySelectorAll("button[data-busy]")) {
      [button.textContent, button.dataset.busy] = [button.dataset.busy, button.textContent];
      button.disabled = is;
    }
  };
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) busy(event.target, true); });
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form:has(button[data-busy]:disabled)")) busy(form, false);
  });

  // While somebody works on a page, their session is kept, so that nothing they typed is lost.
  const keep = document.body.dataset.keep;
  let worked = false;
  for (const what of ["input", "pointerdown", "keydown"]) {
    document.addEventListener(what, () => { worked = true; }, { passive: true });
  }
  function renew() {
    if (!worked || document.hidden) return;
    worked = false;
    fetch(keep, { method: "POST", mode: "cors", credentials: "include" }).catch(() => { worked = true; });
  }
  if (keep) setInterval(renew, 120000);

  // A session that ran out while somebody wrote is renewed, and what was asked is asked once more.
  const asked = new WeakSet();
  document.addEventListener("htmx:before:swap", (event) => {
    const { response, sourceElement: source } = event.detail?.ctx ?? {};
    if (!keep || !source || response?.raw?.status !== 401) { if (source) asked.delete(source); return; }
    event.preventDefault();
    if (asked.has(source)) return;
    asked.add(source);
    fetch(keep, { method: "POST", mode: "cors", credentials: "include" }).then(() => {
      if (source.matches("button")) source.click();
      else source.closest("form")?.dispatchEvent(new Event("input"));
    }).catch(() => asked.delete(source));
  });
})();
