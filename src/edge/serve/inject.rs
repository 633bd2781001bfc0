//! The reload script, added to a page at the answer and nowhere else.
use std::net::SocketAddr;

use crate::edge::serve::headers::reloading;

/// The page with its script, just before the body ends; a policy written in
/// the page is opened to that script's own folder, as the header's is.
pub fn inject(page: &[u8], round: u64, address: SocketAddr) -> Vec<u8> {
    let script = format!(
        "<script type=\"module\" src=\"/_kiosque/client.js\" data-round=\"{round}\" id=\"kiosque-client\"></script>"
    );
    let at = end_of_body(page).unwrap_or(page.len());
    let (before, after) = page.split_at(at);
    let mut made = Vec::with_capacity(page.len() + script.len() + 128);
    made.extend_from_slice(&open(before, address));
    made.extend_from_slice(script.as_bytes());
    made.extend_from_slice(after);
    made
}

fn end_of_body(page: &[u8]) -> Option<usize> {
    let mut ends = memchr::memmem::rfind_iter(page, b"</");
    ends.find(|at| page.get(at + 2..at + 6).is_some_and(|name| name.eq_ignore_ascii_case(b"body")))
}

/// `content="…"` of the policy's `<meta>`, when there is one in the head.
fn open(page: &[u8], address: SocketAddr) -> Vec<u8> {
    const MARK: &[u8] = b"http-equiv=\"Content-Security-Policy\" content=\"";
    let Some(start) = memchr::memmem::find(page, MARK).map(|at| at + MARK.len()) else {
        return page.to_vec();
    };
    let Some(end) = memchr::memchr(b'"', &page[start..]).map(|length| start + length) else {
        return page.to_vec();
    };
    let Ok(policy) = std::str::from_utf8(&page[start..end]) else { return page.to_vec() };
    let opened = reloading(policy, address);
    [&page[..start], opened.as_bytes(), &page[end..]].concat()
}

#[cfg(test)]
mod tests {
    use crate::edge::serve::inject::inject;

    #[test]
    fn the_script_comes_last_in_the_body_and_a_written_policy_lets_it_ask() {
        let address = ([127, 0, 0, 1], 1111).into();
        let made = |page: &str| String::from_utf8(inject(page.as_bytes(), 7, address)).unwrap();
        let page = "<p></body> dit-on</p><script>'</body>'</script></BODY></html>";
        assert!(
            made(page)
                .contains("</script><script type=\"module\" src=\"/_kiosque/client.js\" data-round=\"7\"")
        );
        assert!(made(page).ends_with("</script></BODY></html>"));
        assert!(made("<p>sans fin").starts_with("<p>sans fin<script"));
        assert!(made("").starts_with("<script"));
        let policy =
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><body></body>";
        let opened = "default-src 'none'; connect-src http://localhost:1111/_kiosque/ http://127.0.0.1:1111/_kiosque/\"";
        assert!(made(policy).contains(opened), "{}", made(policy));
    }
}
