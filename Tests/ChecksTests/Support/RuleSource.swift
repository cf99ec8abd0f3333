// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import Glibc

/// A rule's source file, for the doc comment that is its explanation.
struct RuleSource {
  /// The type's and the file's name.
  let name: String
  /// Below the package's folder.
  let path: String
  /// The lines of the doc comment of the rule, without their slashes.
  let explanation: String

  /// Every file below Sources/Checks/Rules, in the order of the registry.
  static func all() throws -> [RuleSource] {
    let order = Dictionary(
      uniqueKeysWithValues: Rules.all.enumerated().map { (String(describing: $1), $0) })
    return try swiftFiles(below: "Sources/Checks/Rules").map(RuleSource.init)
      .sorted { (order[$0.name] ?? .max, $0.name) < (order[$1.name] ?? .max, $1.name) }
  }

  init(path: String) throws {
    self.path = path
    name = String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "")
    let lines = try Files.read(path).split(separator: "\n", omittingEmptySubsequences: false)
    let declaration =
      lines.firstIndex(of: "public enum \(name): Rule {")
      ?? lines.firstIndex(of: "public enum \(name): MendingRule {") ?? 0
    let comment = lines[..<declaration].reversed().prefix { $0.hasPrefix("///") }.reversed()
    explanation = comment.map { $0.dropFirst($0.hasPrefix("/// ") ? 4 : 3) }
      .joined(separator: "\n")
  }
}

/// The .swift files below a folder of the package, by path in the package.
func swiftFiles(below folder: String) throws -> [String] {
  let found = try Command.run(["find", Places.package + "/" + folder, "-name", "*.swift"])
  return found.output.split(separator: "\n").map { String($0.dropFirst(Places.package.count + 1)) }
    .sorted()
}

/// Text files of the package, by path in the package.
enum Files {
  struct Unusable: Error { let path: String }

  static func read(_ path: String) throws -> String {
    let found = try Command.run(["cat", Places.package + "/" + path])
    guard found.status == 0 else { throw Unusable(path: path) }
    return found.output
  }

  static func write(_ text: String, to path: String) throws {
    let written = try Command.run(["tee", Places.package + "/" + path], input: Array(text.utf8))
    guard written.status == 0 else { throw Unusable(path: path) }
  }
}
