// SPDX-License-Identifier: Apache-2.0

import Base

/// A self-contained HTML page: no network access or font is needed, and nothing is missing where no
/// script runs. It follows the reader's light or dark mode, has landmarks and headers for screen
/// readers, and gives no meaning by colour alone.
struct HtmlPage {
  let title: String
  /// A line below the title.
  let about: String
  /// The generator: `pvkit 0.2.0`.
  let maker: String
  /// A script element at the end of the page; empty for none.
  var script = ""
  private var parts: [(id: String, title: String, html: String)] = []

  init(title: String, about: String, maker: String) {
    (self.title, self.about, self.maker) = (title, about, maker)
  }

  /// - Parameters:
  ///   - id: the id of the section, for links.
  ///   - html: the contents of the section.
  mutating func add(_ id: String, _ title: String, _ html: String) {
    parts.append((id, title, html))
  }

  /// The whole file.
  var html: String {
    let links = parts.map { "<li><a href=\"#\($0.id)\">\($0.title.markup)</a></li>" }
    let list = "<ul>\(links.joined())</ul>"
    let contents =
      parts.count > Self.mostShownLinks
      ? "<details><summary>Contents</summary>\(list)</details>" : list
    let nav =
      parts.count > 1 ? "<nav aria-label=\"Contents\">\(contents)</nav>\n" : ""
    let sections = parts.map {
      "<section id=\"\($0.id)\" aria-labelledby=\"\($0.id)-title\">\n"
        + "<h2 id=\"\($0.id)-title\">\($0.title.markup)</h2>\n\($0.html)\n</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="\(maker.markup)">
      <title>\(title.markup)</title>
      <style>\(Self.style)\(ImageFilter.style)</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <header><h1>\(title.markup)</h1><p>\(about.markup)</p></header>
      \(nav)<main id="content" tabindex="-1">
      \(sections.joined())</main>
      <footer><p>Written by \(maker.markup).</p></footer>
      \(script)</body>
      </html>

      """
  }

  /// The most links that the page opens with; more are folded up.
  private static let mostShownLinks = 8

  /// In a narrow window, a row of the summary is an image and its result, each as wide as the window,
  /// with the counts below.
  private static let style = """
    :root{color-scheme:light dark;--back:#fff;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;\
    --link:#0550ae;--bad:#b3261e;--warn:#7a4f00;--good:#116329}\
    @media(prefers-color-scheme:dark){:root{--back:#0d1117;--ink:#e6edf3;--dim:#9aa4af;--line:#30363d;\
    --soft:#161b22;--link:#79b8ff;--bad:#ff8a80;--warn:#f0b64a;--good:#7ee787}}\
    *{box-sizing:border-box}\
    body{margin:0 auto;max-width:76rem;padding:1rem 1.5rem 3rem;background:var(--back);color:var(--ink);\
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}\
    h1{font-size:1.6rem;margin:.5rem 0 0;overflow-wrap:anywhere}h2{font-size:1.25rem;margin:2.2rem 0 .6rem;\
    overflow-wrap:anywhere;border-bottom:1px solid var(--line);padding-bottom:.25rem}\
    h3{font-size:1.05rem;margin:1.6rem 0 .4rem}header p,footer p,.dim{color:var(--dim)}\
    a{color:var(--link)}a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);\
    outline-offset:2px}.skip{position:absolute;left:-100vw}.skip:focus{position:static}\
    nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0}\
    .scroll{overflow-x:auto;max-width:100%}\
    table{border-collapse:collapse;margin:.5rem 0;font-size:.92rem}caption{text-align:left;color:var(--dim);\
    padding:.2rem 0}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}\
    thead th{background:var(--soft)}td.n{text-align:right;font-variant-numeric:tabular-nums}\
    code,pre,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;\
    font-size:.88em}pre{background:var(--soft);border:1px solid var(--line);padding:.6rem .8rem;overflow-x:auto}\
    td.code{white-space:nowrap}.error,.refuse,.crash{color:var(--bad);font-weight:600}\
    .warning{color:var(--warn);font-weight:600}.accept,.clean{color:var(--good);font-weight:600}\
    article{border:1px solid var(--line);border-left-width:.4rem;border-radius:.3rem;padding:.2rem 1rem .6rem;\
    margin:.8rem 0}article.error{border-left-color:var(--bad)}article.warning{border-left-color:var(--warn)}\
    article,article p{font-weight:400;color:var(--ink)}article h3{margin:.5rem 0 .2rem}\
    article.finding{color:var(--ink)}summary{cursor:pointer;color:var(--link)}svg{max-width:max(100%,48rem);height:auto}\
    caption h3{color:var(--ink);margin:1rem 0 .2rem}.away{position:absolute;width:1px;height:1px;\
    overflow:hidden;clip-path:inset(50%);white-space:nowrap}\
    #summary :is(th,td):nth-child(-n+2){min-width:8rem;overflow-wrap:anywhere}\
    @media(max-width:48rem){td:last-child:not(.n):not(.code){min-width:12rem}}\
    @media(max-width:30rem){body{padding:.6rem .8rem 2rem}h1{font-size:1.35rem}th,td{padding:.25rem .4rem}\
    article{padding:.1rem .7rem .5rem}#summary table{font-size:.8rem}}\
    @media screen and (max-width:48rem){\
    #summary table,#summary caption,#summary thead,#summary tbody{display:block}\
    #summary tr:not(.out){display:flex;flex-wrap:wrap;margin-bottom:.5rem}#summary .scroll{padding-right:1px}\
    #summary :is(th,td){flex:1 1 0;min-width:0;margin:0 -1px -1px 0;padding:.25rem .4rem}\
    #summary :is(th,td):nth-child(-n+2){flex-basis:calc(100% + 1px);min-width:0}\
    #summary :is(th,td):nth-child(n+3){text-align:right}}\
    @media print{nav,.skip{display:none}details>*{display:block}\
    details::details-content{display:block;content-visibility:visible}}
    """
}

/// Elements of a page.
enum Html {
  /// How the caption of a table is shown.
  enum CaptionLook {
    case line, heading
    /// Only to screen readers, because the heading before the table says the same.
    case hidden
  }

  /// A table with a header for each column; the first cell of a row is the row's header.
  ///
  /// - Parameters:
  ///   - rows: the cells of each row, with their HTML and CSS class.
  ///   - subject: what distinguishes the table from others with that caption, for screen readers;
  ///     nil if there are no others.
  static func table(
    _ caption: String, _ heads: [String], _ rows: [[Cell]], look: CaptionLook = .line,
    of subject: String? = nil
  ) -> String {
    let name = caption + (subject.map { ": " + $0 } ?? "")
    let more = subject.map { "<span class=\"away\">: \($0.markup)</span>" } ?? ""
    let words =
      switch look {
      case .line: caption.markup + more
      case .heading: "<h3>\(caption.markup)\(more)</h3>"
      case .hidden: "<span class=\"away\">\(name.markup)</span>"
      }

    let head = heads.map { "<th scope=\"col\">\($0.markup)</th>" }.joined()
    let body = rows.map { row in
      "<tr>"
        + row.enumerated().map { index, cell in
          let look = cell.look.isEmpty ? "" : " class=\"\(cell.look.markup)\""
          return index == 0
            ? "<th scope=\"row\"\(look)>\(cell.html)</th>" : "<td\(look)>\(cell.html)</td>"
        }.joined() + "</tr>"
    }.joined(separator: "\n")
    return """
      <div class="scroll" role="region" aria-label="\(name.markup)" tabindex="0">
      <table><caption>\(words)</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)
      </tbody></table></div>
      """
  }

  struct Cell: Sendable {
    let html: String
    let look: String

    init(_ text: String, _ look: String = "") {
      html = text.markup
      self.look = look
    }

    init(html: String, _ look: String = "") {
      self.html = html
      self.look = look
    }
  }

  static func paragraph(_ text: String, _ look: String = "") -> String {
    "<p\(look.isEmpty ? "" : " class=\"\(look)\"")>\(text.markup)</p>"
  }
}
