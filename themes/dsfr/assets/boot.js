// Before the first paint: the look that the visitor chose, or the system's, so
// that a dark page never flashes white. Then, on pages where nothing else needs
// it, the distribution's script waits until somebody reaches for a menu.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var frame = document.currentScript.dataset.frame;
  var started = false;
  var waiting = null;

  /** The distribution's script reads and writes the same keys. */
  function paint() {
    var choice = null;
    try {
      choice = window.localStorage.getItem('scheme');
    } catch (refused) {
      // Storage may be forbidden: the system's choice stands.
    }
    if (choice !== 'dark' && choice !== 'light') choice = dark.matches ? 'dark' : 'light';
    root.setAttribute('data-fr-theme', choice);
    root.style.colorScheme = choice;
  }

  function control(event) {
    return event.target instanceof Element ? event.target.closest('button[aria-controls]') : null;
  }

  function load() {
    import(frame).catch(function (absent) {
      waiting = null;
      console.warn(absent);
    });
  }

  /** A button was reached, by a pointer or by a key: its script is on its way when it is pressed. */
  function near(event) {
    if (!started && control(event)) load();
  }

  /** One that was pressed too early is pressed again as soon as it can answer. */
  function press(event) {
    var button = started ? null : control(event);
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = button;
    load();
  }

  function answer() {
    started = true;
    ['pointerover', 'touchstart', 'focusin'].forEach(function (name) {
      document.removeEventListener(name, near, true);
    });
    document.removeEventListener('click', press, true);
    dark.removeEventListener('change', paint);
    window.requestAnimationFrame(function () {
      if (waiting && waiting.isConnected) waiting.click();
    });
  }

  window.dsfr = { mode: 'auto', production: true };
  paint();
  dark.addEventListener('change', paint);
  ['pointerover', 'touchstart', 'focusin'].forEach(function (name) {
    document.addEventListener(name, near, { capture: true, passive: true });
  });
  document.addEventListener('click', press, true);
  root.addEventListener('dsfr.start', answer, { once: true });
})();
