/* What the console adds when scripts run. Every page works without this file.

   data-dialog-open="id"     opens <dialog id> as a modal (without a script: a link to #id)
   data-dialog-close         closes its dialog
   data-menu                 a <details> that closes on Esc, on a click elsewhere, and when focus leaves
   data-roll                 around the rows of a roll
   data-roll-row             a row; arrows go from row to row
   data-roll-status          in the row: what takes the focus (the summary of its status)
   data-roll-key="P"         in the row: the submit button of a status; pressed by its letter
   data-roll-again="id"      on such a button: the field to go to when the letter is pressed while the status already holds
   data-guard                a form whose unsaved typing is asked about before the page is left
   data-resend               a form that may be sent twice (searches); others are sent once
   data-error-summary        takes the focus when the page opens with refusals      data-print    a button that prints
   data-focus="id"           a button that goes to a field */
(() => {
  "use strict";
  const ROLL_KEYS = new Set(["P", "L", "E", "X", "N", "V"]);
  const sending = new Map();
  const typing = (node) =>
    node instanceof Element && node.matches("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]");

  // Dialogs
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const opener = target.closest("[data-dialog-open]");
    if (opener) {
      event.preventDefault();
      closeMenus();
      openDialog(opener.dataset.dialogOpen);
      return;
    }
    const dialog = target.closest("dialog");
    if (dialog && (target.closest("[data-dialog-close]") || target === dialog)) {
      event.preventDefault();
      dialog.close();
      if (location.hash === `#${dialog.id}`) history.replaceState(null, "", location.pathname + location.search);
      return;
    }
    const focus = target.closest("[data-focus]");
    if (focus) {
      event.preventDefault();
      document.getElementById(focus.dataset.focus)?.focus();
    }
    if (target.closest("[data-print]")) window.print();
    closeMenus(target.closest("[data-menu]"));
  });

  // Menus
  function closeMenus(except = null) {
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.removeAttribute("open");
    });
  }
  document.addEventListener("focusin", (event) => {
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });

  // Roll
  const rowsOf = (row) => [...row.closest("[data-roll]").querySelectorAll("[data-roll-row]")];
  const enterRow = (row) => row?.querySelector("[data-roll-status]")?.focus();
  const markCurrent = (node) => {
    const roll = node instanceof Element ? node.closest("[data-roll]") : null;
    if (!roll) return;
    roll.querySelectorAll("[data-roll-row].current").forEach((row) => row.classList.remove("current"));
    node.closest("[data-roll-row]")?.classList.add("current");
  };
  document.addEventListener("focusin", (event) => markCurrent(event.target));

  const rollKey = (event, row) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const rows = rowsOf(row);
      const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        enterRow(next);
      }
      return true;
    }
    const letter = event.key.toUpperCase();
    if (typing(event.target) || !ROLL_KEYS.has(letter)) return false;
    const button = row.querySelector(`[data-roll-key="${letter}"]`);
    if (!button || button.disabled) return false;
    event.preventDefault();
    const again = document.getElementById(button.dataset.rollAgain ?? "");
    if (again && button.getAttribute("aria-pressed") === "true") {
      again.select();
      return true;
    }
    // A status that already shows is sent again: somebody else may have written another one meanwhile.
    enterRow(row);
    button.click();
    return true;
  };
  // A row is sent once at a time, for of two on their way either may arrive last. What is pressed or typed before the
  // new row has settled waits: of buttons the last one pressed, of times what then stands in the fields.
  const rowOf = (node) => (node instanceof Element ? node.closest("[data-roll-row]") : null);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.matches("[data-roll-row]")) sending.set(elt.id, { xhr, button: null, typed: false, isNew: false });
  });
  const wait = (event) => {
    const sent = sending.get(rowOf(event.target)?.id);
    if (!sent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.submitter?.name) sent.button = event.submitter;
    else sent.typed = true;
  };
  document.addEventListener("submit", wait, true);
  document.addEventListener("change", wait, true);
  const rowAnswered = (event) => {
    const row = document.getElementById(event.detail.requestConfig?.elt?.id ?? "");
    const sent = row && sending.get(row.id);
    if (!sent || sent.xhr !== event.detail.xhr || (sent.isNew && event.type === "htmx:afterRequest")) return;
    sending.delete(row.id);
    if (document.activeElement === document.body) enterRow(row);
    const { button } = sent;
    const again = button && row.querySelector(`button[name="${button.name}"][value="${button.value}"]`);
    if (again) {
      // twice the same key is one word; pressed in the new row, it is asked of what stands there now
      if (button.isConnected || again.getAttribute("aria-pressed") !== "true") again.click();
    } else if (sent.typed) row.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("htmx:afterSettle", rowAnswered);
  document.addEventListener("htmx:afterRequest", rowAnswered);

  // A time typed while the row's answer is on the way goes into the new row, and is sent in its turn.
  let meanwhile = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig, shouldSwap } = event.detail;
    const isNew = shouldSwap && target.matches("[data-roll-row]");
    if (isNew && sending.has(target.id)) Object.assign(sending.get(target.id), { isNew, typed: false });
    const fields = isNew ? [...target.querySelectorAll("input.time")] : [];
    meanwhile = fields.filter((field) => field.value !== (requestConfig.parameters[field.name] ?? "")).map(({ id, value }) => [id, value]);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, value] of meanwhile) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id] of meanwhile.splice(0)) {
      const field = document.getElementById(id);
      const send = () => field.dispatchEvent(new Event("change", { bubbles: true }));
      if (field && field === document.activeElement) field.addEventListener("blur", send, { once: true });
      else if (field) send();
    }
  });

  // Keys
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      const menu = document.activeElement?.closest("[data-menu]") ?? document.querySelector("[data-menu][open]");
      closeMenus();
      menu?.querySelector("summary")?.focus();
      return;
    }
    const row = rowOf(event.target);
    if (row && rollKey(event, row)) return;
    if (event.key === "?" && !typing(event.target)) {
      event.preventDefault();
      openDialog("keys");
    }
  });

  // Unsaved typing. A field saved by htmx on its own is clean again once the server has it.
  const unsaved = new Set();
  const guarded = (node) => (node instanceof Element ? node.closest("form[data-guard]") : null);
  document.addEventListener("input", (event) => {
    if (guarded(event.target)) unsaved.add(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    for (const field of unsaved) if (!field.isConnected || event.detail.elt.contains(field)) unsaved.delete(field);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((field) => field.isConnected)) event.preventDefault();
  });

  // Sent once. Forms that htmx sends are left to hx-sync and hx-disabled-elt: the last key on a roll must win.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const byScript = form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get], [data-hx-post]");
    if (form.method !== "post" || byScript || form.hasAttribute("data-resend") || event.submitter?.hasAttribute("hx-post")) return;
    if (form.dataset.sent === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.defaultPrevented) return;
    form.dataset.sent = "true";
    event.submitter?.setAttribute("aria-disabled", "true");
    for (const field of [...unsaved]) if (form.contains(field)) unsaved.delete(field);
  }, true);
  const mayResend = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[type=submit][aria-disabled=true], button:not([type])[aria-disabled=true]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(mayResend));

  // What went wrong with a request is said where messages stand.
  const say = (words) => {
    const place = document.getElementById("messages");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "note note-danger";
    note.setAttribute("role", "alert");
    note.textContent = words;
    place.replaceChildren(note);
  };
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    // 503 comes in words: the server knows whether the database or the disk is at fault.
    if (status === 503) return say(`${responseText} What you typed is still here; it is not saved yet.`);
    return say(status === 403 ? "This was refused: you may have been signed out. Copy your words, then reload." : "This did not work, and nothing was changed. Wait a moment and try again; what you typed is still here.");
  });

  // A page that opens with refusals starts there.
  document.querySelector("[data-error-summary]")?.focus();
})();
