// The printer's dialog, once all maps are there. They come two at a time, so that others are answered meanwhile.
const button = document.getElementById("print-now");
const said = document.getElementById("maps-said");
const images = [...document.images];
const waiting = [...images];
let there = 0;

function say() {
  const done = there === images.length;
  document.body.dataset.maps = done ? "drawn" : "drawing";
  if (said)
    said.textContent = done
      ? ""
      : said.dataset.words.replace("{there}", there).replace("{all}", images.length);
}

async function draw() {
  for (let image = waiting.shift(); image; image = waiting.shift()) {
    image.loading = "eager";
    try {
      await image.decode();
    } catch {
      /* the caption stands without its map */
    }
    there += 1;
    say();
  }
}

say();
const drawn = Promise.all([draw(), draw()]);
button.addEventListener("click", async () => {
  button.disabled = true;
  await drawn;
  button.disabled = false;
  window.print();
});
