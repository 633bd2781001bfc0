// Arrows choose a tab; the distribution leaves the focus on the one before, so
// that a screen reader says nothing of the new one: the focus follows here.
document.addEventListener('keydown', ({ key, target }) => {
  const list = ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key) && target.closest?.('[role=tablist]');
  if (list) requestAnimationFrame(() => list.querySelector('[aria-selected=true]')?.focus());
}, true);
