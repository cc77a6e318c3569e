/* Passkeys: the browser is asked for one when the form is sent, and what it says goes with the form. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseCreationOptionsFromJSON) return;
  const given = document.getElementById("passkey-options");
  const options = given ? JSON.parse(given.textContent) : null;
  const asked = {
    create: async () => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey) }),
    get: async () => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey) }),
    login: async (form) => {
      const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
      const { request_options } = await answer.json();
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(request_options.publicKey) });
    },
  };
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const problem = form.querySelector("[data-passkey-problem]");
      try {
        if (form.dataset.passkey === "create") {
          const wanted = options.creation_options.publicKey;
          const alone = form.querySelector("[name=passwordless]")?.checked;
          wanted.authenticatorSelection = { ...wanted.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: !!alone, userVerification: alone ? "required" : "discouraged" };
        }
        const credential = await asked[form.dataset.passkey](form);
        form.elements.namedItem("credential").value = JSON.stringify(credential);
        form.submit();
      } catch {
        problem.hidden = false;
        problem.textContent = "No passkey was used. Try again, or go another way.";
      }
    }, true);
  });
})();
