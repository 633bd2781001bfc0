// Before the first paint: the look that the visitor chose, or the system's, so
// that a dark page never flashes white. Then, on pages where nothing else needs
// it, the distribution's script waits until somebody reaches for a menu.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var frame = document.currentScript.dataset.frame;
  var started = false;
  var waiting = null;
  /** Five seconds, about: after that a press is given as it is. */
  var FRAMES = 300;

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
    // The distribution gives the focus back to where it has seen it, and came too late to see it.
    var reached = waiting || document.activeElement;
    if (reached) reached.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    again(FRAMES);
  }

  /** The distribution takes elements in hand over several frames, and marks those that it has. */
  function isTaken(button) {
    return Array.prototype.some.call(button.attributes, function (attribute) {
      return /^data-fr-js-.*button$/.test(attribute.name);
    });
  }

  /** Two frames later, groups have put their members in order. */
  function again(left, taken) {
    if (!waiting || !waiting.isConnected) return;
    taken = isTaken(waiting) ? (taken || 0) + 1 : 0;
    if (taken > 2 || left === 0) waiting.click();
    else window.requestAnimationFrame(function () { again(left - 1, taken); });
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
