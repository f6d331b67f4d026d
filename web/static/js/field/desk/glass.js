// Signing on the glass: a finger, a pen or the mouse draws; the form carries the drawing as a PNG.
for (const form of document.querySelectorAll(".sign-form")) {
  const canvas = form.querySelector("canvas");
  const ink = canvas.getContext("2d");
  const said = form.querySelector(".glass-said");
  let drawn = 0;
  let pen = null;

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * canvas.width,
      ((event.clientY - box.top) / box.height) * canvas.height,
    ];
  };
  const wipe = () => {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    drawn = 0;
    said.textContent = "";
  };

  ink.lineWidth = 5;
  ink.lineCap = ink.lineJoin = "round";
  ink.strokeStyle = "#000";
  canvas.addEventListener("pointerdown", (event) => {
    pen = event.pointerId;
    canvas.setPointerCapture(pen);
    ink.beginPath();
    ink.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen) return;
    ink.lineTo(...at(event));
    ink.stroke();
    drawn += 1;
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      pen = null;
    });
  form.querySelector(".wipe").addEventListener("click", wipe);
  form.addEventListener("submit", (event) => {
    if (drawn < 2) {
      event.preventDefault();
      said.textContent = form.dataset.empty;
      return;
    }
    form.elements.drawn.value = canvas.toDataURL("image/png");
  });
}
document.body.dataset.ready = "1";
