// The printer's dialog, once all maps are there.
const button = document.getElementById("print-now");
const images = [...document.images];
const drawn = Promise.allSettled(images.map((image) => image.decode()));
document.body.dataset.maps = images.length ? "drawing" : "drawn";
drawn.then(() => { document.body.dataset.maps = "drawn"; });
button.addEventListener("click", async () => {
  button.disabled = true;
  await drawn;
  button.disabled = false;
  window.print();
});
