const form = document.querySelector(".filters");
const questions = [...document.querySelectorAll(".question")];
function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const text = wanted.text.trim().toLowerCase();
  let shown = 0;
  for (const question of questions) {
    const fits = ["suite", "kind", "language", "result"].every(
      (name) => !wanted[name] || question.dataset[name] === wanted[name],
    ) && (!text || question.textContent.toLowerCase().includes(text));
    question.hidden = !fits;
    shown += fits;
  }
  form.querySelector("output").textContent = `${shown} of ${questions.length} questions`;
}
form.addEventListener("input", filter);
filter();
