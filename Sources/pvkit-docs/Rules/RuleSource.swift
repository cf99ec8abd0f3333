// SPDX-License-Identifier: Apache-2.0

import Checks

/// The source file of a rule, whose doc comment is its explanation.
struct RuleSource {
  struct Unusable: Error, CustomStringConvertible { let description: String }

  let rule: any Rule.Type
  /// The text of the rule's doc comment.
  let explanation: String

  /// The rules of all files below Sources/Checks/Rules, in the order of the registry.
  ///
  /// - Throws: `Unusable` if a file has no row in `Rules.all`, or a row has no file.
  static func all(of package: String) throws -> [RuleSource] {
    let directory = PackageFiles(package)
    var sources: [String: RuleSource] = [:]
    for path in try directory.paths(below: "Sources/Checks/Rules", suffix: ".swift") {
      let name = String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "")
      guard let rule = Rules.all.first(where: { String(describing: $0) == name }) else {
        throw Unusable(description: "\(path): \(name) is not in Rules.all")
      }
      sources[name] = RuleSource(rule: rule, text: directory.text(of: path) ?? "")
    }
    return try Rules.all.map { rule in
      guard let source = sources[String(describing: rule)] else {
        throw Unusable(description: "Rules.all: \(rule) has no file in Sources/Checks/Rules")
      }
      return source
    }
  }

  private init(rule: any Rule.Type, text: String) {
    self.rule = rule
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let heads = ["Rule", "MendingRule", "DecidingRule"].map { "public enum \(rule): \($0) {" }
    let declaration = lines.firstIndex { heads.contains(String($0)) } ?? 0
    let comment = lines[..<declaration].reversed().prefix { $0.hasPrefix("///") }.reversed()
    explanation = comment.map { $0.dropFirst($0.hasPrefix("/// ") ? 4 : 3) }
      .joined(separator: "\n")
  }

  /// The first paragraph, as one line.
  var summary: String {
    explanation.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }.joined(separator: " ")
  }
}
