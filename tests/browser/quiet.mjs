// A page loads without a word: no error, no missing file, no other host, no breach of the policy.

/** Starts listening; the returned list grows as the page misbehaves. */
export async function watch(tab, origin) {
  const said = [];
  const own = (url) => url.startsWith(origin) || /^(data|blob|about|chrome-error):/.test(url);
  await tab.exposeFunction('__breach', (breach) => said.push(`policy: ${breach}`));
  await tab.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
    window.__breach(`${event.effectiveDirective} refuses ${event.blockedURI} ${event.sourceFile ?? ''} ${event.sample ?? ''}`);
  }));
  tab.on('pageerror', (error) => said.push(`exception: ${error.message}`));
  tab.on('console', (message) => {
    const loading = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !loading) said.push(`console: ${message.text()}`);
  });
  tab.on('response', (response) => {
    const asked = response.request();
    if (response.status() >= 400 && !asked.isNavigationRequest()) said.push(`${response.status()} ${response.url()}`);
  });
  tab.on('request', (request) => {
    const framed = request.frame() !== tab.mainFrame();
    if (!own(request.url()) && !framed) said.push(`another host: ${request.url()}`);
  });
  return said;
}
