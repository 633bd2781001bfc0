// Before the first paint: the theme the visitor chose, or the system's, so that
// a dark page never flashes white. Runs alone; the distribution's script, which
// comes later, reads and writes the same keys.
(function () {
  var root = document.documentElement;
  var choice = null;
  try {
    choice = window.localStorage.getItem('scheme');
  } catch (refused) {
    // Storage may be forbidden: the system's choice stands.
  }
  if (choice !== 'dark' && choice !== 'light') {
    choice = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.setAttribute('data-fr-theme', choice);
  root.style.colorScheme = choice;
  window.dsfr = { mode: 'auto', production: true };
})();
