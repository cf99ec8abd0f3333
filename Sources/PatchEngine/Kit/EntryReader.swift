// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Makes an entry of its statements.
struct EntryReader {
  private let id: String
  private let name: String
  private let kit: String
  private let files: String
  private let statements: [Statement]

  /// - Parameters:
  ///   - id: `toolchain/0110-gcc-version`.
  ///   - name: what errors call it: its path.
  ///   - kit: the kit's folder.
  ///   - files: the folder of the group's new files, from there.
  init(
    _ bytes: [UInt8], id: String, name: String, kit: String, files: String
  ) throws(PatchError) {
    (self.id, self.name, self.kit, self.files) = (id, name, kit, files)
    var reader = StatementReader(bytes, name: name)
    statements = try reader.statements()
  }

  func entry() throws(PatchError) -> Entry {
    let first = statements.firstIndex(where: opensSection) ?? statements.count
    let header = try header(statements[..<first])
    let releases = try releases(header["Releases"])
    let architectures = try architectures(header["Architectures"])
    let steps = try sections(statements[first...])
    guard !steps.isEmpty else {
      throw PatchError(name, "does nothing: it has no edit, new or generate")
    }
    return Entry(
      id: id, subject: header["Subject"]?.string ?? "", reason: header["Reason"]?.string ?? "",
      origin: header["Origin"]?.string ?? "", releases: releases,
      architectures: architectures, steps: steps)
  }

  private func architectures(_ statement: Statement?) throws(PatchError) -> [String] {
    guard let statement else { return [] }
    let names = statement.string.split(separator: " ").map(String.init)
    let known = Architecture.allCases.map(\.rawValue)
    guard !names.isEmpty, names.allSatisfy(known.contains) else {
      throw error(statement, "Architectures: must be of " + known.joined(separator: ", "))
    }
    return names
  }

  private static let required = ["Subject", "Reason", "Origin", "Releases"]
  private static let optional = ["Architectures"]

  private func header(
    _ statements: ArraySlice<Statement>
  ) throws(PatchError) -> [String: Statement] {
    var header: [String: Statement] = [:]
    for statement in statements {
      let key = statement.words.joined(separator: " ")
      guard (Self.required + Self.optional).contains(key), statement.text != nil else {
        throw error(
          statement, "\"\(key)\" is not known here; expected: \(Self.required + Self.optional)")
      }
      guard header.updateValue(statement, forKey: key) == nil else {
        throw error(statement, "\(key) is said twice")
      }
    }
    for key in Self.required where header[key]?.text?.isEmpty ?? true {
      throw PatchError(name, "has no \(key):")
    }
    return header
  }

  private func releases(_ statement: Statement?) throws(PatchError) -> ReleaseSet {
    guard let statement, let set = ReleaseSet(statement.string) else {
      throw PatchError(
        name + (statement.map { ":\($0.line)" } ?? ""),
        "Releases: must be a list such as 2.6.16-2.6.18, 2.6.22")
    }
    return set
  }

  private func sections(_ statements: ArraySlice<Statement>) throws(PatchError) -> [any Step] {
    var steps: [any Step] = []
    var rest = statements
    while let head = rest.popFirst() {
      let body = rest.prefix { !opensSection($0) }
      rest = rest.dropFirst(body.count)
      guard let type = Steps.all.first(where: { $0.keyword == head.keyword }) else { continue }
      steps.append(
        try type.init(Section(name: name, kit: kit, files: files, head: head, body: Array(body))))
    }
    return steps
  }

  private func opensSection(_ statement: Statement) -> Bool {
    Steps.all.contains { $0.keyword == statement.keyword }
  }

  private func error(_ statement: Statement, _ problem: String) -> PatchError {
    PatchError("\(name):\(statement.line)", problem)
  }
}
