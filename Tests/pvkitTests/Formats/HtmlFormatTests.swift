// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@testable import Reports

/// Pages of HTML, as a browser shows them.
@Suite struct HtmlFormatTests {
  /// Asks the page, in headless Chromium without network, what a reader would stumble over.
  private static let probe = """
    <script>
    addEventListener("load", () => {
      const faults = [];
      const boxes = [...document.querySelectorAll("svg")].map(svg =>
        [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]));
      for (const texts of boxes)
        for (let i = 0; i < texts.length; i++)
          for (let j = i + 1; j < texts.length; j++) {
            const [a, b] = [texts[i][1], texts[j][1]];
            if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
              faults.push("overlap: " + texts[i][0] + " / " + texts[j][0]);
          }
      for (const box of document.querySelectorAll(".scroll"))
        if (innerWidth >= 1100 && box.querySelector("svg") && box.scrollWidth > box.clientWidth)
          faults.push("a picture is wider than the page");
      for (const svg of document.querySelectorAll("svg")) {
        const signs = [...svg.querySelectorAll("circle.error,polygon.warning")].map(s => s.getBoundingClientRect());
        for (let i = 0; i < signs.length; i++)
          for (let j = i + 1; j < signs.length; j++)
            if (signs[i].left < signs[j].right && signs[j].left < signs[i].right
              && signs[i].top < signs[j].bottom && signs[j].top < signs[i].bottom)
              faults.push("a sign over another one");
        const frame = svg.getBoundingClientRect();
        for (const text of svg.querySelectorAll("text"))
          if (text.getBoundingClientRect().right > frame.right + 1) faults.push("cut off: " + text.textContent);
        for (const text of svg.querySelectorAll("text"))
          if (/[^ ]…$/.test(text.textContent)) faults.push("cut within a word: " + text.textContent);
        if (!svg.querySelector("title")) faults.push("a picture without a title");
      }
      const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
      if (new Set(ids).size != ids.length) faults.push("an id twice");
      for (const link of document.querySelectorAll("a[href^='#']"))
        if (!document.getElementById(link.getAttribute("href").slice(1)))
          faults.push("a dead link: " + link.getAttribute("href"));
      for (const table of document.querySelectorAll("table")) {
        if (!table.caption) faults.push("a table without a caption");
        if (!table.querySelector("thead th[scope=col]")) faults.push("a table without headers");
        if ([...table.tBodies[0].rows].some(row => row.cells[0].scope != "row")) faults.push("a row without a header");
      }
      const captions = [...document.querySelectorAll("caption")];
      if (new Set(captions.map(caption => caption.textContent)).size != captions.length)
        faults.push("a caption twice");
      for (const caption of captions) {
        const head = [...document.querySelectorAll("h1,h2,h3,h4")].filter(head => !caption.contains(head)
          && head.compareDocumentPosition(caption) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
        const isShown = !caption.querySelector(":scope > .away");
        if (isShown && head && head.textContent.trim() == caption.textContent.trim())
          faults.push("a caption that repeats its heading: " + caption.textContent);
      }
      for (const name of ["main", "header", "footer", "h1"])
        if (document.querySelectorAll(name).length != 1) faults.push("not one " + name);
      let last = 0;
      for (const head of document.querySelectorAll("h1,h2,h3,h4")) {
        const level = +head.tagName[1];
        if (level > last + 1) faults.push("a heading is skipped before " + head.textContent);
        last = level;
      }
      if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the window");
      // A table scrolls in its own box, rather than squeeze its last column, which has the longest texts.
      for (const cell of document.querySelectorAll("td:last-child:not(.n):not(.code)")) {
        const width = cell.getBoundingClientRect().width;
        if (innerWidth < 700 && width && width < 180 && cell.textContent.length > 40)
          faults.push("too narrow to read: " + cell.textContent);
      }
      if (performance.getEntriesByType("resource").length) faults.push("it loads something");
      const colour = value => value.match(/[0-9.]+/g).slice(0, 3).map(c => {
        const v = c / 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
      const light = value => { const [r, g, b] = colour(value); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const back = light(getComputedStyle(document.body).backgroundColor);
      for (const item of document.querySelectorAll("p,li,td,th,h1,h2,h3,h4,a,span,.dim")) {
        const own = light(getComputedStyle(item).color);
        const ratio = (Math.max(own, back) + 0.05) / (Math.min(own, back) + 0.05);
        if (ratio < 4.5) faults.push("too little contrast: " + item.tagName + " " + ratio.toFixed(1));
      }
      document.title = "ANSWER[" + [...new Set(faults)].slice(0, 20).join("; ") + "]";
    });
    </script>
    """

  /// What a reader would stumble over; empty where nothing is.
  static func faults(
    _ page: String, isDark: Bool = false, width: Int = 1100
  ) throws -> String {
    try answer(to: probe, on: page, isDark: isDark, width: width)
  }

  /// What a script puts into the title of the page, as `ANSWER[…]`.
  private static func answer(
    to script: String, on page: String, isDark: Bool = false, width: Int = 1100
  ) throws -> String {
    try Places.withScratchFolder { folder in
      let probed = page.replacing("</body>", with: script + "</body>")
      try probed.write(toFile: folder + "/page.html", atomically: false, encoding: .utf8)
      let dark = isDark ? ["--blink-settings=preferredColorScheme=0"] : []
      let result = try Command.run(
        [
          "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
          "--disable-dev-shm-usage", "--user-data-dir=\(folder)/profile",
          "--window-size=\(width),900",
          "--virtual-time-budget=5000", "--dump-dom",
        ] + dark + ["file://\(folder)/page.html"])
      let found = result.output.firstMatch(of: /<title>ANSWER\[(.*?)\]<\/title>/)
      let text = try #require(found, "\(result.errors.suffix(1000))").1
      return String(text)
    }
  }

  @Test func aPageOfEachCommand() throws {
    let (clean, found) = (try DebianImages.linuxCloud(), try DebianImages.gnumach())
    for (words, part) in [
      (["check", clean, found, "/etc/passwd"], "Verdicts of the loaders"),
      (["check", "--xen", "all", found], "From release to release"),
      (["scan", found], "Instructions by class"),
      (["abi", "verify", clean, try WrongObject.path()], "Structures compared with Xen 4.17"),
    ] {
      let result = try Command.run([Places.pvkit] + words + ["--format", "html"])
      let page = result.output
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains(part), "\(words)")
      // Nothing is fetched: the one address is the name of what a picture is written in.
      let rest = page.replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "")
      #expect(!rest.contains(" src=") && !rest.contains("http:") && !rest.contains("https:"))
      // A page on one image has nothing to filter, and no script.
      #expect(page.contains("<script>") == (words.count { $0.hasPrefix("/") } > 1), "\(words)")
      #expect(try Self.faults(page) == "", "\(words)")
      #expect(try Self.faults(page, isDark: true) == "", "\(words), dark")
      if words[0] == "check" {
        #expect(try Self.faults(page, width: 480) == "", "\(words), narrow")
      }
    }
  }

  @Test func aMap() throws {
    for words in [
      [try DebianImages.linux()], [try DebianImages.gnumach()],
      ["--role", "dom0", try DebianImages.linuxCloud()],
      ["--mode", "pvh", try DebianImages.linuxCloud()],
      ["--xen", "3.0.4", try DebianImages.gnumach()],
    ] {
      let page = try Command.run([Places.pvkit, "map", "--format", "html"] + words).output
      #expect(try Self.faults(page) == "", "\(words)")
      #expect(try Self.faults(page, width: 400) == "", "\(words), narrow")
    }
  }

  /// The filter shows the images that have all words, and only those that are not clean.
  @Test(arguments: [1100, 500]) func theFilter(width: Int) throws {
    let script = """
      <script>
      addEventListener("load", () => {
        const [text, only] = ["filter-text", "filter-findings"].map(id => document.getElementById(id));
        const shown = query => [...document.querySelectorAll(query)].filter(
          part => getComputedStyle(part).display != "none");
        const answers = [];
        const look = () => answers.push(
          shown("section[id^=image-]").map(part => part.id.slice(6)).join(",")
          + " " + shown("#summary tbody tr").length + " " + shown("nav li").length
          + " " + document.getElementById("filter-count").textContent);
        const seek = words => {
          text.value = words;
          text.dispatchEvent(new Event("input", {bubbles: true}));
          look();
        };
        look();
        only.click();
        look();
        seek("clean");
        only.click();
        look();
        for (const words of ["PLAIN dir/bad", "note-owner nowhere", ""]) seek(words);
        // By keyboard: the two come one after the other.
        text.focus();
        if (document.activeElement != text || only.tabIndex != 0) answers.push("no focus");
        document.title = "ANSWER[" + answers.join("; ") + "]";
      });
      </script>
      """
    // The section of the rules is in the contents, too, and the summary.
    let expected = [
      "1,2,3 3 5 3 of 3 images", "2,3 2 4 2 of 3 images", " 0 2 none of the 3 images matches",
      "1 1 3 1 of 3 images", "3 1 3 1 of 3 images", " 0 2 none of the 3 images matches",
      "1,2,3 3 5 3 of 3 images",
    ]
    let answer = try Self.answer(to: script, on: HtmlFormat.text(.made), width: width)
    #expect(answer.components(separatedBy: "; ") == expected)
  }

  /// In a narrow window, each count of the summary is seen without scrolling, also beside a baseline
  /// and with a long name; below the head of its column.
  @Test(arguments: [1100, 700, 500, 360]) func theCounts(width: Int) throws {
    let script = """
      <script>
      addEventListener("load", () => {
        const box = document.querySelector("#summary .scroll");
        const right = Math.min(innerWidth, box.getBoundingClientRect().right) + 1;
        const heads = [...document.querySelectorAll("#summary thead th")];
        const faults = [];
        for (const row of document.querySelectorAll("#summary tr"))
          [...row.cells].forEach((cell, index) => {
            const [place, head] = [cell, heads[index]].map(part => part.getBoundingClientRect());
            if (place.right > right) faults.push("out of sight: " + cell.textContent);
            if (Math.abs(place.right - head.right) > 1) faults.push("beside its head: " + cell.textContent);
            if (cell.scrollWidth > cell.clientWidth + 1) faults.push("cut: " + cell.textContent);
          });
        if (box.scrollWidth > box.clientWidth) faults.push("it scrolls");
        document.title = "ANSWER[" + faults.join("; ") + "]";
      });
      </script>
      """
    var run = AnnotatedRun.made
    let name = "linux-image-6.1.deb(boot/vmlinuz-" + String(repeating: "long", count: 30) + ")"
    let why = "its types include none of Xen's structures; " + String(repeating: "CONFIG", count: 9)
    run.images += [
      AnnotatedRun.Image(name, nil) { [Annotation("idle", .warning, "a warning.")] },
      AnnotatedRun.Image("other", why) { [] },
    ]
    #expect(try Self.answer(to: script, on: HtmlFormat.text(run), width: width) == "")
    var known = Annotation("idle", .warning, "a warning.")
    known.baselineState = .unchanged
    run.images.append(AnnotatedRun.Image("known", nil, known: [known]) { [] })
    let compared = HtmlFormat.text(run)
    #expect(compared.contains("<th scope=\"col\">Known findings</th>"))
    #expect(try Self.answer(to: script, on: compared, width: width) == "")
  }

  /// An image that could not be checked has the reason in the summary, and no counts.
  @Test func whatWasNotChecked() throws {
    let page = HtmlFormat.text(.made)
    let rows = page.matches(of: #/<tr><th scope="row"><a.*?</tr>/#).map { $0.output }
    try #require(rows.count == 3, "\(rows)")
    let cells = rows.map { row in
      row.matches(of: #/<td.*?>(.*?)</td>/#).map { String($0.output.1) }
    }
    #expect(cells[1] == ["not checked: is empty", "–", "–", "–"])
    #expect(cells[0] == ["no findings", "0", "0", "0"])
    #expect(page.contains("<p class=\"error\">Not checked: is empty</p>"))
  }

  /// On paper, and where no script runs, there is all: also what the filter hides and what is folded.
  @Test func onPaper() throws {
    let page = HtmlFormat.text(.made)
    #expect(page.contains("<form id=\"filter\" role=\"search\" hidden>"))
    #expect(!page.contains("class=\"out\""))
    let hide = "<script>document.getElementById('filter-findings').click()</script>"
    let long = "<p>x</p>" + String(repeating: "<p>y</p>", count: 200)
    let folded = "<details><summary>s</summary>\(long)</details></main>"
    let sheets = try [
      page, page.replacing("</body>", with: hide + "</body>"),
      page.replacing("</main>", with: folded), page.replacing("</main>", with: long + "</main>"),
    ].map(Self.sheets)
    #expect(sheets[0] > 0 && sheets[0] == sheets[1], "\(sheets)")
    #expect(sheets[2] > sheets[0] + 2 && abs(sheets[2] - sheets[3]) <= 1, "\(sheets)")
  }

  /// The number of sheets on which the page is printed.
  private static func sheets(_ page: String) throws -> Int {
    try Places.withScratchFolder { folder in
      try page.write(toFile: folder + "/page.html", atomically: false, encoding: .utf8)
      let printed = try Command.run([
        "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-dev-shm-usage", "--user-data-dir=\(folder)/profile",
        "--print-to-pdf=\(folder)/page.pdf", "file://\(folder)/page.html",
      ])
      #expect(printed.status == 0, "\(printed.errors.suffix(1000))")
      let file = try Data(contentsOf: URL(fileURLWithPath: folder + "/page.pdf"))
      let text = String(decoding: file, as: UTF8.self)
      func count(_ words: String) -> Int { text.components(separatedBy: words).count }
      // The type of the list of pages begins with that of a page.
      return count("/Type /Page") - count("/Type /Pages")
    }
  }

  /// The links of many images are folded up; those of few are shown.
  @Test(arguments: [2, 100]) func theContents(count: Int) throws {
    var run = AnnotatedRun.made
    run.images = (0..<count).map { AnnotatedRun.Image("k\($0)", nil) { [] } }
    let page = HtmlFormat.text(run)
    #expect(page.contains("<a href=\"#image-\(count)\">"))
    let start = count == 2 ? "<ul>" : "<details><summary>Contents</summary><ul>"
    #expect(page.contains("<nav aria-label=\"Contents\">" + start))
    #expect(try Self.faults(page) == "")
  }

  /// A finding is there with its rule's explanation, and nothing of an image is markup.
  @Test func whatIsFound() throws {
    let page = HtmlFormat.text(.made)
    #expect(page.contains("&quot;x&quot; &lt;&amp;&gt; 100%"), "\(page)")
    #expect(page.contains("href=\"#rule-note-owner\"") && page.contains("id=\"rule-note-owner\""))
    #expect(page.contains("not checked: is empty"))
    #expect(!page.contains("\u{1b}"))
    #expect(try Self.faults(page) == "")
  }

  /// As in text: the command that fixes a finding, of one release and of several.
  @Test(arguments: ["4.17", "4.16,4.17"]) func theCommandThatFixes(xen: String) throws {
    let image = try DebianImages.gnumach()
    let page = try pvkit("check", "--xen", xen, "--format", "html", image).output
    let name = URL(filePath: image).lastPathComponent
    #expect(page.contains("fixed by <code>pvkit check --fix \(name) -o NEW</code>"))
  }

  /// With a baseline, the summary counts new findings and known ones apart, under heads that say so.
  @Test func newAndKnownFindings() throws {
    try Places.withScratchFolder { folder in
      let (image, known) = (try DebianImages.gnumach(), folder + "/known.json")
      func heads(_ options: String...) throws -> (heads: [Substring], cells: [Substring]) {
        let page = try Command.run(
          [Places.pvkit, "check", "--format", "html"] + options + [image]
        ).output
        let summary = try #require(page.firstMatch(of: #/(?s)id="summary".*?</table>/#)?.output)
        return (
          summary.matches(of: #/<th scope="col">(.*?)</th>/#).map(\.output.1),
          summary.matches(of: #/<td.*?>(.*?)</td>/#).map(\.output.1)
        )
      }
      let plain = try heads()
      #expect(plain.heads == ["Image", "Result", "Errors", "Warnings", "Notes"])
      #expect(plain.cells.first == "findings")
      #expect(try pvkit("check", "--baseline", known, "--update-baseline", image).status == 0)
      let compared = try heads("--baseline", known)
      #expect(
        compared.heads == [
          "Image", "Result", "New errors", "New warnings", "Notes", "Known findings",
        ])
      #expect(compared.cells[..<3] == ["no new findings", "0", "0"])
      let all = try #require(Int(plain.cells[1])) + #require(Int(plain.cells[2]))
      #expect(all > 0 && compared.cells.last == "\(all)", "\(compared)")
    }
  }

  @Test func markdownIsMarkup() {
    let html = Html.markdown("One `a<b`\ntwo **three**.\n\n- x\n- y\n  z\n\n```\n<pre>\n```")
    #expect(
      html == """
        <p>One <code>a&lt;b</code> two <strong>three</strong>.</p>
        <ul><li>x</li><li>y z</li></ul>
        <pre><code>&lt;pre&gt;</code></pre>
        """)
  }
}
