// One listener for every button of a block: data-act says what to do, data-of to which thing. The
// inputs of the button's form go with it.
function told(button) {
  if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) return;
  if (button.dataset.at !== undefined) window.anpingAt?.(button.dataset.at);
  const form = button.closest('form');
  if (form && !button.hasAttribute('formnovalidate') && !form.reportValidity()) return;
  trigger('click', { act: button.dataset.act, of: button.dataset.of || '', fields: form ? fieldsOf(form) : button.name ? { [button.name]: button.value } : {} });
}
function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields[name] = name in fields ? `${fields[name]},${value}` : value;
  }
  return fields;
}
element.addEventListener('click', (event) => {
  // A button that opens the choice of a file which stands elsewhere on the page.
  const pick = event.target.closest('[data-pick]');
  if (pick && element.contains(pick)) { document.querySelector(pick.dataset.pick)?.click(); return; }
  const button = event.target.closest('button[data-act]');
  if (!button || button.disabled || !element.contains(button)) return;
  event.preventDefault();
  if (button.classList.contains('ap-print')) window.print();
  else told(button);
});
// Enter in a field, or Ctrl+Enter in a text area, is the form's first button.
element.addEventListener('submit', (event) => event.preventDefault());
element.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing) return;
  const field = event.target.closest('form input:not([type=checkbox]):not([type=radio]), form textarea');
  if (!field) return;
  if (field.matches('textarea') && !event.ctrlKey && !event.metaKey && !field.hasAttribute('data-enter')) return;
  if (event.shiftKey) return;
  event.preventDefault();
  const button = field.form.querySelector('button[data-act].ap-main') || field.form.querySelector('button[data-act]');
  if (button && !button.disabled) told(button);
});
// A choice with data-act tells at once that it was made.
element.addEventListener('change', (event) => {
  const field = event.target.closest('input[data-act], select[data-act]');
  if (field) told(field);
});

// What is typed is kept in the browser under the name in data-draft, and put back when the block is
// drawn again, until the server draws the same words or something that says data-draft-done.
const DRAFT = 'anping-draft:';
element.addEventListener('input', (event) => {
  const field = event.target.closest('[data-draft]');
  if (!field) return;
  try { sessionStorage.setItem(DRAFT + field.dataset.draft, field.value); } catch { /* no room: the page still has it */ }
});
const draftOf = {};
function drafted() {
  for (const done of element.querySelectorAll('[data-draft-done]')) sessionStorage.removeItem(DRAFT + done.dataset.draftDone);
  for (const field of element.querySelectorAll('[data-draft]')) {
    // Another draft under the same field: what it held was sent.
    const before = draftOf[field.id];
    draftOf[field.id] = field.dataset.draft;
    if (before !== undefined && before !== field.dataset.draft) {
      sessionStorage.removeItem(DRAFT + before);
      field.value = field.defaultValue;
    }
    const kept = sessionStorage.getItem(DRAFT + field.dataset.draft);
    if (kept === null) continue;
    if (kept === field.value) sessionStorage.removeItem(DRAFT + field.dataset.draft);
    else field.value = kept;
  }
}
// What was being typed when the block is drawn again stays under the fingers.
let held = null;
element.addEventListener('focusin', (event) => {
  const field = event.target.closest('[data-keep-focus], [data-draft]');
  held = field ? field.id : null;
});
element.addEventListener('focusout', (event) => { if (event.relatedTarget) held = null; });
element.addEventListener('keydown', (event) => { if (event.key === 'Escape') held = null; });
function refocused() {
  if (!held || document.activeElement !== document.body) return;
  const field = document.getElementById(held);
  // What is gone does not get the focus when it is drawn again some time later.
  if (!field) { held = null; return; }
  field.focus({ preventScroll: true });
  if (field.value && !['number', 'checkbox', 'radio'].includes(field.type)) field.setSelectionRange(field.value.length, field.value.length);
}

// The cells of the map are one stop of the Tab key; arrow keys move between them.
function beside(cell, key) {
  const cells = [...element.querySelectorAll('.ap-cell')];
  const at = cells.indexOf(cell);
  if (key === 'ArrowRight') return cells[at + 1];
  if (key === 'ArrowLeft') return cells[at - 1];
  if (key === 'Home') return cells[0];
  if (key === 'End') return cells[cells.length - 1];
  const here = cell.getBoundingClientRect();
  const down = key === 'ArrowDown';
  const rows = cells.map((other) => [other, other.getBoundingClientRect()])
    .filter(([, box]) => (down ? box.top > here.top + 2 : box.top < here.top - 2))
    .sort(([, a], [, b]) => (down ? a.top - b.top : b.top - a.top) || Math.abs(a.left - here.left) - Math.abs(b.left - here.left));
  return rows.length ? rows[0][0] : undefined;
}
element.addEventListener('keydown', (event) => {
  const cell = event.target.closest('.ap-cell');
  if (cell && ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)) {
    event.preventDefault();
    const next = beside(cell, event.key);
    if (!next) return;
    for (const other of element.querySelectorAll('.ap-cell[tabindex="0"]')) other.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
});

// What was asked for is brought into view: the mark on its page, the top of a list.
function shown() {
  const sheet = element.querySelector('.ap-sheet-window');
  const mark = element.querySelector('.ap-mark, .ap-marked');
  if (sheet && mark) {
    const gap = mark.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
    const side = mark.getBoundingClientRect().left - sheet.getBoundingClientRect().left;
    sheet.scrollTop += gap - sheet.clientHeight / 3;
    sheet.scrollLeft += side - 40;
  } else if (sheet) {
    sheet.scrollTop = 0;
  }
  const head = element.querySelector('.ap-review-head');
  if (head && head.dataset.of !== element.dataset.of) {
    element.dataset.of = head.dataset.of;
    const top = head.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight - 200) head.scrollIntoView({ block: 'start' });
  }
}
// What was folded out or in stays so when the block is drawn again.
const folded = {};
element.addEventListener('toggle', (event) => { if (event.target.id) folded[event.target.id] = event.target.open; }, true);
function unfolded() {
  for (const one of element.querySelectorAll('details[id]')) if (one.id in folded && !one.hasAttribute('data-open')) one.open = folded[one.id];
}
watch('value', () => { unfolded(); requestAnimationFrame(() => { drafted(); refocused(); shown(); }); });
requestAnimationFrame(drafted);

// A file that the server draws is saved once.
watch('value', () => {
  const file = element.querySelector('a[data-download]');
  if (file && element.dataset.downloaded !== file.dataset.download) {
    element.dataset.downloaded = file.dataset.download;
    file.click();
  }
});
// The latest words of a conversation are in view.
watch('value', () => requestAnimationFrame(() => {
  const thread = element.querySelector('.ap-thread');
  const last = thread && [...thread.querySelectorAll('.ap-question')].pop();
  if (last) thread.scrollTop += last.getBoundingClientRect().top - thread.getBoundingClientRect().top;
}));
