// SPDX-License-Identifier: Apache-2.0

import Base

/// A self-contained page for readers who did not run the command: a summary, the loaders' verdicts,
/// every finding with its explanation, the map, code and types.
public enum HtmlFormat: AnnotationFormat {
  public static let name = "html"
  public static let showsPages = true

  /// The most images with a drawing; with more, browsers become slow.
  private static let mostMaps = 40

  public static func text(_ run: AnnotatedRun) -> String {
    var page = HtmlPage(
      title: run.command, about: about(run), maker: "pvkit \(run.version)")
    let isMany = run.images.count > 1
    if isMany { page.script = ImageFilter.script + "\n" }
    page.add("summary", "Summary", (isMany ? ImageFilter.form + "\n" : "") + summary(run))
    for (index, image) in run.images.enumerated() {
      page.add(
        "image-\(index + 1)", image.name, section(image, index + 1, drawsMap: index < mostMaps))
    }
    if !run.stale.isEmpty {
      let stale = run.stale.map { finding($0, "") }.joined(separator: "\n")
      page.add("stale", "Stale suppressions", "<h3>Findings</h3>\n" + stale)
    }
    let found = Set((run.images.flatMap(\.all) + run.stale).map(\.rule))
    let rules = run.allRules.filter { found.contains($0.id) }
    if !rules.isEmpty { page.add("rules", "Rules", rules.map(explanation).joined(separator: "\n")) }
    return page.html
  }

  // MARK: summary

  private static func about(_ run: AnnotatedRun) -> String {
    ImageTally(run.images, stale: run.stale.count).text
  }

  /// With a baseline, the columns count new findings, and one more counts the known ones. An image
  /// that could not be checked has no counts: zeros would say that it was.
  private static func summary(_ run: AnnotatedRun) -> String {
    let isCompared = run.images.contains(where: \.isCompared)
    let levels = isCompared ? ["New errors", "New warnings"] : ["Errors", "Warnings"]
    let known = isCompared ? ["Known findings"] : []
    return Html.table(
      "Results by image", ["Image", "Result"] + levels + ["Notes"] + known,
      run.images.enumerated().map { index, image in
        let counts = Severity.allCases.map { severity in
          image.annotations.count { $0.level == severity } + (severity == .note ? image.leftOut : 0)
        }
        return [
          Html.Cell(html: "<a href=\"#image-\(index + 1)\">\(image.name.markup)</a>"),
          result(image, isCompared),
        ]
          + (counts + (isCompared ? [image.known.count] : [])).map {
            Html.Cell(image.error == nil ? "\($0)" : "–", "n")
          }
      })
  }

  private static func result(_ image: AnnotatedRun.Image, _ isCompared: Bool) -> Html.Cell {
    if let error = image.error { return Html.Cell("not checked: \(error)", "error") }
    guard image.isClean else {
      return Html.Cell(isCompared ? "new findings" : "findings", "error")
    }
    let none = isCompared ? "no new findings" : image.hasNotes ? "only notes" : "no findings"
    return Html.Cell(none, "clean")
  }

  // MARK: an image

  private static func section(_ image: AnnotatedRun.Image, _ number: Int, drawsMap: Bool) -> String
  {
    if let error = image.error { return Html.paragraph("Not checked: \(error)", "error") }
    var parts: [String] = []
    if let page = image.page {
      parts.append(Html.paragraph(page.subject))
      parts += page.tables.prefix(1).map { table($0, of: image.name) }
    }
    parts.append(findings(image))
    if let map = image.page?.map, drawsMap {
      parts.append(
        "<h3>Memory</h3>\n"
          + GuestMap.scrolled(MapDrawing(map).element("map-\(number)"), "Map of \(image.name)")
          + "\n<details><summary>The map as a table</summary>\n"
          + map.table("Map of \(image.name) as a table", look: .hidden) + "\n</details>")
    }
    parts += (image.page?.tables.dropFirst() ?? []).map { table($0, of: image.name) }
    return parts.joined(separator: "\n")
  }

  private static func table(_ table: ReportTable, of image: String) -> String {
    let rows = table.rows.map { $0.map { Html.Cell($0.text, $0.look) } }
    return Html.table(table.title, table.heads, rows, look: .heading, of: image)
  }

  /// The most findings to list for one image; the worst ones are listed.
  private static let mostOfOne = 200

  private static func findings(_ image: AnnotatedRun.Image) -> String {
    let notes =
      image.leftOut == 0
      ? ""
      : "\n"
        + Html.paragraph("\(counted(image.leftOut, "note")) not listed; --format json has all.")
    guard !image.all.isEmpty else {
      let none = image.hasNotes ? "No errors or warnings." : "No findings."
      return Html.paragraph(none, "clean") + notes
    }
    let shown = image.all.worst(mostOfOne)
    let rest = image.all.count - shown.count
    return "<h3>Findings</h3>\n" + shown.map { finding($0, image.name) }.joined(separator: "\n")
      + (rest > 0
        ? "\n"
          + Html.paragraph(
            "\(counted(rest, "more finding")) not listed; --format json has all.")
        : "") + notes
  }

  private static func finding(_ annotation: Annotation, _ image: String) -> String {
    let state = annotation.baselineState == .unchanged ? " (known)" : ""
    let line = annotation.line.map { "\($0.file):\($0.number)" }
    let places = [annotation.place, line].compactMap { $0 }.joined(separator: ", ")
    let around = Cure.words(around: image)
    let cures = annotation.cures.map { cure in
      "\n<p class=\"dim\">\(around.before)<code>\(cure.command(image).markup)</code>\(around.after)</p>"
    }.joined()
    return """
      <article class="finding \(annotation.level.rawValue)">
      <h4><span class="\(annotation.level.rawValue)">\(annotation.level.rawValue)</span> \
      <a href="#rule-\(annotation.rule.markup)">\(annotation.rule.markup)</a>\(state)</h4>
      \(Html.paragraph(annotation.message))
      \(places.isEmpty ? "" : "<p class=\"dim\">at <code>\(places.markup)</code></p>")\(cures)
      </article>
      """
  }

  private static func explanation(_ rule: AnnotationRule) -> String {
    """
    <h3 id="rule-\(rule.id.markup)">\(rule.id.markup) (\(rule.severities.words))</h3>
    \(Html.markdown(rule.help))
    """
  }
}
