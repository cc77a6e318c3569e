// "Exit this page": the page is gone at once, and its place in the history is taken by the next one. Escape three times
// within three seconds does the same. Without scripts it is a link.
(() => {
  const link = document.querySelector("[data-exit]");
  const within = 3000;
  let pressed = [];

  const leave = () => {
    document.body.hidden = true;
    document.title = "";
    window.location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      pressed = [];
    } else if (!event.repeat) {
      pressed = [...pressed.filter((at) => event.timeStamp - at < within), event.timeStamp];
      if (pressed.length > 2) leave();
    }
  });
})();
