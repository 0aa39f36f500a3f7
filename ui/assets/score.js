// The message of the score view and what goes with it: lines of the list that changed, the row in
// the address, the field to go to, a file to save; and what is done while the server answers.
const view = document.querySelector('#view-score');
let sent = 0;
let waiting = [];
const unfolded = new Map();

function drawn() {
  const told = element.querySelector('[data-drawn]');
  if (!told || told.dataset.drawn === element.dataset.drawn) return;
  element.dataset.drawn = told.dataset.drawn;
  document.getElementById('score-told').textContent = told.dataset.text;
  const list = document.querySelector('#score-rows');
  const had = list.contains(document.activeElement) && document.activeElement.matches('.ap-line');
  for (const part of told.querySelectorAll('[data-line]')) {
    const old = document.getElementById(part.dataset.line);
    if (old) old.outerHTML = part.dataset.html;
  }
  // What somebody chose and the server did not take is shown as it is.
  for (const box of view.querySelectorAll('input[type=radio], input[type=checkbox]')) box.checked = box.defaultChecked;
  for (const fold of view.querySelectorAll('details[id]')) if (unfolded.has(fold.id)) fold.open = unfolded.get(fold.id);
  const line = list.querySelector('.ap-line[aria-current]');
  if (line) {
    const box = list.querySelector('.ap-lines');
    const room = box.getBoundingClientRect();
    const at = line.getBoundingClientRect();
    if (at.top < room.top + 60 || at.bottom > room.bottom - 20) box.scrollTop += at.top - room.top - room.height / 3;
    if (had) line.focus({ preventScroll: true });
  }
  if (told.dataset.row && view.offsetParent) window.anpingAt?.(told.dataset.row);
  if (told.dataset.focus) document.getElementById(told.dataset.focus)?.focus();
  if (told.dataset.file) save(told.dataset.file, told.dataset.base64);
  sent = 0;
  // What was meant for the next row must not reach one that could not be saved.
  if (view.querySelector('#score-row .ap-fault')) waiting = [];
  again();
}
function save(name, base64) {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
watch('value', () => requestAnimationFrame(() => requestAnimationFrame(drawn)));

// One act at a time, in the order in which they were done: two requests on their way at once may
// arrive the other way round. What is done before the answer waits for it.
function again() {
  const next = waiting.shift();
  if (!next) return;
  if (next.key) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: next.key, bubbles: true }));
  else if (next.box) change(next.box, next.checked);
  else buttons().find((one) => one.dataset.act === next.act && one.dataset.of === next.of)?.click();
  if (!sent) again();
}
function change(id, checked) {
  const box = document.getElementById(id);
  if (!box) return;
  box.checked = checked;
  box.dispatchEvent(new Event('change', { bubbles: true }));
}
function buttons() {
  return [...view.querySelectorAll('button[data-act]')].filter((one) => !one.disabled);
}
function isWaiting() {
  return sent && Date.now() - sent < 4000;
}
function wait(event, what) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (waiting.length < 20) waiting.push(what);
}
window.addEventListener('keydown', (event) => {
  if (!event.isTrusted || !view.offsetParent || event.isComposing) return;
  const field = event.target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, dialog');
  if (field) {
    const isSent = event.key === 'Enter' && view.contains(field) && field.form && (field.matches('input') || event.ctrlKey || event.metaKey);
    if (isSent) sent = Date.now();
    return;
  }
  if (!isWaiting() || event.ctrlKey || event.metaKey || event.altKey) return;
  const isWanted = [...view.querySelectorAll('[data-keys]')].some((one) => one.dataset.keys.split(' ').includes(event.key));
  if (isWanted) wait(event, { key: event.key });
}, true);

function isChanged(form) {
  return [...form.querySelectorAll('input[type=number], input[type=text], textarea')].some((one) => one.value !== one.defaultValue);
}
document.addEventListener('click', (event) => {
  if (!view.contains(event.target)) return;
  const pick = event.target.closest('[data-pick]');
  if (pick) return;
  const button = event.target.closest('button[data-act]');
  if (!button || button.disabled) return;
  const { act, of } = button.dataset;
  if (isWaiting()) { wait(event, { act, of }); return; }
  // Going elsewhere first saves what was typed.
  const form = view.querySelector('form.ap-judge');
  if (form && !form.contains(button) && !['undo', 'discard'].includes(act) && isChanged(form)) {
    wait(event, { act, of });
    form.querySelector('#score-keep').click();
    return;
  }
  if (!button.dataset.confirm) sent = Date.now();
}, true);
document.addEventListener('change', (event) => {
  const box = event.target.closest('input[data-act], select[data-act]');
  if (!box || !view.contains(box)) return;
  if (isWaiting() && box.matches('input')) wait(event, { box: box.id, checked: box.checked });
  else sent = Date.now();
}, true);

// What was unfolded stays so when its block is drawn again.
view.addEventListener('click', (event) => {
  const fold = event.target.closest('summary')?.parentElement;
  if (fold?.id) unfolded.set(fold.id, !fold.open);
});
