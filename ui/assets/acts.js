// One listener for every button of a block: data-act says what to do, data-of to which thing.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button || button.disabled || !element.contains(button)) return;
  if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) return;
  if (button.classList.contains('ap-cell')) choose(button);
  trigger('click', { act: button.dataset.act, of: button.dataset.of || '' });
});

// The cells of the map are one stop of the Tab key; arrow keys move between them.
function choose(cell) {
  for (const other of element.querySelectorAll('.ap-cell[tabindex="0"]')) other.tabIndex = -1;
  for (const other of element.querySelectorAll('.ap-cell[aria-current]')) other.removeAttribute('aria-current');
  cell.tabIndex = 0;
  cell.setAttribute('aria-current', 'true');
}
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
watch('value', () => requestAnimationFrame(shown));
