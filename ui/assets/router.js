// Moves the page between places without loading it again, and hears the keyboard. Runs once.
const root = document.documentElement;
let isFirst = true;
let moves = 0;

// What the server drew at the top says where the page is now.
function drawn() {
  const top = element.querySelector('.ap-top');
  if (!top) return;
  // The answer to a move that another has followed: where the page is, is known better here.
  if (Number(element.querySelector('[data-move]').dataset.move) < moves) return;
  const { address, view, lang, title } = top.dataset;
  root.lang = lang;
  document.title = title;
  root.style.setProperty('--ap-drop', JSON.stringify(top.dataset.drop));
  const moved = document.body.dataset.view !== view;
  document.body.dataset.view = view;
  if (address !== location.search) {
    if (isFirst) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
  }
  if (!isFirst && moved) window.scrollTo(0, 0);
  isFirst = false;
  delete document.body.dataset.waiting;
}
watch('value', drawn);
drawn();

// Every move says all that the page should be, and its number: of two in a row only the later counts.
let tongue = '';
function move(address) {
  moves += 1;
  document.body.dataset.waiting = '';
  const gate = window.anpingGates?.[viewOf(address)];
  if (gate) gate({ address, language: tongue, number: String(moves) });
  else location.assign(address);
}

function viewOf(address) {
  return new URLSearchParams(address).get('view') || 'home';
}
function go(address) {
  const before = viewOf(location.search);
  const view = viewOf(address);
  if (address !== location.search) history.pushState(null, '', address);
  document.body.dataset.view = view;
  if (view !== before) {
    window.scrollTo(0, 0);
    landed = view;
  }
  move(address);
}
window.anpingGo = go;

// What is chosen inside a view becomes part of the address; the view draws it by itself.
window.anpingAt = (at) => {
  for (const cell of document.querySelectorAll('.ap-cell[data-at]')) {
    const is = cell.dataset.at === at;
    cell.tabIndex = is ? 0 : -1;
    if (is) cell.setAttribute('aria-current', 'true'); else cell.removeAttribute('aria-current');
  }
  const place = new URLSearchParams(location.search);
  if (place.get('at') === at) return;
  if (at) place.set('at', at); else place.delete('at');
  history.pushState(null, '', `?${place}`);
};

// Whoever does not see the page hears where it went: the focus goes to the view's heading.
let landed = '';
new MutationObserver(() => {
  if (!landed) return;
  const heading = document.querySelector(`#view-${landed} h2`);
  if (!heading || !heading.offsetParent) return;
  landed = '';
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}).observe(document.body, { childList: true, subtree: true });

window.addEventListener('popstate', () => {
  document.body.dataset.view = viewOf(location.search);
  move(location.search);
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-place]');
  for (const fold of document.querySelectorAll('details.ap-menu[open]')) {
    if (!fold.contains(event.target) || link) fold.open = false;
  }
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const address = link.getAttribute('href');
  // The top may still be that of the place before; its views are meant for the case gone to.
  const chosen = new URLSearchParams(location.search).get('case');
  const isLate = 'waiting' in document.body.dataset && chosen && link.closest('.ap-top nav');
  const meant = new URLSearchParams(address);
  if (isLate) meant.set('case', chosen);
  go(isLate ? `?${meant}` : address);
  // The tour keeps the focus on its own links.
  if (link.closest('.ap-tour')) landed = '';
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  tongue = button.dataset.of;
  move(location.search);
});

// Single keys: an element says with data-keys which ones choose it; only what is in view hears.
const KEYS_OFF = 'anping-keys-off';
function isTyping(target) {
  return target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true], dialog');
}
function keyed() {
  return [...document.querySelectorAll('[data-keys]')].filter((one) => one.offsetParent && !one.disabled);
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.activeElement && isTyping(document.activeElement) && !event.isComposing) {
    document.activeElement.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (localStorage.getItem(KEYS_OFF)) return;
  if (event.key === '?') { help(); return; }
  // Enter and the space bar belong to the button or link that has the focus.
  if (['Enter', ' '].includes(event.key) && event.target.closest('button, a, summary, [role=button]')) return;
  if (event.key.startsWith('Arrow') && event.target.closest('[role=radiogroup], .ap-cell, input')) return;
  const wanted = keyed().find((one) => one.dataset.keys.split(' ').includes(event.key === ' ' ? 'Space' : event.key));
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches('input, textarea, select')) { wanted.focus(); wanted.select?.(); } else wanted.click();
});

function help() {
  const top = element.querySelector('.ap-top');
  const dialog = document.createElement('dialog');
  dialog.className = 'ap-keys';
  const title = document.createElement('h2');
  title.textContent = top.dataset.keysTitle;
  const list = document.createElement('dl');
  for (const one of keyed()) {
    const key = document.createElement('dt');
    const does = document.createElement('dd');
    for (const name of one.dataset.keys.split(' ')) {
      const cap = document.createElement('kbd');
      cap.textContent = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }[name] || name;
      key.append(cap, ' ');
    }
    does.textContent = one.dataset.keysFor || one.getAttribute('aria-label') || one.labels?.[0]?.textContent || one.textContent;
    list.append(key, does);
  }
  const off = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = !localStorage.getItem(KEYS_OFF);
  box.addEventListener('change', () => (box.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, '1')));
  off.append(box, ' ', top.dataset.keysSwitch);
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'ap-button';
  close.textContent = top.dataset.keysClose;
  close.addEventListener('click', () => dialog.close());
  dialog.append(title, list.children.length ? list : document.createElement('hr'), off, close);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
document.addEventListener('click', (event) => { if (event.target.closest('[data-help]')) help(); });

// A server that does not answer, or is another than the one the page is of, is told; nothing typed
// is lost.
const known = window.gradio_config?.app_id;
let failed = 0;
async function ask() {
  const told = element.querySelector('.ap-connection');
  if (!told) return;
  try {
    const answer = await fetch('gradio_api/app_id', { cache: 'no-store' });
    if (answer.status === 401) { signedOut(told); return; }
    const { app_id: id } = await answer.json();
    told.textContent = Date.now() < failed ? told.dataset.failed : '';
    if (known !== undefined && known !== id) offerReload(told, told.dataset.restarted);
    else if ((answer.headers.get('x-anping-account') || '') !== accountOf()) offerReload(told, told.dataset.another);
  } catch {
    told.textContent = told.dataset.offline;
  }
}
function accountOf() { return element.querySelector('.ap-top').dataset.account; }
function offerReload(told, words) {
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'ap-button';
  again.textContent = told.dataset.reload;
  again.addEventListener('click', () => location.reload());
  told.replaceChildren(words, ' ', again);
}
// The session is over: one signs in beside this page, which keeps what was typed.
function signedOut(told) {
  if (told.querySelector('a')) return;
  const there = document.createElement('a');
  there.className = 'ap-button';
  there.target = '_blank';
  there.href = told.dataset.signInAt;
  there.textContent = told.dataset.signIn;
  told.replaceChildren(told.dataset.signedOut, ' ', there);
}
ask();
setInterval(ask, 5000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
// Whoever leaves leaves no drafts behind for the next one at this browser.
element.addEventListener('submit', (event) => { if (event.target.matches('[data-leave]')) sessionStorage.clear(); });
// What gradio would say of a fault, in English and over the page's corner, is said here.
new MutationObserver((changes) => {
  const isFault = (node) => node.nodeType === 1 && (node.matches('.toast-body.error') || node.querySelector('.toast-body.error'));
  if (!changes.some((change) => [...change.addedNodes].some(isFault))) return;
  failed = Date.now() + 8000;
  delete document.body.dataset.waiting;
  ask();
}).observe(document.body, { childList: true, subtree: true });
