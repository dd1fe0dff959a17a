// What a page can do beyond what it does without script: keys, parts that come anew, live news, and texts that are not lost.
"use strict";
(() => {
  const body = document.body;
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode: nothing is kept */ } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };

  // Texts that were not sent. Kept for this user on this machine until they are sent or the user signs out.
  const prefix = `lunas:${body.dataset.user || ""}:`;
  const draftKey = form => form.dataset.draft ? prefix + form.dataset.draft : null;
  const draftFields = form => all("input, textarea, select", form).filter(f =>
    f.name && f.name !== "token" && !["hidden", "password", "file", "submit"].includes(f.type));
  function keepDraft(form) {
    const key = draftKey(form);
    if (!key) return;
    const values = {};
    for (const f of draftFields(form)) {
      const isChoice = f.type === "checkbox" || f.type === "radio";
      const changed = isChoice ? f.checked !== f.defaultChecked : f.value !== (f.dataset.initial ?? f.defaultValue ?? "");
      if (changed) values[f.name + (isChoice ? "=" + f.value : "")] = isChoice ? f.checked : f.value;
    }
    if (Object.keys(values).length) store.set(key, JSON.stringify(values)); else store.remove(key);
  }
  function restoreDraft(form) {
    const text = draftKey(form) && store.get(draftKey(form));
    if (!text) return;
    let values;
    try { values = JSON.parse(text); } catch { return; }
    for (const f of draftFields(form)) {
      const isChoice = f.type === "checkbox" || f.type === "radio";
      const value = values[f.name + (isChoice ? "=" + f.value : "")];
      if (value === undefined) continue;
      if (isChoice) f.checked = value; else f.value = value;
    }
    const holder = form.closest("details");
    if (holder) holder.open = true;
    form.classList.add("restored");
  }
  function wire(root) {
    for (const form of all("form[data-draft]", root)) restoreDraft(form);
    for (const box of all("[data-countdown]", root)) tick(box);
  }
  document.addEventListener("input", event => { const form = event.target.closest?.("form[data-draft]"); if (form) keepDraft(form); });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.matches("[data-forget]")) for (const key of store.keys()) if (key.startsWith("lunas:")) store.remove(key);
    if (form.matches("[data-confirm]") && !confirm(form.dataset.confirm)) { event.preventDefault(); return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") { form.dataset.sent = "1"; setTimeout(() => delete form.dataset.sent, 4000); }
  });
  // The server names the draft that it has taken in.
  const taken = new URLSearchParams(location.search).get("sent");
  if (taken) { store.remove(prefix + taken); }

  // Parts of the page that come anew.
  async function refresh(names) {
    if (!names.length) return;
    for (const name of names) {
      const old = document.getElementById(name);
      if (!old || old.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) continue;
      try {
        const answer = await fetch(location.href, { headers: { "Lunas-Part": name }, credentials: "same-origin" });
        if (!answer.ok) continue;
        const open = all("details[open]", old).map(d => d.id).filter(Boolean);
        const box = document.createElement("template");
        box.innerHTML = await answer.text();
        const fresh = box.content.getElementById(name);
        if (!fresh) continue;
        old.replaceWith(fresh);
        for (const id of open) { const d = document.getElementById(id); if (d) d.open = true; }
        wire(fresh);
      } catch { /* offline: the next news tries again */ }
    }
  }
  if (body.dataset.live !== undefined && window.EventSource) {
    const address = "/live" + (body.dataset.live ? "?debtor=" + encodeURIComponent(body.dataset.live) : "");
    let timer, source;
    const connect = () => {
      source = new EventSource(address);
      source.addEventListener("change", () => {
        clearTimeout(timer);
        timer = setTimeout(() => refresh(all("[data-part]").map(e => e.id)), 400);
      });
    };
    connect();
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", event => { if (event.persisted) connect(); });
  }

  // What goes on behind the page is asked for again until it has ended; then the page has other buttons.
  const poll = box => setTimeout(async () => {
    await refresh([box.id]);
    const now = document.getElementById(box.id);
    if (now?.dataset.poll) poll(now); else location.reload();
  }, Number(box.dataset.poll));
  all("[data-poll]").forEach(poll);

  // A file that is chosen or dropped goes up as it is, with its progress.
  const upload = $("form[data-upload]");
  const chosen = upload && $("input[type=file]", upload);
  if (chosen && !chosen.disabled) {
    const bar = $("progress", upload), note = $("[data-note]", upload);
    const send = file => {
      if (!file || !bar.hidden) return;
      const request = new XMLHttpRequest();
      const fail = text => { bar.hidden = true; chosen.value = ""; note.textContent = text || upload.dataset.failed; };
      request.open("POST", upload.getAttribute("action") + "?name=" + encodeURIComponent(file.name));
      request.setRequestHeader("Lunas-Token", body.dataset.token);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = event => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } };
      request.onerror = () => fail();
      request.onload = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* a proxy's page: the own words serve */ }
        if (answer.go) location.href = answer.go; else fail([answer.title, answer.detail].filter(Boolean).join(" "));
      };
      note.textContent = "";
      bar.hidden = false;
      request.send(file);
    };
    chosen.addEventListener("change", () => send(chosen.files[0]));
    addEventListener("dragover", event => { event.preventDefault(); upload.classList.add("over"); });
    addEventListener("dragleave", () => upload.classList.remove("over"));
    addEventListener("drop", event => { event.preventDefault(); upload.classList.remove("over"); send(event.dataTransfer.files[0]); });
    upload.addEventListener("submit", event => event.preventDefault());
  }

  // Countdowns to a moment, in the page's own words: data-countdown="microseconds since 1970".
  function tick(box) {
    const left = Math.round((Number(box.dataset.countdown) / 1000 - Date.now()) / 60000);
    const sign = left < 0 ? "−" : "";
    const minutes = Math.abs(left);
    box.textContent = sign + (minutes >= 60 ? Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0") : minutes + " min");
  }
  setInterval(() => all("[data-countdown]").forEach(tick), 20000);

  // Whoever has a debtor says so while they are at the page: data-renew stands on the word that says it. Who went away
  // says nothing, so that the debtor comes free and the session may rest.
  let touched = Date.now();
  for (const sign of ["keydown", "pointerdown", "pointermove", "scroll"])
    addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
  setInterval(async () => {
    const mine = $("[data-renew]");
    if (!mine || Date.now() - touched > 900000) return;
    try {
      const answer = await fetch(mine.dataset.renew, { method: "POST", credentials: "same-origin",
        headers: { "Lunas-Token": body.dataset.token || "", "Content-Type": "application/x-www-form-urlencoded" } });
      if (!answer.ok) refresh(["lock"]);
    } catch { /* offline: the next minute tries again */ }
  }, 60000);

  // Keys. Every key stands on a visible link, button or field as data-key; data-go stands on the pages behind "g".
  let isGoing = false;
  const isTyping = element => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  const rows = () => all("[data-row]");
  function move(step) {
    const list = rows();
    if (!list.length) return false;
    const at = list.findIndex(row => row.classList.contains("here"));
    const next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + step))];
    list.forEach(row => row.classList.toggle("here", row === next));
    const link = $("a", next);
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  function showKeys() {
    let dialog = $("#keys");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "keys";
      const title = document.createElement("h2");
      title.textContent = "?";
      const list = document.createElement("dl");
      list.className = "facts";
      const add = (key, what) => {
        const term = document.createElement("dt"), text = document.createElement("dd"), k = document.createElement("kbd");
        k.textContent = key; term.append(k); text.textContent = what; list.append(term, text);
      };
      const name = e => e.getAttribute("data-name") || e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent;
      for (const e of all("[data-key]")) add(e.dataset.key, name(e).replace(/\s+/g, " ").trim());
      for (const e of all("[data-go]")) add("g " + e.dataset.go, e.textContent.trim());
      if (rows().length) add("j k ⏎", $("main h1")?.textContent.trim() || "");
      dialog.append(title, list);
      body.append(dialog);
      dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    }
    dialog.open ? dialog.close() : dialog.showModal();
  }
  document.addEventListener("keydown", event => {
    const element = document.activeElement;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && element?.form) { element.form.requestSubmit(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (isTyping(element)) element.blur();
      for (const d of all("details.why[open], details.menu[open]")) d.open = false;
      return;
    }
    // A letter chooses among the codes while one of them has the focus, and leads on to the next field.
    const codes = element?.closest?.("[data-codes]");
    const code = codes && $(`[data-letter="${CSS.escape(event.key)}"]`, codes);
    if (code) {
      event.preventDefault();
      code.checked = true;
      code.dispatchEvent(new Event("input", { bubbles: true }));
      (document.getElementById(codes.dataset.codes) || code).focus();
      return;
    }
    if (isTyping(element) || $("dialog[open]")) return;
    if (isGoing) {
      isGoing = false;
      const link = $(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "g") { isGoing = true; setTimeout(() => { isGoing = false; }, 1500); return; }
    if (event.key === "?") {
      const focused = element?.closest?.("details.why");
      event.preventDefault();
      if (focused) focused.open = !focused.open; else showKeys();
      return;
    }
    if (event.key === "j" && move(1) || event.key === "k" && !$('[data-key="k"]') && move(-1)) { event.preventDefault(); return; }
    if (event.key === "Enter" && element === body) { const link = $("[data-row].here a"); if (link) link.click(); return; }
    const target = $(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target || target.disabled || target.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    if (target.tagName === "SUMMARY") {
      const holder = target.parentElement;
      holder.open = true;
      ($("input:not([type=hidden]), select, textarea, button", holder) || target).focus();
    } else if (isTyping(target)) { target.focus(); target.select?.(); } else target.click();
  });
  // One explanation at a time; a click elsewhere closes it.
  document.addEventListener("toggle", event => {
    if (event.target.matches?.("details.why, details.menu") && event.target.open)
      for (const d of all("details.why[open], details.menu[open]")) if (d !== event.target) d.open = false;
  }, true);
  document.addEventListener("click", event => {
    for (const d of all("details.why[open], details.menu[open]")) if (!d.contains(event.target)) d.open = false;
  });

  wire(document);
})();
