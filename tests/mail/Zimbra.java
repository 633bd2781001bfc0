// What Zimbra's web client keeps of a mail: the library that it uses (OWASP Java HTML Sanitizer), under the rules that its
// public settings give, said again here; of each file, in a file beside it. Style sheets are dropped whole, which is the worst that it may do with them.
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;
import com.google.common.collect.ImmutableSet;

public final class Zimbra {
  private static final String[] COMMON = {"id", "class", "title", "dir", "lang"};

  private static final String TEXT =
      "address bdo blockquote center del div h1 h2 h3 h4 h5 h6 ins label p pre q span sub sup b big font i s small strike"
      + " tt u dir dl dt dd menu abbr acronym cite code dfn em kbd samp strong var caption fieldset";
  private static final String CELLS = "align abbr axis background bgcolor char charoff colspan headers height nowrap"
      + " rowspan scope valign width";

  public static void main(String[] words) throws Exception {
    PolicyFactory policy = policy();
    for (String name : words) {
      String html = Files.readString(Path.of(name), StandardCharsets.UTF_8);
      Files.writeString(Path.of(name + ".kept"), policy.sanitize(html), StandardCharsets.UTF_8);
    }
  }

  private static PolicyFactory policy() {
    HtmlPolicyBuilder rules = new HtmlPolicyBuilder();
    for (String name : TEXT.split(" ")) {
      element(rules, name, name.matches("div|p|h[1-6]|caption") ? "align" : "");
    }
    element(rules, "body", "background");
    element(rules, "br", "clear");
    element(rules, "hr", "align noshade size width");
    element(rules, "ol", "compact start type");
    element(rules, "ul", "compact type");
    element(rules, "li", "type value");
    element(rules, "table", "align valign background bgcolor border cellpadding cellspacing frame rules summary width");
    for (String name : "tbody thead tfoot tr".split(" ")) {
      element(rules, name, "align background bgcolor char charoff valign");
    }
    element(rules, "td", CELLS);
    element(rules, "th", CELLS);
    element(rules, "col", "span valign width");
    element(rules, "colgroup", "span valign width");
    element(rules, "img", "align alt border height hspace src vspace width usemap");
    // No class, no title: only where it leads.
    rules.allowElements("a");
    rules.allowAttributes("accesskey", "tabindex", "href", "hreflang", "name", "rel", "rev", "target", "type").onElements("a");
    rules.allowUrlProtocols("cid", "http", "https", "mailto", "data", "smb");
    for (String name : "applet frameset object script style title".split(" ")) {
      rules.disallowTextIn(name);
    }
    return rules.allowStyling(CssSchema.union(CssSchema.DEFAULT, CssSchema.withProperties(ImmutableSet.of("float")))).toFactory();
  }

  private static void element(HtmlPolicyBuilder rules, String name, String more) {
    rules.allowElements(name).allowWithoutAttributes(name);
    rules.allowAttributes(COMMON).onElements(name);
    if (!more.isEmpty()) {
      rules.allowAttributes(more.split(" ")).onElements(name);
    }
  }
}
