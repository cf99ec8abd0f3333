// SPDX-License-Identifier: Apache-2.0

import Base

/// JUnit XML, which every CI server reads: one suite per image, and in it one case per rule. A case
/// fails if its rule found an error or a warning; if there are too many findings, the text lists
/// the worst.
public enum JUnitFormat: AnnotationFormat {
  public static let name = "junit"

  public static func text(_ run: AnnotatedRun) -> String {
    let suites =
      run.images.map { Suite($0, rules: run.rules) }
      + run.staleFiles.map { Suite($0, rules: [CodeReport.stale]) }
    let lines =
      ["<testsuites name=\"\(run.command.markup)\"\(counts(suites.flatMap(\.cases)))>"]
      + suites.flatMap(\.lines) + ["</testsuites>"]
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + lines.joined(separator: "\n") + "\n"
  }

  private struct Suite {
    let name: String
    let cases: [Case]

    init(_ image: AnnotatedRun.Image, rules: [AnnotationRule]) {
      name = image.name
      cases = Self.cases(image, rules)
    }

    private static func cases(_ image: AnnotatedRun.Image, _ rules: [AnnotationRule]) -> [Case] {
      if let error = image.error {
        return [Case(image: image.name, name: "readable", error: error)]
      }
      let found = Dictionary(grouping: image.annotations, by: \.rule)
      return rules.map { Case(image: image.name, name: $0.id, found: found[$0.id] ?? []) }
    }

    var lines: [String] {
      ["  <testsuite name=\"\(name.markup)\"\(counts(cases))>"] + cases.flatMap(\.lines)
        + ["  </testsuite>"]
    }
  }

  private struct Case {
    let image: String
    let name: String
    var found: [Annotation] = []
    var error: String?

    var failures: [Annotation] { found.filter { $0.level != .note } }

    var lines: [String] {
      let head = "    <testcase classname=\"\(image.markup)\" name=\"\(name.markup)\""
      guard let body else { return [head + "/>"] }
      return [head + ">", "      " + body, "    </testcase>"]
    }

    private var body: String? {
      if let error { return "<error message=\"\(error.markup)\"/>" }
      let listed = found.worst(AnnotationFormats.mostListed)
      let rest = found.count - listed.count
      let lines =
        listed.map { "\($0.level): \($0.text)" }
        + (rest > 0 ? [AnnotationFormats.unlisted(rest)] : [])
      let all = lines.map(\.markup).joined(separator: "\n")
      if let first = failures.first {
        return "<failure message=\"\(first.text.markup)\">\(all)</failure>"
      }
      return found.isEmpty ? nil : "<system-out>\(all)</system-out>"
    }
  }

  private static func counts(_ cases: [Case]) -> String {
    let failures = cases.count { !$0.failures.isEmpty }
    let errors = cases.count { $0.error != nil }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
  }
}
