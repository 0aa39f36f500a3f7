// A handler moves the page by drawing where to go.
watch('value', () => {
  const wanted = element.querySelector('[data-go]');
  if (wanted && window.anpingGo) window.anpingGo(wanted.dataset.go);
});
