// Save what is typed field by field, and keep what could not be sent until the connection is back; say what is wrong
// beside the field. Without this script the page's own button saves everything at once.
(() => {
  "use strict";
  const PAUSE = 700, AGAIN = 4000;

  const tell = (name, message) => {
    const place = document.getElementById(`${name}-message`);
    if (!place) return;
    place.textContent = message;
    place.hidden = !message;
    for (const field of document.getElementsByName(name)) {
      if (message) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  };

  const post = (address, fields) =>
    fetch(address, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin" });

  // The clerk's sheet: a field is kept here from the moment it is typed until the desk has answered that it is saved.
  const sheet = document.querySelector("form[data-saves]");
  if (sheet) {
    const address = sheet.dataset.saves, shelf = `desk:${address}`;
    const status = sheet.querySelector("[data-status]");
    const saved = new Map();
    let kept = {}, busy = false, timer = 0, away = false;
    try { kept = JSON.parse(localStorage.getItem(shelf) || "{}"); } catch { kept = {}; }

    const keep = () => {
      try {
        if (Object.keys(kept).length) localStorage.setItem(shelf, JSON.stringify(kept));
        else localStorage.removeItem(shelf);
      } catch { /* a browser that keeps nothing still sends */ }
    };
    const say = () => {
      const left = Object.keys(kept).length, fields = left === 1 ? "1 field is" : `${left} fields are`;
      status.hidden = false;
      status.textContent = !left ? "Everything is saved."
        : away ? `No connection. ${fields} kept on this device and will be saved when it is back.` : "Saving.";
    };
    const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };
    const show = (name, text) => {
      for (const field of document.getElementsByName(name)) {
        if (field.type === "radio") field.checked = field.value === text; else field.value = text;
      }
    };
    const version = (name) => document.getElementsByName(name)[0]?.dataset.version;
    const opened = (name, mark) => {
      for (const field of document.getElementsByName(name)) field.dataset.version = mark;
      for (const field of document.getElementsByName(`version:${name}`)) field.value = mark;
    };

    const settle = (name, text, answer) => {
      const mine = kept[name];
      for (const [place, message] of Object.entries(answer.messages || {})) {
        if (!kept[place] || place === name) tell(place, message);
      }
      opened(name, answer.version);
      if (answer.state === "overtaken") {
        if (mine.sent.includes(answer.text)) { mine.version = answer.version; return; }
        delete kept[name];
        tell(name, `Somebody else wrote “${answer.text}” here meanwhile. Yours is not saved: ` +
          "change it to put it in its place, or copy theirs.");
        return;
      }
      if (answer.state === "refused") mine.sent = mine.sent.filter((one) => one !== text);
      if (answer.state === "saved") saved.set(name, text);
      if (mine.text === text) delete kept[name];
      else mine.version = answer.version;
    };

    const send = async () => {
      if (busy) return;
      busy = true;
      try {
        for (let name; (name = Object.keys(kept)[0]);) {
          const mine = kept[name], text = mine.text;
          if (!mine.sent.includes(text)) mine.sent.push(text);
          keep();
          const reply = await post(address, { name, text, version: mine.version });
          if (![200, 409, 422].includes(reply.status) || !(reply.headers.get("content-type") || "").includes("json")) {
            throw new Error(String(reply.status));
          }
          settle(name, text, await reply.json());
          away = false;
          keep();
          say();
        }
      } catch {
        away = true;
        say();
        later(AGAIN);
      }
      busy = false;
    };

    const typed = (field, pause) => {
      if (!field.name || field.name.startsWith("version:") || field.dataset.version === undefined) return;
      if (!kept[field.name] && saved.get(field.name) === field.value) return; // left, not changed
      const mine = kept[field.name] || { version: version(field.name), sent: [] };
      mine.text = field.value;
      kept[field.name] = mine;
      keep();
      say();
      later(away ? AGAIN : pause);
    };

    for (const name of Object.keys(kept)) {
      if (document.getElementsByName(name).length) show(name, kept[name].text); else delete kept[name];
    }
    if (Object.keys(kept).length) { say(); later(0); }
    sheet.addEventListener("input", (event) => typed(event.target, PAUSE));
    sheet.addEventListener("change", (event) => typed(event.target, 0));
    addEventListener("online", () => later(0));
  }

  // A register: each row that is typed in is held to the same checks as at saving.
  const table = document.querySelector("form[data-checks]");
  if (table) {
    const waiting = new Map();
    const check = async (row) => {
      const fields = new URLSearchParams({ row: row.dataset.row });
      for (const field of row.querySelectorAll("[name]")) {
        if (field.type !== "checkbox" || field.checked) fields.append(field.name, field.value);
      }
      try {
        const reply = await post(table.dataset.checks, fields);
        if (!reply.ok) return;
        for (const [name, message] of Object.entries(await reply.json())) tell(name, message);
      } catch { /* checked again at the latest when it is saved */ }
    };
    const soon = (event, pause) => {
      const row = event.target.closest("[data-row]");
      if (!row) return;
      clearTimeout(waiting.get(row));
      waiting.set(row, setTimeout(check, pause, row));
    };
    table.addEventListener("input", (event) => soon(event, PAUSE));
    table.addEventListener("change", (event) => soon(event, 0));
  }
})();
