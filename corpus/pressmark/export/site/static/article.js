// The switches of an article's page: each one is a class of its text.
const text = document.getElementById("text");
for (const name of ["raw", "kinds", "notes"]) {
  const box = document.getElementById(name);
  if (!text || !box) continue;
  const apply = () => text.classList.toggle(name, box.checked);
  box.addEventListener("change", apply);
  apply();
}
