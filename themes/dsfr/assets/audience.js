// Counts visits with the site's own Matomo, without cookies. Nothing is sent
// when the reader said no, here or in the settings of the browser.
(function () {
  const KEY = 'mesure-audience';
  const { matomo, site } = document.currentScript.dataset;
  const asked = navigator.globalPrivacyControl || navigator.doNotTrack === '1';

  function refused() {
    try {
      return window.localStorage.getItem(KEY) === 'non';
    } catch (forbidden) {
      // A choice that cannot be kept cannot have been made.
      return false;
    }
  }

  function count() {
    const calls = (window._paq = window._paq || []);
    calls.push(['disableCookies'], ['setTrackerUrl', matomo + 'matomo.php'], ['setSiteId', site]);
    calls.push(['trackPageView'], ['enableLinkTracking']);
    const script = document.createElement('script');
    script.async = true;
    script.src = matomo + 'matomo.js';
    document.head.append(script);
  }

  // On the page that tells of it: the way to say no, and yes again.
  function offer(box) {
    const [status, button] = [box.querySelector('[role=status]'), box.querySelector('button')];
    const show = () => {
      const no = refused();
      status.textContent = no ? 'Vos visites ne sont pas comptées.' : 'Vos visites sont comptées.';
      button.textContent = no ? 'Compter mes visites' : 'Ne plus compter mes visites';
    };
    button.addEventListener('click', () => {
      try {
        if (refused()) window.localStorage.removeItem(KEY);
        else window.localStorage.setItem(KEY, 'non');
        show();
      } catch (forbidden) {
        status.textContent = 'Votre navigateur interdit de garder ce choix.';
      }
    });
    show();
    box.hidden = false;
  }

  const box = document.getElementById('mesure');
  if (asked) return;
  if (box) offer(box);
  if (!refused()) count();
})();
