// Outlines what the step of the tour speaks of, as often as the view is drawn again. Runs once.
let outlined = null;
let brought = '';
let isFocused = false;

function outline() {
  const bar = element.querySelector('.ap-tour');
  const part = bar && bar.dataset.part;
  const found = part ? [...document.querySelectorAll(part)].find((one) => one.offsetParent) : null;
  if (outlined && outlined !== found) outlined.classList.remove('ap-toured');
  outlined = found || null;
  if (!bar) brought = '';
  if (!found) return;
  found.classList.add('ap-toured');
  if (brought === bar.dataset.step) return;
  brought = bar.dataset.step;
  const box = found.getBoundingClientRect();
  if (box.top < bar.getBoundingClientRect().bottom) found.scrollIntoView({ block: 'center' });
  else if (Math.min(box.bottom, box.top + 160) > window.innerHeight) found.scrollIntoView({ block: 'nearest' });
}
new MutationObserver(outline).observe(document.body, { childList: true, subtree: true });

// Whoever goes through the tour by keys stays on its link to the next step.
element.addEventListener('click', (event) => { if (event.target.closest('.ap-tour a')) isFocused = true; });
watch('value', () => requestAnimationFrame(() => {
  outline();
  const onward = element.querySelector('.ap-tour .ap-main');
  if (isFocused && onward) onward.focus({ preventScroll: true });
  isFocused = false;
}));
requestAnimationFrame(outline);
