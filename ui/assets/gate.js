// Every view has a gate: a move to the view goes through it, so that the answer names its blocks only.
const gate = element.querySelector('[data-gate]').dataset.gate;
window.anpingGates = { ...window.anpingGates, [gate]: (fields) => trigger('click', { act: 'move', fields }) };
